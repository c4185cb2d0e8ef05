import type { Counterexample } from '../../shared/explore/result.ts'

/** Steps before the trouble that are told in any case. */
const LEAD = 3
/** Fewer than this are not worth folding. */
const WORTH = 4

/**
 * The step with which the telling begins: shortly before the first fault or the step that decided it, or before the end
 * where no fault is needed. What led there is an ordinary run.
 */
export function storyStart({ steps, pivot }: Pick<Counterexample, 'steps' | 'pivot'>): number {
  const fault = steps.findIndex((step) => step.fault)
  const turn = Math.min(fault < 0 ? steps.length - 2 * LEAD : fault, pivot ?? steps.length)
  const skipped = turn - LEAD
  return skipped >= WORTH ? skipped : 0
}
