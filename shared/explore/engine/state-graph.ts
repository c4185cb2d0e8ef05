import type { Model } from '../model.ts'
import { Arena } from './arena.ts'
import { Column } from './column.ts'
import { SuccessorBuffer } from './successor-buffer.ts'
import { VectorSet } from './vector-set.ts'
import { Zobrist } from './zobrist.ts'

/**
 * All states with all steps between them, unreduced and by exact keys, for questions about what happens for ever.
 * Breadth first, so that states are numbered by their distance. Steps are rows of a compressed table: those of state
 * s are from `firstStep(s)` to below `firstStep(s + 1)`.
 */
export class StateGraph {
  readonly model: Model
  readonly initial: readonly number[]
  private readonly zobrist: Zobrist
  private readonly arena: Arena
  private readonly vectors: VectorSet
  private readonly out: SuccessorBuffer
  private readonly found: Int32Array
  private readonly offsets = new Column()
  private readonly targets = new Column()
  private readonly actions = new Column()

  constructor(model: Model) {
    this.model = model
    this.zobrist = new Zobrist(model.cells, model.sizes)
    this.arena = new Arena(model.cells)
    this.vectors = new VectorSet(this.arena)
    this.out = new SuccessorBuffer(model.cells, this.zobrist)
    this.found = new Int32Array(model.cells)
    const initial = model.initial().map((vector) => {
      this.found.set(vector)
      return this.numberFound()
    })
    this.initial = [...new Set(initial)]
    this.offsets.push(0)
  }

  get states(): number {
    return this.arena.count
  }

  get steps(): number {
    return this.targets.length
  }

  /** States of which the steps are known, from 0. */
  get expanded(): number {
    return this.offsets.length - 1
  }

  get bytes(): number {
    const columns = this.offsets.bytes + this.targets.bytes + this.actions.bytes
    return this.arena.bytes + this.vectors.bytes + this.zobrist.bytes + columns
  }

  /** Expands at most so many more states; true once there are none left. */
  advance(states: number): boolean {
    const until = this.expanded + states
    while (this.expanded < until && this.expanded < this.states) this.expandNext()
    return this.expanded === this.states
  }

  firstStep(state: number): number {
    return this.offsets.at(state)
  }

  target(step: number): number {
    return this.targets.at(step)
  }

  action(step: number): number {
    return this.actions.at(step)
  }

  read(state: number, into: Int32Array): void {
    this.arena.read(state, into)
  }

  vector(state: number): readonly number[] {
    this.arena.read(state, this.found)
    return [...this.found]
  }

  /** The number of a state; -1 where it is not in the graph. */
  numberOf(vector: readonly number[]): number {
    this.found.set(vector)
    this.arena.hold(this.found)
    return this.vectors.find(this.zobrist.lowOf(this.found), this.zobrist.highOf(this.found))
  }

  /** One byte for each state: does this hold there? */
  mark(holds: (state: Int32Array) => boolean): Uint8Array {
    const marks = new Uint8Array(this.states)
    const vector = new Int32Array(this.model.cells)
    for (let state = 0; state < marks.length; state += 1) {
      this.arena.read(state, vector)
      if (holds(vector)) marks[state] = 1
    }
    return marks
  }

  private expandNext(): void {
    const { out, zobrist } = this
    this.arena.read(this.expanded, out.state)
    out.begin(zobrist.lowOf(out.state), zobrist.highOf(out.state))
    this.model.expand(out.state, out)
    for (let at = 0; at < out.count; at += 1) {
      out.write(at, this.found)
      this.targets.push(this.numberFound())
      this.actions.push(out.actions[at] as number)
    }
    this.offsets.push(this.targets.length)
  }

  private numberFound(): number {
    const { found, vectors, zobrist, arena } = this
    vectors.reserve(1)
    arena.hold(found)
    const known = vectors.add(zobrist.lowOf(found), zobrist.highOf(found), arena.count)
    return known < 0 ? arena.keep() : known
  }
}
