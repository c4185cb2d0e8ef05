import { compile } from '../../topology/compile.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import type { KindTable } from '../../topology/kind.ts'
import type { Plan } from '../../topology/plan.ts'
import { type Checked, valid } from '../../topology/problem.ts'
import { explain } from '../counterexample/explain.ts'
import { Steps } from '../counterexample/play.ts'
import type { SearchReport, Violation } from '../engine/report.ts'
import { Search } from '../engine/search.ts'
import type { Coverage } from '../model.ts'
import { compileProperties } from '../properties/compile.ts'
import type { CheckResult, Counterexample, FaultBudget, PropertyResult } from '../result.ts'
import { Forever } from './forever.ts'
import { boundsOf, brokenBy, type Judged, judge } from './judged.ts'
import { FAULTS, mostOf } from './layout.ts'
import type { Monitor } from './monitor.ts'
import { Sampled } from './sampled.ts'
import { ALONE, drawing, type Sample, type Share, type SwarmSettings, swarming } from './samplers.ts'
import { type SymmetricModel, symmetric } from './symmetric.ts'
import type { TopologyModel, TopologyOptions } from './topology-model.ts'

export interface CheckOptions {
  readonly faults: FaultBudget
  readonly timing: TopologyOptions['timing']
  /** In all searches together. */
  readonly maxStates: number
  readonly maxBytes: number
  /** Whole vectors are compared and nothing is reduced: what then holds is proved. */
  readonly exact: boolean
  /** Schedules are drawn, where there are too many states to look at. */
  readonly sample?: Sample | undefined
  /** A swarm of depth-first searches, for what lies deep; goes before `sample`. */
  readonly swarm?: SwarmSettings | undefined
  /** Of a sample or a swarm: the part that this thread looks at. */
  readonly share?: Share | undefined
}

/** A check that is under way: whoever runs it decides when to look and when to give up. */
export interface Check {
  /** Expands at most so many more states; true once it has ended. */
  advance(states: number): boolean
  cancel(): void
  /** What is known so far, at any moment. */
  result(seconds: number): CheckResult
}

/** Compiles a drawing with its own properties; refused where either is wrong. */
export function startCheck(
  document: TopologyDocument,
  kinds: KindTable,
  options: CheckOptions,
): Checked<Check> {
  const compiled = compile(document, kinds)
  if (!compiled.ok) return compiled
  const drawn = compileProperties(document, compiled.value)
  if (!drawn.ok) return drawn
  const { sample, swarm, share = ALONE } = options
  if (swarm !== undefined)
    return valid(
      new Sampled(compiled.value, drawn.value, options, (model, wanted) =>
        swarming(model, wanted, swarm, share),
      ),
    )
  if (sample !== undefined)
    return valid(
      new Sampled(compiled.value, drawn.value, options, (model, wanted) =>
        drawing(model, wanted, sample, share),
      ),
    )
  return valid(new Running(compiled.value, drawn.value, options))
}

const SLICE = 20_000
/** In so few states no model grows by much. */
const PIECE = 2000
/** A graph of what never ends keeps every state and step. */
const FOREVER_STATES = 300_000

/** A whole check in one go. `seconds` tells how long it has taken, `stop` is asked now and then. */
export function checkTopology(
  document: TopologyDocument,
  kinds: KindTable,
  options: CheckOptions,
  calls: { readonly seconds?: () => number; readonly stop?: () => boolean } = {},
): Checked<CheckResult> {
  const started = startCheck(document, kinds, options)
  if (!started.ok) return started
  const check = started.value
  while (!check.advance(SLICE)) if (calls.stop?.() === true) check.cancel()
  return valid(check.result(calls.seconds?.() ?? 0))
}

