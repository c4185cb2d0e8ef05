import type { Model } from '../model.ts'
import { FingerprintSet, type Fingerprints } from './fingerprint-set.ts'
import { Guests, type Handed } from './guests.ts'
import { Judge, type Wanted } from './judge.ts'
import { type Cap, omissionOf, type SearchReport, type Trace } from './report.ts'
import { States } from './states.ts'
import { Stubborn } from './stubborn.ts'
import { SuccessorBuffer } from './successor-buffer.ts'
import { type Canonical, canonicalOf } from './symmetry.ts'
import { traceOf } from './trace.ts'
import { Zobrist } from './zobrist.ts'

export interface SearchOptions extends Wanted {
  /** `exact` compares whole vectors and keeps them all; `fingerprints` keeps 64 bits of each. */
  readonly keys?: 'fingerprints' | 'exact'
  /** Takes states that differ by the model's symmetry as one. */
  readonly symmetry?: boolean
  /** Leaves out orders of independent actions, by the model's independence. */
  readonly partialOrder?: boolean
  readonly maxStates?: number
  readonly maxBytes?: number
}

/** Calls for one that runs a search to its end in one go. */
export interface SearchCalls {
  /** Asked now and then; true ends the search with a partial answer. */
  readonly stop?: () => boolean
  readonly progress?: (report: SearchReport) => void
}

/** Why it has stopped within a level: that is done, or so many were expanded or found, or there is no more to do. */
export type LevelProgress = 'level' | 'more' | 'room' | 'ended'

const SLICE = 20_000

export function search(model: Model, options: SearchOptions & SearchCalls = {}): SearchReport {
  const running = new Search(model, options)
  while (!running.advance(SLICE)) {
    options.progress?.(running.report())
    if (options.stop?.() === true) running.cancel()
  }
  return running.report()
}

/**
 * Breadth first, so that the first way to a violation is a shortest one. It stops between any two states and goes on
 * from there: whoever runs it decides when to look, to cancel or to give up.
 */
export class Search {
  private readonly model: Model
  private readonly options: SearchOptions
  private readonly zobrist: Zobrist
  private readonly out: SuccessorBuffer
  private readonly states: States
  private readonly canonical: Canonical | null
  private readonly stubborn: Stubborn | null
  /** The successor that is looked at. */
  private readonly successor: Int32Array
  private readonly judge: Judge
  private readonly capsHit: Cap[] = []
  private readonly levels: number[] = []
  private fired = new Float64Array(64)
  private generated = 0
  private expanded = 0
  /** Number of the first state of the level below the one being expanded. */
  private levelEnd = 0
  private ended = false
  /** Whose successors are looked at. */
  private parent = -1
  private readonly guests = new Guests()
  /** From this state on others expand the level. */
  private givenFrom = Number.POSITIVE_INFINITY
  private sharing: { readonly part: number; readonly parts: number; readonly until: number } | null = null

  /** Fingerprints are its own unless it is given others. */
  constructor(model: Model, options: SearchOptions = {}, fingerprints: Fingerprints | null = null) {
    const { symmetry, independence } = model
    this.model = model
    this.options = options
    this.judge = new Judge(options, (number) => this.traceTo(number))
    this.zobrist = new Zobrist(model.cells, model.sizes)
    this.out = new SuccessorBuffer(model.cells, this.zobrist)
    this.states = new States(
      model.cells,
      options.keys === 'exact' ? 'exact' : (fingerprints ?? new FingerprintSet()),
    )
    this.canonical = options.symmetry === true && symmetry !== undefined ? canonicalOf(symmetry) : null
    this.stubborn =
      options.partialOrder === true && independence !== undefined
        ? new Stubborn(independence, options.invariants ?? [])
        : null
    this.successor = new Int32Array(model.cells)
    this.begin()
    this.ended = this.judge.satisfied
  }

  /** Expands at most so many more states, fewer while a table has to be moved; true once it has ended. */
  advance(states: number): boolean {
    const until = this.expanded + states
    if (this.states.isMoving) this.states.move()
    while (!this.ended && this.expanded < until && !this.states.isMoving) this.expandNext()
    this.states.expandedBelow(this.expanded)
    return this.ended
  }

