import type { Model } from '../model.ts'
import { FingerprintSet } from './fingerprint-set.ts'
import { Judge, type Wanted } from './judge.ts'
import type { Violation } from './report.ts'
import { SplitMix } from './splitmix.ts'
import { SuccessorBuffer } from './successor-buffer.ts'
import { traceOf } from './trace.ts'
import { Zobrist } from './zobrist.ts'

export interface SamplingOptions extends Wanted {
  readonly seed: number
  readonly schedules: number
  /** The number of the first; 0 unless others draw those before it. */
  readonly first?: number
  /** The most steps of one schedule; priorities change somewhere among them. */
  readonly steps: number
  /**
   * Null draws every step evenly. Else schedules are drawn by priorities with so many ordering constraints (PCT:
   * Burckhardt and others, A randomized scheduler with probabilistic guarantees of finding bugs, 2010): a bug of this
   * depth among n processes and k steps shows in one schedule with a chance of at least 1 / (n k^(depth - 1)).
   */
  readonly depth: number | null
}

export interface SamplingReport {
  readonly coverage: 'sampled'
  readonly ended: boolean
  readonly schedules: number
  readonly steps: number
  /** Distinct states that were met, by fingerprints. */
  readonly distinct: number
  /** Schedules that were cut at the limit of steps. */
  readonly cut: number
  readonly violations: readonly Violation[]
}

/** Beyond what can be exhausted: schedules drawn one after the other. The seed and its number give each again. */
export class Sampling {
  private readonly model: Model
  private readonly options: SamplingOptions
  private readonly zobrist: Zobrist
  private readonly out: SuccessorBuffer
  private readonly next: Int32Array
  private readonly met = new FingerprintSet()
  private readonly judge: Judge
  /** The present schedule: which initial state, then which successor of each. */
  private places: number[] = []
  private schedules = 0
  private steps = 0
  private cut = 0

  constructor(model: Model, options: SamplingOptions) {
    this.model = model
    this.options = options
    this.zobrist = new Zobrist(model.cells, model.sizes)
    this.out = new SuccessorBuffer(model.cells, this.zobrist)
    this.next = new Int32Array(model.cells)
    this.judge = new Judge(options, () => traceOf(model, this.zobrist, null, this.places))
  }

  /** Draws at most so many more schedules; true once it has ended. */
  advance(schedules: number): boolean {
    for (let drawn = 0; drawn < schedules && !this.ended; drawn += 1) {
      this.draw(new SplitMix(this.options.seed, (this.options.first ?? 0) + this.schedules + 1))
      this.schedules += 1
    }
    return this.ended
  }

  report(): SamplingReport {
    const { ended, schedules, steps, cut, judge, met } = this
    const violations = [...judge.violations]
    return { coverage: 'sampled', ended, schedules, steps, distinct: met.size, cut, violations }
  }

  private get ended(): boolean {
    return this.schedules >= this.options.schedules || this.judge.satisfied
  }

  private draw(random: SplitMix): void {
    const { model, options, out } = this
    const initial = model.initial()
    const priorities =
      options.depth === null ? null : new Priorities(model, random, options.depth, options.steps)
    this.places = [random.below(initial.length)]
    out.state.set(initial[this.places[0] ?? 0] ?? [])
    this.look()
    for (let step = 0; step < options.steps; step += 1) {
      out.begin(0, 0)
      model.expand(out.state, out)
      if (out.count === 0) {
        this.judge.meetEnd(out.state, 0)
        return
      }
      const place = priorities?.choose(out, step) ?? random.below(out.count)
      this.places.push(place)
      out.write(place, this.next)
      out.state.set(this.next)
      this.steps += 1
      this.look()
      if (this.judge.satisfied) return
    }
    this.cut += 1
  }

  private look(): void {
    const { state } = this.out
    this.met.reserve(1)
    this.met.add(this.zobrist.lowOf(state), this.zobrist.highOf(state))
    this.judge.examine(state, 0)
  }
}

/** Who goes first: random priorities, of which one falls to the bottom at each change point. */
class Priorities {
  private readonly model: Model
  private readonly random: SplitMix
  private readonly byOwner = new Map<number, number>()
  /** By step: the priority, lower than all drawn ones, that whoever would go there gets. */
  private readonly changes = new Map<number, number>()

  constructor(model: Model, random: SplitMix, depth: number, steps: number) {
    this.model = model
    this.random = random
    for (let change = 1; change < depth; change += 1) this.changes.set(random.below(steps), -change)
  }

  choose(out: SuccessorBuffer, step: number): number {
    const change = this.changes.get(step)
    if (change !== undefined) this.byOwner.set(this.highest(out), change)
    const owner = this.highest(out)
    // What one process may do next, and with what outcome, is not the scheduler's: it is drawn evenly.
    let left = this.random.below(this.count(out, owner))
    for (let at = 0; at < out.count; at += 1) {
      if (this.ownerOf(out.actions[at] as number) !== owner) continue
      if (left === 0) return at
      left -= 1
    }
    return 0
  }

  private count(out: SuccessorBuffer, owner: number): number {
    let count = 0
    for (let at = 0; at < out.count; at += 1)
      if (this.ownerOf(out.actions[at] as number) === owner) count += 1
    return count
  }

  private highest(out: SuccessorBuffer): number {
    let highest = this.ownerOf(out.actions[0] as number)
    for (let at = 1; at < out.count; at += 1) {
      const owner = this.ownerOf(out.actions[at] as number)
      if (this.priorityOf(owner) > this.priorityOf(highest)) highest = owner
    }
    return highest
  }

  private priorityOf(owner: number): number {
    const known = this.byOwner.get(owner)
    if (known !== undefined) return known
    const drawn = this.random.below(2 ** 31)
    this.byOwner.set(owner, drawn)
    return drawn
  }

  private ownerOf(action: number): number {
    return this.model.owner?.(action) ?? action
  }
}
