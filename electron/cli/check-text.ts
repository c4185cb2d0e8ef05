import type { KeptTrace } from '../../shared/api/check.ts'
import { boundsText } from '../../shared/explore/bounds-text.ts'
import type { CheckResult, Counterexample, PropertyResult, TraceStep } from '../../shared/explore/result.ts'

export type Verdict = 'holds' | 'violated' | 'not exhausted'

/** What a check says as a whole: one violation is enough, and what was not looked at may hold one. */
export function verdictOf(
  { coverage, violated, properties }: CheckResult,
  kept: readonly KeptTrace[],
): Verdict {
  if (violated.length > 0 || kept.some(({ verdict }) => verdict === 'broken')) return 'violated'
  const open = properties.some(({ verdict }) => verdict === 'open')
  return open || coverage === 'partial' || coverage === 'sampled' ? 'not exhausted' : 'holds'
}

const VERDICTS: { readonly [verdict in PropertyResult['verdict']]: string } = {
  holds: 'holds',
  violated: 'VIOLATED',
  open: 'open',
  vacuous: 'vacuous',
}

/** The whole answer, for a person. */
export function checkText(name: string, result: CheckResult, kept: readonly KeptTrace[]): string {
  const { properties, violated, neverFired } = result
  const width = Math.max(...properties.map(({ verdict }) => VERDICTS[verdict].length), 0)
  const lines = [
    `${name}: ${headline(result, kept)}`,
    `  ${figures(result)}`,
    ...whyPartial(result),
    ...kept.map((one) => `  kept trace ${one.path}: ${one.verdict}. ${one.message}`),
    '',
    ...properties.map(({ verdict, title }) => `  ${VERDICTS[verdict].padEnd(width)}  ${title}`),
    '',
    `  bounds: ${boundsText(result.bounds)}`,
    `  reductions: ${result.reductions.join('; ') || 'none'}`,
    `  caps hit: ${result.capsHit.join('; ') || 'none'}`,
    `  never fired: ${neverFired.join(', ') || 'nothing: every edge has carried a message'}`,
    ...violated.flatMap((one) => ['', ...storyLines(one)]),
  ]
  return lines.join('\n')
}

/** All states may have been looked at while a property is open: then that is what is said, not that states are left. */
function headline(result: CheckResult, kept: readonly KeptTrace[]): string {
  const { coverage, properties } = result
  const verdict = verdictOf(result, kept)
  const open = properties.filter((one) => one.verdict === 'open').length
  if (verdict !== 'not exhausted' || coverage === 'partial' || coverage === 'sampled')
    return `${verdict}, ${coverage}`
  return `${open === 1 ? '1 property is' : `${open} properties are`} open, ${coverage}`
}

/** Deepest complete level only where the search did not reach the end. */
function figures({ coverage, states, generated, depth, frontier, omission, seconds }: CheckResult): string {
  if (coverage === 'sampled')
    return `${count(states)} states met, ${count(generated)} transitions, ${seconds.toFixed(1)} s`
  const left = frontier > 0 ? `, ${count(frontier)} states not looked at` : ''
  const lost = omission > 0 ? `, chance that one was left out ${omission.toExponential(0)}` : ''
  return `${count(states)} states, ${count(generated)} transitions, depth ${depth}, ${seconds.toFixed(1)} s${left}${lost}`
}

/** The cap that is a person's wish. */
const STOPPED = 'it was stopped'

function whyPartial({ coverage, capsHit }: CheckResult): readonly string[] {
  if (coverage !== 'partial' || capsHit.length === 0) return []
  if (capsHit.includes(STOPPED)) return ['  it was stopped before all was looked at']
  const advice = 'fewer faults, fewer rounds and smaller queues make the space smaller'
  return [`  it ended at ${capsHit.join(' and ')}: ${advice}, --max-states allows more`]
}

/** Faults that the budget has none of are no bound that a person looks for. */
function count(value: number): string {
  return value.toLocaleString('en-US')
}

/** A counterexample in numbered sentences; a fault is marked, and so is the last step with hope. */
export function storyLines({
  property,
  sentence,
  steps,
  pivot,
  loop,
  without,
}: Counterexample): readonly string[] {
  const width = String(steps.length).length
  const lines = [`${property}: ${sentence}`]
  for (let at = 0; at < steps.length; at += 1) {
    const { words, fault } = steps[at] as TraceStep
    const stops = stopping(steps, at)
    const number = String(at + 1).padStart(width)
    // A run that fails has each of its nodes stop, one by one.
    if (stops > 1) lines.push(`  ${number}   and all that is left stops, in ${stops} steps`)
    else lines.push(`  ${number} ${fault ? '!' : ' '} ${words}`)
    at += Math.max(0, stops - 1)
    if (at === pivot && at < steps.length - 1)
      lines.push(`  ${' '.repeat(width)}   (until here all could still end well)`)
  }
  if (loop !== undefined) lines.push(`  ${' '.repeat(width)}   (and from step ${loop + 2} again, for ever)`)
  if (without !== undefined) {
    const alone = without.alone ? ', nor does a single fault break it' : ''
    lines.push(
      `  ${' '.repeat(width)}   (without a fault it holds in all ${count(without.states)} states${alone})`,
    )
  }
  return lines
}

function stopping(steps: readonly TraceStep[], from: number): number {
  const rest = steps.slice(from)
  const other = rest.findIndex(({ transitions }) => transitions[0]?.input.type !== 'cancel')
  return other < 0 ? rest.length : other
}
