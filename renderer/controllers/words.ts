import type { ControllerSpec } from '../../shared/topology/controls.ts'
import { durationText } from '../ui/duration.ts'

export type ControllerType = ControllerSpec['type']

interface ControllerWords {
  readonly type: ControllerType
  readonly label: string
  /** What it does, in a few words. */
  readonly hint: string
  readonly help: readonly string[]
}

/** What the four controllers are called, and when to use which. */
export const CONTROLLER_WORDS: readonly ControllerWords[] = [
  {
    type: 'breaker',
    label: 'Breaker',
    hint: 'stops calling what keeps failing',
    help: [
      'After so many failures in a row it opens: for a while nobody behind it is let through. Then a few are let through to see whether it is well again, and it closes or opens anew.',
      'Use it for what many share and what may be down for minutes, such as a model provider or a deployment tool. Without it everyone waits for the same timeout again and again, and what is weak is kept down by retries.',
      'While it is open, its users fail at once, which suits a fallback, or wait, which suits a run that has time.',
    ],
  },
  {
    type: 'bulkhead',
    label: 'Bulkhead',
    hint: 'so many at once',
    help: [
      'No more than this many of its users work at the same time; the others wait their turn. Named after the walls that keep one leak from sinking the ship.',
      'Use it where too many at once do harm: builds on a small machine, calls to a service that is slow under load, or one part of a team that would take all there is.',
    ],
  },
  {
    type: 'rate',
    label: 'Rate limit',
    hint: 'so many in a span of time',
    help: [
      'No more than this many begin in a span of time, further attempts included. The others wait until the span is over.',
      'Use it where a provider counts calls per minute, and would refuse or charge for what goes beyond.',
    ],
  },
  {
    type: 'budget',
    label: 'Budget',
    hint: 'tokens, money, steps, retries or time in all',
    help: [
      'Once one of its limits is used up nothing more begins: what asks is refused, in plain words. What is under way may end.',
      'Give the whole run one, so that a loop of agents that never agree cannot spend without end. A limit on retries keeps many who fail at once from multiplying the load.',
      'What is left empty has no limit; at least one has to be set.',
    ],
  },
]

export function wordsOf(type: ControllerType): ControllerWords {
  const found = CONTROLLER_WORDS.find((one) => one.type === type)
  if (found === undefined) throw new Error(`there are no words for the controller ${type}`)
  return found
}

/** What it allows, as short as a chip: "60 in 60 s". */
export function controllerFact(spec: ControllerSpec): string {
  switch (spec.type) {
    case 'breaker':
      return `opens after ${spec.failures}`
    case 'bulkhead':
      return `${spec.at_once} at once`
    case 'rate':
      return `${number(spec.starts)} in ${durationText(spec.per_ms)}`
    case 'budget':
      return budgetParts(spec).join(' · ')
  }
}

function budgetParts(spec: Extract<ControllerSpec, { type: 'budget' }>): readonly string[] {
  const parts: string[] = []
  if (spec.tokens !== undefined) parts.push(`${number(spec.tokens)} tokens`)
  if (spec.usd !== undefined) parts.push(`$${spec.usd}`)
  if (spec.steps !== undefined) parts.push(`${number(spec.steps)} steps`)
  if (spec.retries !== undefined) parts.push(`${number(spec.retries)} retries`)
  if (spec.wall_ms !== undefined) parts.push(durationText(spec.wall_ms))
  return parts
}

function number(count: number): string {
  return count.toLocaleString('en')
}
