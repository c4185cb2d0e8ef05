import { HAZARD_RULES } from '../../../hazards/rules/index.ts'
import type { Twin } from '../../../hazards/testing/twins.ts'
import { kinds } from '../../../nodes/index.ts'
import type { TopologyDocument } from '../../../topology/document.ts'
import type { FaultBudget } from '../../result.ts'
import { checkTopology } from '../check.ts'

interface Bounds {
  readonly faults?: Partial<FaultBudget>
  readonly timing?: 'async' | 'partial-sync'
}

/** Faults that a hazard takes beyond one error and one wrong answer, and timers at any moment where it takes those. */
const BOUNDS: { readonly [rule: string]: Bounds } = {
  'retry-storm': { faults: { error: 12 } },
  'unbounded-queue': { timing: 'async' },
  starvation: { timing: 'async' },
  'expired-lease': { timing: 'async' },
  reordering: { timing: 'async' },
  // Two that are wrong in the same way, and all of one model.
  'quorum-split': { faults: { error: 0, wrong: 2 } },
  'common-mode-vote': { faults: { wrong: 3 } },
}

/** Drawings that have their hazard in a form which no run shows, or a remedy by the clock, of which none knows. */
const UNSEEN = new Set([
  'A process that detaches itself',
  'An agent that pushes by itself',
  'Deploys under a lease',
  'Four that may be wrong',
  'The switch in an agent’s hand',
])

const NONE: FaultBudget = { host: 0, crash: 0, error: 0, wrong: 0, drop: 0, duplicate: 0, reorder: 0 }

/** The twins whose hazard the checker has a property for, with that property's first word. */
export function shownTwins(twins: readonly Twin[]): readonly (readonly [string, Twin])[] {
  return twins.flatMap((twin) => {
    const property = HAZARD_RULES.find(({ id }) => id === twin.rule)?.property ?? null
    return property === null || UNSEEN.has(twin.has.name) ? [] : [[property, twin] as const]
  })
}

/** Which built-in properties are broken within so many states, by their first words; and whether those were all. */
export function brokenIn(
  document: TopologyDocument,
  rule: string,
  maxStates: number,
): { readonly broken: readonly string[]; readonly whole: boolean } {
  const { faults = {}, timing = 'partial-sync' } = BOUNDS[rule] ?? {}
  const checked = checkTopology(document, kinds, {
    faults: { ...NONE, error: 1, wrong: 1, ...faults },
    ...{ timing, maxStates, maxBytes: 1_000_000_000, exact: false },
  })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  const broken = checked.value.violated.map(({ property }) => property.split(' ')[0] as string)
  return { broken: [...new Set(broken)], whole: checked.value.coverage !== 'partial' }
}
