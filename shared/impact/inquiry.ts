import type { Analyses } from '../hazards/analyses.ts'
import type { Plan } from '../topology/plan.ts'
import { confirming } from './confirm.ts'
import { failureOf, type Picked } from './failure.ts'
import { confirmed, failingOf, type Impact, impactOf } from './impact.ts'

/** One failure, asked of the drawing at once, and then of the explorer. */
export interface Inquiry {
  /** As far as the explorer has come. */
  impact(): Impact
  /** Expands at most so many more states; true once all nodes have been looked at. */
  advance(states: number): boolean
  /** Nodes for which there were too many states. */
  open(): readonly string[]
  readonly states: number
}

/** Null where the drawing has no such element. Without a plan, as it does not compile yet, the drawing alone answers. */
export function inquire(
  analyses: Analyses,
  plan: Plan | null,
  picked: Picked,
  mostStates?: number,
): Inquiry | null {
  const failure = failureOf(analyses, picked)
  if (failure === null) return null
  const possible = impactOf(analyses, failure)
  const elements = possible.nodes.map(({ element }) => element)
  const search = plan === null ? null : confirming(plan, failingOf(analyses, failure), elements, mostStates)
  const shown = () => search?.result() ?? null
  return {
    impact: () => {
      const found = shown()
      return found === null ? possible : confirmed(possible, found)
    },
    advance: (states) => search?.advance(states) ?? true,
    open: () => elements.filter((element) => shown()?.shown.has(element) !== true),
    get states() {
      return shown()?.states ?? 0
    },
  }
}
