import { IdentityBook } from '../../kernel/identity.ts'
import type { Plan } from '../../topology/plan.ts'
import type { Recorded } from '../../trace/recorded.ts'
import type { TraceStep } from '../result.ts'

/** A counterexample as a run: what the player plays. */
export interface Playable {
  readonly records: readonly Recorded[]
  /** The position that each step leads to; a step of the world leads to none of its own. */
  readonly positions: readonly number[]
}

/** Steps of a counterexample with identities, each step some ms after the one before. */
export function recordedOf(
  plan: Plan,
  steps: readonly Pick<TraceStep, 'transitions'>[],
  stepMs: number,
): Playable {
  const book = new IdentityBook(plan)
  const records: Recorded[] = []
  const positions = steps.map(({ transitions }, at) => {
    for (const transition of transitions)
      records.push({ transition, identity: book.advance(transition, at * stepMs) })
    return records.length
  })
  return { records, positions }
}
