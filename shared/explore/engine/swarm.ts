import type { Model } from '../model.ts'
import { Judge, type Wanted } from './judge.ts'
import type { Trace, Violation } from './report.ts'
import { SplitMix } from './splitmix.ts'
import { SuccessorBuffer } from './successor-buffer.ts'
import { traceOf } from './trace.ts'
import { Zobrist } from './zobrist.ts'

export interface SwarmOptions extends Wanted {
  readonly seed: number
  readonly members: number
  /** The number of the first; 0 unless others search before it. */
  readonly first?: number
  /** Each member's table has 2^bits bits. */
  readonly bits: number
  readonly maxDepth: number
  /** A member ends after so many states. */
  readonly maxStates: number
}

export interface SwarmReport {
  readonly coverage: 'sampled'
  readonly ended: boolean
  readonly members: number
  /** States that all members met together; one that two members met counts twice. */
  readonly states: number
  readonly deepest: number
  readonly violations: readonly Violation[]
}

/** Bits by which one state is known: Holzmann's three (An analysis of bitstate hashing, 1998). */
const HASHES = 3

/**
 * Depth-first searches that remember a state by three bits and so lose some, each with words and an order of
 * successors of its own, so that what one misses another may find (Holzmann, Joshi and Groce, Swarm verification
 * techniques, 2011). Finds deep violations in little memory; proves nothing.
 */
export class Swarm {
  private readonly model: Model
  private readonly options: SwarmOptions
  private readonly judge: Judge
  private readonly table: Int32Array
  private member: Member | null = null
  private members = 0
  private statesBefore = 0
  private deepest = 0

  constructor(model: Model, options: SwarmOptions) {
    this.model = model
    this.options = options
    this.table = new Int32Array(2 ** Math.max(options.bits - 5, 0))
    this.judge = new Judge(options, () => (this.member as Member).trace())
  }

  /** Visits at most so many more states; true once it has ended. */
  advance(states: number): boolean {
    for (let visited = 0; visited < states && !this.ended; visited += 1) {
      if (this.member === null) this.member = this.begin()
      if (this.member.states < this.options.maxStates && this.member.visitNext()) continue
      this.finish(this.member)
    }
    return this.ended
  }

  report(): SwarmReport {
    return {
      coverage: 'sampled',
      ended: this.ended,
      members: this.members,
      states: this.statesBefore + (this.member?.states ?? 0),
      deepest: Math.max(this.deepest, this.member?.deepest ?? 0),
      violations: [...this.judge.violations],
    }
  }

  private get ended(): boolean {
    return this.members === this.options.members || this.judge.satisfied
  }

  private begin(): Member {
    this.table.fill(0)
    const { model, options, table, judge } = this
    const random = new SplitMix(options.seed, (options.first ?? 0) + this.members + 1)
    return new Member(model, options.maxDepth, random, table, judge)
  }

  private finish(member: Member): void {
    this.statesBefore += member.states
    this.deepest = Math.max(this.deepest, member.deepest)
    this.members += 1
    this.member = null
  }
}

/** A state on the path with its successors in the order in which they are tried. */
interface Level {
  readonly out: SuccessorBuffer
  order: number[]
  tried: number
}

class Member {
  states = 0
  deepest = 0
  private readonly model: Model
  private readonly maxDepth: number
  private readonly random: SplitMix
  private readonly zobrist: Zobrist
  private readonly table: Int32Array
  private readonly judge: Judge
  private readonly levels: Level[] = []
  private depth = -1
  private initial = -1
  private readonly next: Int32Array

  constructor(model: Model, maxDepth: number, random: SplitMix, table: Int32Array, judge: Judge) {
    this.model = model
    this.maxDepth = maxDepth
    this.random = random
    this.table = table
    this.judge = judge
    const seed = random.below(2 ** 31)
    this.zobrist = new Zobrist(model.cells, model.sizes, (cell) => new SplitMix(seed, cell + 1))
    this.next = new Int32Array(model.cells)
  }

  /** One more state; false where there is none left. */
  visitNext(): boolean {
    while (this.depth >= 0) {
      const level = this.levels[this.depth] as Level
      if (level.tried === level.order.length) {
        this.depth -= 1
        continue
      }
      const place = level.order[level.tried] as number
      level.tried += 1
      level.out.write(place, this.next)
      if (this.isNew(level.out.lo[place] as number, level.out.hi[place] as number)) return this.enter()
    }
    const vector = this.model.initial()[this.initial + 1]
    if (vector === undefined) return false
    this.initial += 1
    this.next.set(vector)
    if (this.isNew(this.zobrist.lowOf(this.next), this.zobrist.highOf(this.next))) return this.enter()
    return this.visitNext()
  }

  trace(): Trace {
    const places = this.levels.slice(0, this.depth).map(({ order, tried }) => order[tried - 1] ?? 0)
    return traceOf(this.model, this.zobrist, null, [this.initial, ...places])
  }

  private enter(): boolean {
    this.states += 1
    this.depth += 1
    this.deepest = Math.max(this.deepest, this.depth)
    const level = this.levels[this.depth] ?? this.addLevel()
    const { out } = level
    out.state.set(this.next)
    out.begin(this.zobrist.lowOf(out.state), this.zobrist.highOf(out.state))
    this.model.expand(out.state, out)
    level.order = this.depth < this.maxDepth ? this.shuffled(out.count) : []
    level.tried = 0
    this.judge.examine(out.state, 0)
    if (out.count === 0) this.judge.meetEnd(out.state, 0)
    return true
  }

  private addLevel(): Level {
    const level = { out: new SuccessorBuffer(this.model.cells, this.zobrist), order: [], tried: 0 }
    this.levels.push(level)
    return level
  }

  private shuffled(count: number): number[] {
    const order = Array.from({ length: count }, (_, at) => at)
    for (let at = count - 1; at > 0; at -= 1) {
      const other = this.random.below(at + 1)
      const value = order[at] as number
      order[at] = order[other] as number
      order[other] = value
    }
    return order
  }

  /** Sets the state's bits; false where all were set. */
  private isNew(lo: number, hi: number): boolean {
    const { table } = this
    let isNew = false
    for (let hash = 0; hash < HASHES; hash += 1) {
      const bit = (lo + Math.imul(hash, hi | 1)) >>> 0
      const at = (bit >>> 5) & (table.length - 1)
      const word = table[at] as number
      if ((word & (1 << (bit & 31))) !== 0) continue
      table[at] = word | (1 << (bit & 31))
      isNew = true
    }
    return isNew
  }
}
