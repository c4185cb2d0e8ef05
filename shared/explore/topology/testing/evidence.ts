import { findHazards } from '../../../hazards/index.ts'
import { HAZARD_RULES } from '../../../hazards/rules/index.ts'
import type { Twin } from '../../../hazards/testing/twins.ts'
import { kinds } from '../../../nodes/index.ts'
import type { TopologyDocument } from '../../../topology/document.ts'
import type { Coverage } from '../../model.ts'
import type { CheckResult, FaultBudget } from '../../result.ts'
import { type Check, startCheck } from '../check.ts'
import type { TopologyOptions } from '../topology-model.ts'
import { NO_FAULTS } from './seen.ts'

const SLICE = 2000
/** What a hazard takes is found near the start; what it leads to may be without a bound. */
const NEAR = 200_000

interface Bounds {
  readonly faults: FaultBudget
  readonly timing: TopologyOptions['timing']
}

/** Faults that a hazard takes beyond one error and one wrong answer, and timers at any moment where it takes those. */
const BOUNDS: { readonly [rule: string]: { readonly faults?: Partial<FaultBudget>; readonly async?: true } } =
  {
    'retry-storm': { faults: { error: 12 } },
    'unbounded-queue': { async: true },
    starvation: { async: true },
    'expired-lease': { async: true },
    reordering: { async: true },
    // Two that are wrong in the same way, and all of one model.
    'quorum-split': { faults: { error: 0, wrong: 2 } },
    'common-mode-vote': { faults: { wrong: 3 } },
  }

/** Drawings that have their hazard in a form which no run shows, or a remedy by the clock, of which none knows. */
const UNSEEN = new Set([
  'A process that detaches itself',
  'An agent that pushes by itself',
  'Deploys under a lease',
  'Silence that approves',
  'Four that may be wrong',
  'The switch in an agent’s hand',
])

/** What a run is to break, by words in the id of the property, and what it may use for it. */
interface Asked extends Bounds {
  readonly words: readonly string[]
}

/** Null where no run shows the hazard. What a drawing says itself must hold whenever timers fire and the machine dies. */
export function askedOf({ rule, has }: Twin): Asked | null {
  const property = HAZARD_RULES.find(({ id }) => id === rule)?.property ?? null
  if (UNSEEN.has(has.name)) return null
  if (property !== null) {
    const { faults = {}, async } = BOUNDS[rule] ?? {}
    const timing = async === true ? 'async' : 'partial-sync'
    return { words: [property], faults: { ...NO_FAULTS, error: 1, wrong: 1, ...faults }, timing }
  }
  const words = (has.properties ?? []).flatMap((one) => Object.values(one).map(String))
  return words.length === 0 ? null : { words, faults: { ...NO_FAULTS, host: 1 }, timing: 'async' }
}

export function checked(document: TopologyDocument, bounds: Bounds, maxStates: number): CheckResult {
  const check = begun(document, bounds, maxStates)
  while (!check.advance(SLICE));
  return check.result(0)
}

function begun(document: TopologyDocument, bounds: Bounds, maxStates: number): Check {
  const options = { ...bounds, maxStates, maxBytes: 2_000_000_000, exact: false }
  const started = startCheck(document, kinds, options)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  return started.value
}

/** Steps to where the property is broken; null where it is not. */
function stepsTo({ violated }: CheckResult, words: readonly string[]): number | null {
  const found = violated.find(({ property }) => words.every((word) => property.includes(word)))
  return found?.steps.length ?? null
}

/** Of a drawing that has its hazard nothing is searched beyond that. */
function stepsFrom(document: TopologyDocument, asked: Asked, maxStates: number): number | null {
  const check = begun(document, asked, maxStates)
  while (!check.advance(SLICE)) {
    const steps = stepsTo(check.result(0), asked.words)
    if (steps !== null) return steps
  }
  return stepsTo(check.result(0), asked.words)
}

/** What tells that a hazard is there in the one drawing, and not in the other. */
export interface Evidence {
  /** What the linter finds of it in each. */
  readonly found: number
  readonly left: number
  /** What the checker was asked, in which so many steps break it; null where no run shows it. */
  readonly shown: {
    readonly property: string
    readonly steps: number | null
    readonly afterRepair: number | null
    readonly coverage: Coverage
  } | null
}

export function evidenceOf(twin: Twin, maxStates: number): Evidence {
  const count = (document: TopologyDocument): number =>
    findHazards(document, kinds).filter((one) => one.rule.id === twin.rule).length
  const asked = askedOf(twin)
  const linted = { found: count(twin.has), left: count(twin.repaired) }
  if (asked === null) return { ...linted, shown: null }
  const repaired = checked(twin.repaired, asked, maxStates)
  return {
    ...linted,
    shown: {
      property: asked.words.at(-1) ?? '',
      steps: stepsFrom(twin.has, asked, Math.min(NEAR, maxStates)),
      afterRepair: stepsTo(repaired, asked.words),
      coverage: repaired.coverage,
    },
  }
}