/** Without faults, with one of each kind alone, then with all: what breaks with fewer is told with fewer. */
export function stagesOf(faults: FaultBudget): readonly FaultBudget[] {
  const none: FaultBudget = { host: 0, crash: 0, error: 0, wrong: 0, drop: 0, duplicate: 0, reorder: 0 }
  const used = FAULTS.filter((kind) => mostOf(faults, kind) > 0)
  const singles = used.map((kind): FaultBudget => ({ ...none, [kind]: 1 }))
  const stages = [none, ...singles, faults]
  const texts = stages.map((stage) => JSON.stringify(stage))
  return stages.filter((_, at) => texts.indexOf(texts[at] as string) === at)
}

interface Stage {
  readonly model: TopologyModel
  readonly judged: readonly Judged[]
  readonly search: Search
  /** What is searched in its place, where workers are alike. */
  readonly turned: SymmetricModel | null
}

class Running implements Check {
  private readonly plan: Plan
  private readonly drawn: readonly Monitor[]
  private readonly options: CheckOptions
  private readonly stages: readonly FaultBudget[]
  private readonly broken = new Map<string, Counterexample>()
  private at = 0
  private stage: Stage
  private before = 0
  /** Distinct states of the search without faults. */
  private faultless = 0
  /** What never ends is looked at last, where a property of the drawing owes something. */
  private forever: Forever | null = null
  private ended = false
  private full = false

  constructor(plan: Plan, drawn: readonly Monitor[], options: CheckOptions) {
    this.plan = plan
    this.drawn = drawn
    this.options = options
    this.stages = stagesOf(options.faults)
    this.stage = this.begin(0)
  }

  advance(states: number): boolean {
    if (this.ended) return true
    if (this.forever !== null) return this.advanceForever(this.forever, states)
    if (!this.searched(states)) return false
    const { search } = this.stage
    const report = search.report()
    for (const violation of report.violations) this.take(violation)
    const all = this.stage.judged.every(({ id }) => this.broken.has(id))
    if (all || report.capsHit.length > 0) this.ended = true
    else if (this.at === this.stages.length - 1) this.ended = !this.beginForever()
    if (this.ended || this.forever !== null) return this.ended
    if (this.at === 0) this.faultless = report.distinct
    this.before += report.distinct
    this.at += 1
    this.stage = this.begin(this.at)
    return false
  }

  /** Looks now and then at the memory that the model itself takes: it remembers what it has worked out. */
  private searched(states: number): boolean {
    const { search, model } = this.stage
    for (let left = states; left > 0; left -= PIECE) {
      if (search.advance(Math.min(PIECE, left))) return true
      if (model.bytes + search.report().bytes <= this.options.maxBytes) continue
      this.full = true
      search.cancel()
    }
    return search.advance(0)
  }

  private beginForever(): boolean {
    const { plan, drawn, options } = this
    const owing = drawn.filter(({ id, owes }) => owes !== undefined && !this.broken.has(id))
    if (owing.length === 0) return false
    const maxStates = Math.min(options.maxStates, FOREVER_STATES)
    this.forever = new Forever(plan, owing, { ...options, maxStates })
    return true
  }

  private advanceForever(forever: Forever, states: number): boolean {
    if (!forever.advance(states)) return false
    for (const [id, found] of forever.found) this.broken.set(id, found)
    this.ended = true
    return true
  }

  cancel(): void {
    this.stage.search.cancel()
    this.advance(1)
    this.ended = true
  }

  result(seconds: number): CheckResult {
    const { model, judged, search, turned } = this.stage
    const report = search.report()
    const whole = report.coverage !== 'partial' && this.at === this.stages.length - 1
    return {
      coverage: this.coverageOf(report, whole),
      states: report.distinct,
      generated: report.generated,
      depth: report.depth,
      frontier: report.frontier,
      omission: report.omission,
      reductions: [...(turned ?? model).reductions, ...report.reductions],
      bounds: [
        ...boundsOf(this.plan, this.options),
        ...(this.drawn.some(({ owes }) => owes !== undefined) ? [FAIRNESS] : []),
        { name: 'states', value: String(this.options.maxStates) },
      ],
      capsHit: report.capsHit.map((cap) => CAPS[this.full ? 'memory' : cap]),
      neverFired: model.neverFired(),
      properties: judged.map((one) => this.verdictOf(one, whole)),
      violated: judged.flatMap(({ id }) => this.broken.get(id) ?? []),
      levels: report.levels,
      seconds,
    }
  }

