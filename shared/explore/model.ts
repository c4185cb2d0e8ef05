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
  /** Cells that look alike whichever way they are put in order; used when a search is told to. */
  readonly symmetry?: readonly SymmetryGroup[]
  /** What actions read and write at most; used when a search is told to. */
  readonly independence?: Independence
  /** Which process takes this action, from 0, for schedules by priority; without it every action is one's own. */
  owner?(action: number): number
  /** The weakly fair class of an action, from 0: it is not enabled for ever without being taken. -1: not fair. */
  fairness?(action: number): number
}

/** Blocks of equally many cells, of which any two may change places: states that differ so are one. */
export interface SymmetryGroup {
  readonly blocks: readonly (readonly number[])[]
  /** Cells whose values `first`, `first` + 1, … name this group's blocks, in their order; they are renamed along. */
  readonly names?: readonly { readonly cell: number; readonly first: number }[]
}

/** Every action belongs to a kind. Actions of kinds that do not touch each other's cells commute. */
export interface Independence {
  kindOf(action: number): number
  /** By kind: the cells that decide whether its actions are enabled and what they do. */
  readonly reads: readonly (readonly number[])[]
  /** By kind: the cells that its actions may change. */
  readonly writes: readonly (readonly number[])[]
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
  /** All cells that it looks at; without them a search reduces nothing. */
  readonly reads?: readonly number[]
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
