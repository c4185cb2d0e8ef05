import type { FaultPlan } from '../topology/faults.ts'
import type { Plan } from '../topology/plan.ts'
import { type Checked, valid } from '../topology/problem.ts'
import type { Recorded } from '../trace/recorded.ts'
import { ASSUMPTIONS } from './defaults.ts'
import { seedOf } from './random.ts'
import { type RehearsedRun, Stage } from './rehearsed-run.ts'
import { drawnId, resolveFaults } from './settings.ts'
import { type Distribution, distributionOf, type Share, shareOf } from './statistics.ts'
import type { RehearsedEnd } from './virtual-run.ts'

export interface RehearsalOptions {
  readonly seed: number
  readonly runs: number
  readonly faults: FaultPlan
}

/** How runs may end, and in how many they do. */
export interface EndFigures {
  readonly end: RehearsedEnd
  readonly share: Share
  /** Seeds of the first few: any plays again. */
  readonly seeds: readonly number[]
}

export interface NodeFigures {
  readonly node: string
  /** In one run on average: attempts, ms at work, ms that messages wait before it, ms that controllers let it wait. */
  readonly attempts: number
  readonly busy_ms: number
  readonly wait_ms: number
  readonly held_ms: number
  /** The part of a run's time in which it is at work. */
  readonly utilisation: number
}

export interface EdgeFigures {
  readonly edge: string
  /** Messages that wait, over a run's time. */
  readonly mean_depth: number
  /** The most that waited at once: in the run in the middle, in 99 of 100, and ever. */
  readonly most: { readonly p50: number; readonly p99: number; readonly max: number }
}

/** What a rehearsal says of a drawing. */
export interface RehearsalResult {
  readonly seed: number
  readonly runs: number
  readonly transitions: number
  readonly ends: readonly EndFigures[]
  /** Runs in which something wrong came out, or was given to an effect that may happen once. */
  readonly wrong: { readonly share: Share; readonly seeds: readonly number[] }
  /** Effects that may happen once and happened twice. */
  readonly twice: number
  readonly crashes: number
  readonly ms: Distribution
  readonly tokens: Distribution
  readonly usd: Distribution
  readonly attempts: Distribution
  /** Those who are at work, the busiest first: the first is what a run waits for most. */
  readonly nodes: readonly NodeFigures[]
  readonly edges: readonly EdgeFigures[]
  /** What was taken for granted where the drawing says nothing. */
  readonly assumptions: readonly string[]
}

/** Seeds that are kept of each end. */
const SAMPLES = 5

/** Sums over runs of one node or edge, the lanes of a map as one. */
interface Sums {
  attempts: number
  busy: number
  wait: number
  held: number
  readonly most: number[]
}

/** Many runs of one drawing, in slices, so that whoever runs them may look up in between. */
export class Rehearsal {
  readonly options: RehearsalOptions
  done = 0
  private readonly plan: Plan
  private readonly stage: Stage
  private readonly figures: Readonly<Record<'ms' | 'tokens' | 'usd' | 'attempts', Float64Array>>
  private readonly ends = new Map<RehearsedEnd, { count: number; readonly seeds: number[] }>()
  private readonly wrong = { count: 0, seeds: [] as number[] }
  private readonly sums: readonly Sums[]
  private transitions = 0
  private twice = 0
  private crashes = 0
  private time = 0

  private constructor(plan: Plan, stage: Stage, options: RehearsalOptions) {
    this.plan = plan
    this.options = options
    this.stage = stage
    const column = (): Float64Array => new Float64Array(options.runs)
    this.figures = { ms: column(), tokens: column(), usd: column(), attempts: column() }
    this.sums = plan.components.map(() => ({ attempts: 0, busy: 0, wait: 0, held: 0, most: [] }))
  }

  /** Refused where the faults are for what is not there. */
  static of(plan: Plan, options: RehearsalOptions): Checked<Rehearsal> {
    const settings = resolveFaults(plan, options.faults)
    return settings.ok ? valid(new Rehearsal(plan, new Stage(plan, settings.value), options)) : settings
  }

  /** Runs one more; false when all are done. */
  advance(): boolean {
    if (this.done >= this.options.runs) return false
    this.add(this.stage.run(seedOf(this.options.seed, this.done)))
    this.done += 1
    return this.done < this.options.runs
  }

  replay(seed: number): readonly Recorded[] {
    return this.stage.replay(seed)
  }