  /** Like `advance`, but not beyond the present level, nor past so many new states. */
  advanceInLevel(states: number, room: number): LevelProgress {
    const progress = this.goOn(states, this.states.count + room)
    this.states.expandedBelow(this.expanded)
    return progress
  }

  /** Begins the next level; answers with its states. */
  beginLevel(): number {
    this.endLevel()
    return this.levelEnd - this.expanded
  }

  /** Others expand this level as well: of its states every so manieth is this one's. */
  share(part: number, parts: number): void {
    this.sharing = { part, parts, until: this.levelEnd }
  }

  /** Hands over so many of the last states of the level that has begun. */
  give(count: number): Handed {
    const { states, successor, judge } = this
    const last = Math.min(this.levelEnd, this.givenFrom)
    this.givenFrom = last - count
    const vectors = new Int32Array(count * successor.length)
    const length = this.pathTo(this.givenFrom).length
    const paths = judge.looks ? new Int32Array(count * length) : null
    for (let at = 0; at < count; at += 1) {
      states.read(this.givenFrom + at, successor)
      vectors.set(successor, at * successor.length)
      paths?.set(this.pathTo(this.givenFrom + at), at * length)
    }
    return { count, vectors, paths }
  }

  /** Expands another's states with its own of this level. */
  take(handed: Handed): void {
    this.guests.add(handed)
  }

  /** The table of fingerprints has been exchanged for one with the same in it. */
  exchangeFingerprints(fingerprints: Fingerprints): void {
    this.states.fingerprints = fingerprints
  }

  cancel(): void {
    if (!this.ended) this.giveUp('stopped')
  }

  /** Distinct states so far. */
  get found(): number {
    return this.states.count
  }

  report(): SearchReport {
    const { generated, expanded, ended, canonical, stubborn } = this
    const distinct = this.states.count
    const whole = ended && expanded === distinct
    const exact = this.states.fingerprints === null
    const proved = exact && canonical === null && stubborn === null
    const level = this.levels.length
    return {
      coverage: whole ? (proved ? 'proved within bounds' : 'exhausted within bounds') : 'partial',
      ended,
      distinct,
      generated,
      depth: whole ? level - 1 : level - 2,
      frontier: distinct - expanded - this.handedOver() + this.guests.left,
      levels: [...this.levels, ...(distinct > this.levelEnd ? [distinct - this.levelEnd] : [])],
      omission: exact ? 0 : omissionOf(distinct),
      reductions: [
        ...(canonical === null ? [] : ['symmetry' as const]),
        ...(stubborn === null ? [] : ['partial order' as const]),
      ],
      capsHit: [...this.capsHit],
      fired: [...this.fired],
      violations: [...this.judge.violations],
      bytes: this.states.bytes + this.zobrist.bytes + this.guests.bytes,
    }
  }

  private goOn(states: number, most: number): LevelProgress {
    const { guests } = this
    for (let left = states; !this.ended && (guests.left > 0 || this.expanded < this.levelEnd); left -= 1) {
      if (left === 0) return 'more'
      if (this.states.count >= most) return 'room'
      if (guests.left > 0) this.expandFrom(guests.take(this.out.state))
      else if (this.isElsewhere(this.expanded)) this.expanded += 1
      else this.expandNext()
    }
    return this.ended ? 'ended' : 'level'
  }

  private isElsewhere(state: number): boolean {
    const { sharing } = this
    if (state >= this.givenFrom) return true
    return sharing !== null && state < sharing.until && state % sharing.parts !== sharing.part
  }

  /** Of the states that it has not come to. */
  private handedOver(): number {
    return Math.max(0, this.levelEnd - Math.max(this.expanded, this.givenFrom))
  }

  private begin(): void {
    for (const [place, initial] of this.model.initial().entries()) {
      this.successor.set(initial)
      this.generated += 1
      this.states.reserve(1, Number.POSITIVE_INFINITY)
      while (this.states.isMoving) this.states.move()
      this.meetSuccessor(-1, place)
    }
  }

  private expandNext(): void {
    const { states, options } = this
    if (this.expanded === states.count) this.ended = true
    else if (states.count >= (options.maxStates ?? Number.POSITIVE_INFINITY)) this.giveUp('states')
    if (this.ended) return
    if (this.expanded === this.levelEnd) this.endLevel()
    states.read(this.expanded, this.out.state)
    if (this.expandFrom(this.expanded)) this.expanded += 1
  }

