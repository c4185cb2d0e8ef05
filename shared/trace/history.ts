import type { Cell } from '../kernel/cells.ts'

/** Every state that one component ever had, by the transition that gave it. */
export class CellHistory {
  private readonly initial: Cell
  private readonly seqs: number[] = []
  private readonly cells: Cell[] = []

  constructor(initial: Cell) {
    this.initial = initial
  }

  add(seq: number, cell: Cell): void {
    this.seqs.push(seq)
    this.cells.push(cell)
  }

  /** The latest state at or before a position. */
  at(position: number): Cell {
    return this.cells[lastAtMost(this.seqs, position)] ?? this.initial
  }

  /** Of the transition that gave the state at a position; 0 while it is the initial one. */
  seqAt(position: number): number {
    return this.seqs[lastAtMost(this.seqs, position)] ?? 0
  }
}

/** Index of the last entry of an ascending list that is at most `limit`; -1 when there is none. */
export function lastAtMost(ascending: readonly number[], limit: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((ascending[middle] as number) <= limit) low = middle + 1
    else high = middle
  }
  return low - 1
}

/** The same over a list of records, by a number of theirs. */
export function countAtMost<T>(ascending: readonly T[], limit: number, key: (entry: T) => number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (key(ascending[middle] as T) <= limit) low = middle + 1
    else high = middle
  }
  return low
}