  private begin(at: number): Stage {
    const { plan, drawn, options } = this
    const { model, judged } = judge(
      plan,
      drawn,
      { ...options, searches: true },
      this.stages[at] as FaultBudget,
    )
    const named = judged.flatMap((one) => (one.monitor === null ? one.elements : []))
    const turned = options.exact ? null : symmetric(model, new Set(named))
    const search = new Search(turned ?? model, {
      invariants: judged.filter(({ id }) => !this.broken.has(id)).map(({ invariant }) => invariant),
      keys: options.exact ? 'exact' : 'fingerprints',
      maxStates: Math.max(1, options.maxStates - this.before),
      maxBytes: options.maxBytes,
    })
    return { model, judged, search, turned }
  }

  private take({ invariant, trace }: Violation): void {
    const id = invariant ?? ''
    if (this.broken.has(id)) return
    // The search passes over states; a person sees each step.
    const { plan, drawn, options } = this
    const { model, judged } = judge(plan, drawn, options, this.stages[this.at] as FaultBudget)
    const found = judged.find((one) => one.id === id)
    if (found === undefined) return
    const { turned, model: searched } = this.stage
    const keys = turned === null ? searched.unfold(trace.actions) : turned.unturned(trace.states)
    const told = explain(model, brokenBy(found), stepsOf(model, keys))
    const without = this.without()
    this.broken.set(id, without === null ? told : { ...told, without })
  }

  /** The searches before this one, which were whole: the first without faults, each of the next with one. */
  private without(): NonNullable<Counterexample['without']> | null {
    if (this.at === 0) return null
    const last = this.stages.length - 1
    return { states: this.faultless, alone: this.at === last && last > 1 }
  }

  private coverageOf({ coverage }: SearchReport, whole: boolean): Coverage {
    if (!whole) return 'partial'
    return this.stage.model.reductions.length > 0 ? 'exhausted within bounds' : coverage
  }

  private verdictOf({ id, title, elements, monitor }: Judged, whole: boolean): PropertyResult {
    const vacuous = monitor?.met !== undefined && !this.stage.model.met(monitor)
    const owing = monitor?.owes !== undefined && this.forever?.verdict === 'open'
    const verdict = this.broken.has(id)
      ? 'violated'
      : !whole || owing
        ? 'open'
        : vacuous
          ? 'vacuous'
          : 'holds'
    return { id, title, elements, verdict }
  }
}

/**
 * A path of another model of the same plan, by the keys of its actions. What commutes with all else a model takes at
 * once, in an order of its own: what alone may happen is taken, and is done already when its turn comes, if it does.
 */
function stepsOf(model: TopologyModel, keys: readonly string[]): readonly number[] {
  const steps = new Steps(model)
  const left = [...keys]
  const actions: number[] = []
  const most = keys.length + model.layout.plan.components.length
  for (let state = steps.initial(); left.length > 0; ) {
    const offered = steps.from(state)
    const wanted = offered.find(({ action }) => model.info(action).key === left[0])
    const taken = wanted ?? (offered.length === 1 ? offered[0] : undefined)
    const place = taken === undefined ? -1 : left.indexOf(model.info(taken.action).key)
    if (taken === undefined || actions.length > most) throw new Error(`"${left[0]}" cannot happen here`)
    if (place >= 0) left.splice(place, 1)
    actions.push(taken.action)
    state = taken.state
  }
  return actions
}

/** What is asked of runs that never end; the whole graph is judged under it. */
const FAIRNESS = {
  name: 'fairness',
  value: 'whoever stays able to go on does at last, but no fault and no person has to come',
}

const CAPS = {
  states: 'the largest number of states',
  memory: 'the memory it may use',
  stopped: 'it was stopped',
} as const satisfies { readonly [cap in SearchReport['capsHit'][number]]: string }