  /** The state has been read; what is found from it has this parent. False if there is no room for that, or not yet. */
  private expandFrom(parent: number): boolean {
    const { out, states, zobrist, stubborn, options } = this
    const { state } = out
    this.parent = parent
    out.begin(zobrist.lowOf(state), zobrist.highOf(state))
    this.model.expand(state, out)
    if (!states.reserve(out.count, options.maxBytes ?? Number.POSITIVE_INFINITY)) {
      this.giveUp('memory')
      return false
    }
    if (states.isMoving) return false
    if (out.count === 0) this.judge.meetEnd(state, parent)
    if (stubborn !== null) this.meetFew(stubborn.choose(out))
    else if (this.canonical !== null) this.meetAll()
    else if (states.fingerprints === null) this.meetVectors()
    else this.meetFingerprints(states.fingerprints)
    if (this.judge.satisfied) this.ended = true
    return true
  }

  /** The fast way: a vector is written only if its fingerprint is new. */
  private meetFingerprints(fingerprints: Fingerprints): void {
    const { out, parent } = this
    const { count } = out
    for (let at = 0; at < count; at += 1) {
      this.count(out.actions[at] as number)
      if (!fingerprints.add(out.lo[at] as number, out.hi[at] as number)) continue
      out.write(at, this.successor)
      this.admit(parent, at)
    }
  }

  /** The same with whole vectors: of the one that is held only what differs is written. */
  private meetVectors(): void {
    const { out, states, parent } = this
    const { count } = out
    const { arena } = states
    arena.hold(out.state)
    for (let at = 0; at < count; at += 1) {
      this.count(out.actions[at] as number)
      out.alter(at, arena)
      if (states.isHeldNew(out.lo[at] as number, out.hi[at] as number)) {
        out.write(at, this.successor)
        this.judge.examine(this.successor, states.keepHeld(parent, at))
      }
      out.restore(at, arena)
    }
  }

  private meetAll(): void {
    for (let at = 0; at < this.out.count; at += 1) this.meet(at)
  }

  /** The chosen ones will do if they lead to anything new. */
  private meetFew(chosen: Uint8Array | null): void {
    if (chosen === null) {
      this.meetAll()
      return
    }
    const before = this.states.count
    for (let at = 0; at < this.out.count; at += 1) if (chosen[at] === 1) this.meet(at)
    if (this.states.count > before) return
    for (let at = 0; at < this.out.count; at += 1) if (chosen[at] === 0) this.meet(at)
  }

  private meet(at: number): void {
    const { out, successor } = this
    this.count(out.actions[at] as number)
    out.write(at, successor)
    if (this.canonical !== null) this.meetSuccessor(this.parent, at)
    else if (this.states.isNew(successor, out.lo[at] as number, out.hi[at] as number))
      this.admit(this.parent, at)
  }

  private meetSuccessor(parent: number, place: number): void {
    const { successor, zobrist } = this
    this.canonical?.apply(successor)
    if (this.states.isNew(successor, zobrist.lowOf(successor), zobrist.highOf(successor)))
      this.admit(parent, place)
  }

  private count(action: number): void {
    this.generated += 1
    if (action >= this.fired.length) this.growFired(action)
    this.fired[action] = (this.fired[action] as number) + 1
  }

  private growFired(action: number): void {
    const larger = new Float64Array(Math.max(2 * this.fired.length, action + 1))
    larger.set(this.fired)
    this.fired = larger
  }

  /** The successor is new. */
  private admit(parent: number, place: number): void {
    this.judge.examine(this.successor, this.states.keep(this.successor, parent, place))
  }

  private traceTo(number: number): Trace {
    return traceOf(this.model, this.zobrist, this.canonical, this.pathTo(number))
  }

  private pathTo(number: number): readonly number[] {
    const { root, places } = this.states.pathTo(number)
    return [...this.guests.pathTo(root), ...places]
  }

  private endLevel(): void {
    this.levels.push(this.states.count - this.levelEnd)
    this.levelEnd = this.states.count
    this.givenFrom = Number.POSITIVE_INFINITY
  }

  private giveUp(cap: Cap): void {
    this.capsHit.push(cap)
    this.ended = true
  }
}
