/**
 * A transition system, as the search sees it: a state is a fixed vector of cells, each a small non-negative integer.
 * Topologies come to it through `topology-model`, protocols are written to it by hand.
 */
export interface Model {
  readonly name: string
  /** The vector's length. */
  readonly cells: number
  /** For each cell one more than its largest value, where that is known; null where values are interned as they come. */
  readonly sizes: readonly number[] | null
  initial(): readonly (readonly number[])[]
  /** Writes every successor of a state to `out`. The vector is the search's own and must not be kept. */
  expand(state: Int32Array, out: Successors): void
  /** A word for a person: `deliver review.in`. */
  describe(action: number): string
}

/** Where a model writes its successors, one after the other. */
export interface Successors {
  /** In the successor that is being made, this cell differs from the state that is expanded. */
  set(cell: number, value: number): void
  /** The successor is whole; the next one begins from the expanded state again. */
  emit(action: number): void
}

/** Holds in every reachable state, or the path to the first where it does not is a counterexample. */
export interface Invariant {
  readonly name: string
  holds(state: Int32Array): boolean
}

/** How sure an answer is; the four words that a person reads. */
export type Coverage =
  /** Every state, by exact keys and without reduction. */
  | 'proved within bounds'
  /** Every state by fingerprints, or by a reduced search. */
  | 'exhausted within bounds'
  /** A limit was met first. */
  | 'partial'
  /** Schedules were drawn at random. */
  | 'sampled'