  /** Of the runs so far, at least one. */
  result(): RehearsalResult {
    const { done, ends, wrong, figures, options } = this
    const over = (values: Float64Array): Distribution => distributionOf(values.subarray(0, done))
    return {
      seed: options.seed,
      runs: done,
      transitions: this.transitions,
      ends: [...ends]
        .map(([end, { count, seeds }]) => ({ end, share: shareOf(count, done), seeds }))
        .sort((a, b) => b.share.count - a.share.count),
      wrong: { share: shareOf(wrong.count, done), seeds: wrong.seeds },
      twice: this.twice,
      crashes: this.crashes,
      ...{ ms: over(figures.ms), tokens: over(figures.tokens), usd: over(figures.usd) },
      attempts: over(figures.attempts),
      nodes: this.nodes(),
      edges: this.edges(),
      assumptions: ASSUMPTIONS,
    }
  }

  private add({ seed, end, wrong, ms, transitions, twice, meter }: RehearsedRun): void {
    const known = this.ends.get(end) ?? { count: 0, seeds: [] }
    this.ends.set(end, known)
    note(known, seed)
    if (wrong) note(this.wrong, seed)
    this.transitions += transitions
    this.twice += twice
    this.crashes += meter.crashes
    this.time += ms
    this.figures.ms[this.done] = ms
    this.figures.tokens[this.done] = meter.tokens
    this.figures.usd[this.done] = meter.microUsd / 1e6
    this.figures.attempts[this.done] = meter.attempts
    for (const { index, type } of this.plan.components) {
      const sums = this.sums[index] as Sums
      if (type === 'actor') {
        sums.attempts += meter.performs[index] ?? 0
        sums.busy += meter.busy[index]?.area ?? 0
        sums.held += meter.held[index]?.area ?? 0
      } else if (type === 'channel') {
        const { area, most } = meter.depths[index] as (typeof meter.depths)[number]
        sums.wait += area
        sums.most[most] = (sums.most[most] ?? 0) + 1
      }
    }
  }

  private nodes(): readonly NodeFigures[] {
    const found = new Map<string, Omit<Sums, 'most'> & { lanes: number }>()
    for (const { id, index, inChannels } of this.plan.actors) {
      const own = this.sums[index] as Sums
      if (own.attempts === 0) continue
      const name = drawnId(id)
      const one = found.get(name) ?? { attempts: 0, busy: 0, wait: 0, held: 0, lanes: 0 }
      found.set(name, one)
      one.attempts += own.attempts
      one.busy += own.busy
      one.held += own.held
      one.lanes += 1
      for (const channel of inChannels) one.wait += this.sums[channel]?.wait ?? 0
    }
    return [...found]
      .map(([node, { attempts, busy, wait, held, lanes }]) => ({
        node,
        attempts: attempts / this.done,
        busy_ms: busy / this.done,
        wait_ms: wait / this.done,
        held_ms: held / this.done,
        utilisation: this.time === 0 ? 0 : busy / lanes / this.time,
      }))
      .sort((a, b) => b.busy_ms - a.busy_ms)
  }

  private edges(): readonly EdgeFigures[] {
    const found = new Map<string, { wait: number; readonly most: number[] }>()
    for (const { id, index, type } of this.plan.components) {
      if (type !== 'channel') continue
      const own = this.sums[index] as Sums
      const one = found.get(drawnId(id)) ?? { wait: 0, most: [] }
      found.set(drawnId(id), { wait: one.wait + own.wait, most: one.most })
      own.most.forEach((count, depth) => {
        one.most[depth] = (one.most[depth] ?? 0) + count
      })
    }
    return [...found]
      .map(([edge, { wait, most }]) => ({
        edge,
        mean_depth: this.time === 0 ? 0 : wait / this.time,
        most: { p50: depthAt(most, 0.5), p99: depthAt(most, 0.99), max: most.length - 1 },
      }))
      .sort((a, b) => b.mean_depth - a.mean_depth || b.most.max - a.most.max)
  }
}

function note(of: { count: number; readonly seeds: number[] }, seed: number): void {
  of.count += 1
  if (of.seeds.length < SAMPLES) of.seeds.push(seed)
}

/** The depth that this part of the counts stays at or below. */
function depthAt(counts: readonly number[], part: number): number {
  const all = counts.reduce((sum, count) => sum + (count ?? 0), 0)
  let seen = 0
  for (const [depth, count = 0] of counts.entries()) {
    seen += count
    if (seen >= part * all) return depth
  }
  return 0
}
