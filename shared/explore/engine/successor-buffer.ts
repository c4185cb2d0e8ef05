import type { Successors } from '../model.ts'
import type { Arena } from './arena.ts'
import type { Zobrist } from './zobrist.ts'

/**
 * Where a model writes the successors of one state: each as its hash and the cells in which it differs. Every search
 * uses this one class, so that the engine behind JavaScript sees a single shape of `out` and can inline it.
 */
export class SuccessorBuffer implements Successors {
  /** How many successors there are; their numbers are from 0. */
  count = 0
  actions = new Int32Array(64)
  lo = new Int32Array(64)
  hi = new Int32Array(64)
  /** The state that is expanded; the search writes it, the model reads it. */
  readonly state: Int32Array
  private readonly zobrist: Zobrist
  /** Where each successor's changes end. */
  private ends = new Int32Array(64)
  private changedCells = new Int32Array(256)
  private changedValues = new Int32Array(256)
  private changes = 0
  private start = 0
  private stateLo = 0
  private stateHi = 0
  private nextLo = 0
  private nextHi = 0

  constructor(cells: number, zobrist: Zobrist) {
    this.state = new Int32Array(cells)
    this.zobrist = zobrist
  }

  /** The state has been written: forgets the successors of the last one. */
  begin(lo: number, hi: number): void {
    this.count = 0
    this.changes = 0
    this.start = 0
    this.stateLo = lo
    this.stateHi = hi
    this.nextLo = lo
    this.nextHi = hi
  }

  set(cell: number, value: number): void {
    const { zobrist } = this
    if (value >>> 0 >= (zobrist.capacities[cell] as number)) zobrist.grow(cell, value)
    const before = this.valueNow(cell)
    if (this.changes === this.changedCells.length) this.growChanges()
    const offset = zobrist.offsets[cell] as number
    const words = zobrist.words
    const from = offset + 2 * before
    const to = offset + 2 * value
    this.nextLo ^= (words[from] as number) ^ (words[to] as number)
    this.nextHi ^= (words[from + 1] as number) ^ (words[to + 1] as number)
    this.changedCells[this.changes] = cell
    this.changedValues[this.changes] = value
    this.changes += 1
  }

  emit(action: number): void {
    const { count } = this
    if (count === this.actions.length) this.growSuccessors()
    this.actions[count] = action
    this.lo[count] = this.nextLo
    this.hi[count] = this.nextHi
    this.ends[count] = this.changes
    this.count = count + 1
    this.start = this.changes
    this.nextLo = this.stateLo
    this.nextHi = this.stateHi
  }

  /** Writes the whole vector of a successor. */
  write(successor: number, into: Int32Array): void {
    const { state, changedCells, changedValues } = this
    for (let cell = 0; cell < state.length; cell += 1) into[cell] = state[cell] as number
    const end = this.ends[successor] as number
    for (let at = successor === 0 ? 0 : (this.ends[successor - 1] as number); at < end; at += 1)
      into[changedCells[at] as number] = changedValues[at] as number
  }

  /** Makes the vector that the arena holds, which is the state, a successor. */
  alter(successor: number, arena: Arena): void {
    const end = this.ends[successor] as number
    for (let at = successor === 0 ? 0 : (this.ends[successor - 1] as number); at < end; at += 1)
      arena.alter(this.changedCells[at] as number, this.changedValues[at] as number)
  }

  /** And makes it the state again. */
  restore(successor: number, arena: Arena): void {
    const end = this.ends[successor] as number
    for (let at = successor === 0 ? 0 : (this.ends[successor - 1] as number); at < end; at += 1) {
      const cell = this.changedCells[at] as number
      arena.alter(cell, this.state[cell] as number)
    }
  }

  /** A cell may be set twice in one successor; the second time begins from the first. */
  private valueNow(cell: number): number {
    for (let at = this.changes - 1; at >= this.start; at -= 1)
      if (this.changedCells[at] === cell) return this.changedValues[at] as number
    return this.state[cell] as number
  }

  private growChanges(): void {
    this.changedCells = doubled(this.changedCells)
    this.changedValues = doubled(this.changedValues)
  }

  private growSuccessors(): void {
    this.actions = doubled(this.actions)
    this.lo = doubled(this.lo)
    this.hi = doubled(this.hi)
    this.ends = doubled(this.ends)
  }
}

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length)
  larger.set(array)
  return larger
}
