import type { Coverage } from '../model.ts'

/** A way through the model: `states` has one more than `actions`, and begins with an initial state. */
export interface Trace {
  readonly actions: readonly number[]
  readonly states: readonly (readonly number[])[]
}

export interface Violation {
  /** An invariant's name; null is a deadlock. */
  readonly invariant: string | null
  /** A shortest way to it, where the search was breadth first. */
  readonly trace: Trace
}

/** What a search knows, at any moment. */
export interface SearchReport {
  readonly coverage: Coverage
  /** It will find nothing more. */
  readonly ended: boolean
  readonly distinct: number
  /** Initial states and steps, as TLC counts them: also those that lead where the search has been. */
  readonly generated: number
  /** Steps from an initial state to the deepest level of which every state was expanded; -1 before the first. */
  readonly depth: number
  /** States that were found and not expanded. */
  readonly frontier: number
  /** Distinct states by depth. */
  readonly levels: readonly number[]
  /** Chance that two states shared a fingerprint and one was lost; 0 with exact keys. */
  readonly omission: number
  readonly reductions: readonly ('symmetry' | 'partial order')[]
  readonly capsHit: readonly Cap[]
  /** How often each action led anywhere, by its number. */
  readonly fired: readonly number[]
  readonly violations: readonly Violation[]
  readonly bytes: number
}

export type Cap = 'states' | 'memory' | 'stopped'

/**
 * The chance that among so many states some two share a 64-bit fingerprint: pairs times 2^-64 bounds it, since words
 * drawn at random make any two collide with just that probability.
 */
export function omissionOf(distinct: number): number {
  return (distinct * (distinct - 1)) / 2 / 2 ** 64
}
