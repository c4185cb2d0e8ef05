import type { Invariant, Model } from '../model.ts'
import { Arena } from './arena.ts'
import { Column } from './column.ts'
import { FingerprintSet } from './fingerprint-set.ts'
import { type Cap, omissionOf, type SearchReport, type Violation } from './report.ts'
import { SuccessorBuffer } from './successor-buffer.ts'
import { traceTo } from './trace.ts'
import { VectorSet } from './vector-set.ts'
import { Zobrist } from './zobrist.ts'

export interface SearchOptions {
  readonly invariants?: readonly Invariant[]
  /** Which states may have no successor; without it deadlocks are not looked for. */
  readonly accepts?: (state: Int32Array) => boolean
  /** `exact` compares whole vectors and keeps them all; `fingerprints` keeps 64 bits of each. */
  readonly keys?: 'fingerprints' | 'exact'
  /** Ends at the first violation; else at the first of each kind. */
  readonly untilFirst?: boolean
  readonly maxStates?: number
  readonly maxBytes?: number
}

/** Calls for one that runs a search to its end in one go. */
export interface SearchCalls {
  /** Asked now and then; true ends the search with a partial answer. */
  readonly stop?: () => boolean
  readonly progress?: (report: SearchReport) => void
}

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
  private readonly arena: Arena
  private readonly fingerprints: FingerprintSet | null
  private readonly vectors: VectorSet | null
  private readonly visited: FingerprintSet | VectorSet
  /** By state: the one it was found from (-1: none), and which of that one's successors it is. */
  private readonly parents = new Column()
  private readonly ordinals = new Column()
  /** The state that was found last. */
  private readonly found: Int32Array
  private readonly pending: Invariant[]
  private readonly violations: Violation[] = []
  private readonly capsHit: Cap[] = []
  private readonly levels: number[] = []
  private fired = new Float64Array(64)
  private distinct = 0
  private generated = 0
  private expanded = 0
  /** Number of the first state of the level below the one being expanded. */
  private levelEnd = 0
  private deadlocked = false
  private ended = false

  constructor(model: Model, options: SearchOptions = {}) {
    this.model = model
    this.options = options
    this.zobrist = new Zobrist(model.cells, model.sizes)
    this.out = new SuccessorBuffer(model.cells, this.zobrist)
    this.arena = new Arena(model.cells)
    this.fingerprints = options.keys === 'exact' ? null : new FingerprintSet()
    this.vectors = this.fingerprints === null ? new VectorSet(this.arena) : null
    this.visited = this.fingerprints ?? (this.vectors as VectorSet)
    this.found = new Int32Array(model.cells)
    this.pending = [...(options.invariants ?? [])]
    this.begin()
  }

  /** Expands at most so many more states; true once it has ended. */
  advance(states: number): boolean {
    const until = this.expanded + states
    while (!this.ended && this.expanded < until) this.expandNext()
    if (this.fingerprints !== null) this.arena.dropBelow(this.expanded)
    return this.ended
  }

  cancel(): void {
    if (!this.ended) this.giveUp('stopped')
  }

  report(): SearchReport {
    const { distinct, generated, expanded, ended, capsHit } = this
    const whole = ended && capsHit.length === 0 && expanded === distinct
    const level = this.levels.length
    return {
      coverage: whole
        ? this.vectors !== null
          ? 'proved within bounds'
          : 'exhausted within bounds'
        : 'partial',
      ended,
      distinct,
      generated,
      depth: whole ? level - 1 : level - 2,
      frontier: distinct - expanded,
      levels: [...this.levels, ...(distinct > this.levelEnd ? [distinct - this.levelEnd] : [])],
      omission: this.vectors !== null ? 0 : omissionOf(distinct),
      reductions: [],
      capsHit: [...capsHit],
      fired: [...this.fired],
      violations: [...this.violations],
      bytes: this.bytes,
    }
  }

  get bytes(): number {
    const { arena, visited, parents, ordinals, zobrist } = this
    return arena.bytes + visited.bytes + parents.bytes + ordinals.bytes + zobrist.bytes
  }

  private begin(): void {
    for (const [place, initial] of this.model.initial().entries()) {
      this.found.set(initial)
      this.generated += 1
      this.visited.reserve(1)
      const lo = this.zobrist.lowOf(this.found)
      const hi = this.zobrist.highOf(this.found)
      if (this.isNew(lo, hi)) this.admit(-1, place)
    }
  }

  private expandNext(): void {
    const { out, arena, zobrist, model } = this
    if (this.expanded === this.distinct) this.ended = true
    else if (this.distinct >= (this.options.maxStates ?? Number.POSITIVE_INFINITY)) this.giveUp('states')
    if (this.ended) return
    if (this.expanded === this.levelEnd) this.endLevel()
    const state = out.state
    arena.read(this.expanded, state)
    out.begin(zobrist.lowOf(state), zobrist.highOf(state))
    model.expand(state, out)
    if (!this.reserve(out.count)) return
    if (out.count === 0) this.meetEnd(state)
    if (this.fingerprints === null) this.meetVectors()
    else this.meetFingerprints(this.fingerprints)
    this.expanded += 1
  }

  private meetFingerprints(fingerprints: FingerprintSet): void {
    const { out, expanded } = this
    const { count } = out
    for (let at = 0; at < count; at += 1) {
      this.count(out.actions[at] as number)
      if (!fingerprints.add(out.lo[at] as number, out.hi[at] as number)) continue
      out.write(at, this.found)
      this.admit(expanded, at)
    }
  }

  private meetVectors(): void {
    const { out, expanded } = this
    const { count } = out
    for (let at = 0; at < count; at += 1) {
      this.count(out.actions[at] as number)
      out.write(at, this.found)
      if (this.isNew(out.lo[at] as number, out.hi[at] as number)) this.admit(expanded, at)
    }
  }

  private isNew(lo: number, hi: number): boolean {
    if (this.fingerprints !== null) return this.fingerprints.add(lo, hi)
    return (this.vectors as VectorSet).add(this.found, lo, hi, this.distinct) < 0
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

  /** The state in `found` is new. */
  private admit(parent: number, ordinal: number): void {
    const number = this.arena.push(this.found)
    this.parents.push(parent)
    this.ordinals.push(ordinal)
    this.distinct = number + 1
    if (this.pending.length > 0) this.examine(number)
  }

  private examine(number: number): void {
    for (let at = this.pending.length - 1; at >= 0; at -= 1) {
      const invariant = this.pending[at] as Invariant
      if (invariant.holds(this.found)) continue
      this.pending.splice(at, 1)
      this.violate(invariant.name, number)
    }
  }

  private meetEnd(state: Int32Array): void {
    const { accepts } = this.options
    if (this.deadlocked || accepts === undefined || accepts(state)) return
    this.deadlocked = true
    this.violate(null, this.expanded)
  }

  private violate(invariant: string | null, number: number): void {
    const trace = traceTo(this.model, this.zobrist, this.parents, this.ordinals, number)
    this.violations.push({ invariant, trace })
    const nothingLeft = this.pending.length === 0 && (this.options.accepts === undefined || this.deadlocked)
    if (nothingLeft || this.options.untilFirst === true) this.ended = true
  }

  private endLevel(): void {
    this.levels.push(this.distinct - this.levelEnd)
    this.levelEnd = this.distinct
  }

  private reserve(more: number): boolean {
    const limit = this.options.maxBytes ?? Number.POSITIVE_INFINITY
    const { visited } = this
    try {
      if (this.bytes - visited.bytes + visited.bytesWith(more) <= limit) {
        visited.reserve(more)
        return true
      }
    } catch (error) {
      if (!(error instanceof RangeError)) throw error
    }
    this.giveUp('memory')
    return false
  }

  private giveUp(cap: Cap): void {
    this.capsHit.push(cap)
    this.ended = true
  }
}
