import { initialState } from '../../kernel/cells.ts'
import { step } from '../../kernel/step.ts'
import { applyTransition, type Input, type Transition } from '../../kernel/transition.ts'
import { type Verdict, verdict } from '../../kernel/verdict.ts'
import { type ActorPlan, type ComponentPlan, type Plan, RUN } from '../../topology/plan.ts'
import type { Model, Successors } from '../model.ts'
import type { FaultBudget, TraceStep } from '../result.ts'
import { type ActionInfo, Actions } from './actions.ts'
import { atOnce } from './at-once.ts'
import { emitChains } from './chains.ts'
import { ENDED, HANGS, Layout, mostOf, STUCK, WELL } from './layout.ts'
import type { Monitor, MonitorEvent } from './monitor.ts'
import { LEFT_OUT, type Reduction, STEP_BY_STEP } from './reductions.ts'
import { type Entry, type Move, Unit, type Watch } from './unit.ts'

export interface TopologyOptions {
  readonly faults: FaultBudget
  /** `partial-sync`: timers fire only when nothing but a fault or a person's answer may happen, the shortest first. */
  readonly timing: 'async' | 'partial-sync'
  readonly monitors: readonly Monitor[]
  /** `STEP_BY_STEP` unless said otherwise. */
  readonly reductions?: readonly Reduction[]
}

export interface TopologyModel extends Model {
  readonly layout: Layout
  readonly reductions: readonly string[]
  /** What it remembers, estimated. */
  readonly bytes: number
  info(action: number): ActionInfo
  /** What an action of a state puts into the kernel; nothing where only the world moves. */
  inputs(state: Int32Array, action: number): readonly Input[]
  /** The single actions of a path, by their keys. */
  unfold(actions: readonly number[]): readonly string[]
  /** A path as its steps, the first of which starts the run. */
  replay(actions: readonly number[]): readonly TraceStep[]
  /** How the run stands in a state in which nothing can happen any more but faults; null in any other. */
  verdictAt(state: Int32Array): Verdict | null
  /** Whether a property's premise was met in some step that was made so far. */
  met(monitor: Monitor): boolean
  /** Edges on which no message has been received in any step that was made so far. */
  neverFired(): readonly string[]
}

/** As measured on the examples: what may happen at one component. */
const ENTRY_BYTES = 2500

const HOST_CRASH = 'the host dies and comes back'
const END = 'nothing can happen any more'

export function topologyModel(plan: Plan, options: TopologyOptions): TopologyModel {
  return new Compiled(plan, options)
}

class Compiled implements TopologyModel {
  readonly name: string
  readonly cells: number
  readonly sizes = null
  readonly layout: Layout
  readonly reductions: readonly string[]
  readonly units: readonly Unit[]
  /** That a person stops the run. */
  private readonly ending: Unit
  /** What may happen at each unit in the state that was expanded last, but for those that are stale. */
  private readonly found: Entry[] = []
  private readonly stale: Uint8Array
  private readonly last: Int32Array
  /** Units whose moves go by a cell. */
  private readonly concerned: readonly (readonly number[])[]
  readonly actions: Actions
  private readonly partial: boolean
  private readonly reduced: boolean
  private readonly chained: boolean
  private readonly hurried: boolean
  private readonly hostCell: number
  private readonly hostCrash: number
  private readonly ended: number
  private readonly scratch: Int32Array
  private readonly reached = new Set<Monitor>()
  private readonly started: Transition

  constructor(plan: Plan, { faults, timing, monitors, reductions = STEP_BY_STEP }: TopologyOptions) {
    this.name = plan.name
    this.layout = new Layout(plan, faults, monitors)
    this.cells = this.layout.cells
    this.actions = new Actions(plan)
    this.partial = timing === 'partial-sync'
    this.reduced = reductions.includes('crashes')
    this.chained = reductions.includes('chains')
    this.hurried = reductions.includes('ends')
    this.reductions = reductions.flatMap((one) => (one === 'stops' ? [] : [LEFT_OUT[one]]))
    const follows = new Set(monitors.flatMap((monitor) => monitor.follows ?? []))
    const units = this.layout.units()
    const rules = {
      stops: reductions.includes('stops'),
      fusion: reductions.includes('fusion'),
      calm: reductions.includes('calm'),
      steering: !reductions.includes('steering'),
      partial: this.partial,
      follows,
    }
    const run = { component: plan.components[RUN] as ComponentPlan, cells: [RUN] }
    this.ending = new Unit(this.layout, run, this.actions, rules)
    this.units = units.map((unit) => new Unit(this.layout, unit, this.actions, rules))
    this.stale = new Uint8Array(units.length).fill(1)
    this.last = new Int32Array(this.cells).fill(-1)
    this.concerned = Array.from({ length: this.cells }, (_, cell) =>
      units.flatMap(({ cells }, at) => (cells.includes(cell) ? [at] : [])),
    )
    this.hostCell = this.layout.faults.get('host') ?? -1
    this.hostCrash = this.actions.named(HOST_CRASH, true)
    this.ended = this.actions.named(END, false)
    this.scratch = new Int32Array(this.cells)
    const entry = plan.components[plan.entry] as ActorPlan
    const payload = { task: `${entry.id}.task@` }
    this.started = step(plan, initialState(plan), { type: 'start', component: plan.entry, payload })
  }

  get bytes(): number {
    return this.layout.values.bytes + ENTRY_BYTES * this.units.reduce((sum, unit) => sum + unit.entries, 0)
  }

  initial(): readonly (readonly number[])[] {
    const { plan, interners, faults, budget, monitors, firstMonitor } = this.layout
    const state = applyTransition(initialState(plan), this.started)
    const vector = new Array<number>(this.cells).fill(0)
    state.forEach((cell, at) => {
      vector[at] = interners[at]?.idOf(cell) ?? 0
    })
    for (const [kind, cell] of faults) vector[cell] = mostOf(budget, kind)
    const first = initialState(plan)
    const event: MonitorEvent = {
      type: 'kernel',
      transition: this.started,
      ask: null,
      fault: null,
      before: (component) => first[component] as (typeof first)[number],
    }
    monitors.forEach((monitor, at) => {
      vector[firstMonitor + at] = monitor.interest(event)
        ? monitor.step(monitor.initial, event)
        : monitor.initial
    })
    return [vector]
  }

  expand(state: Int32Array, out: Successors): void {
    if (state[this.layout.end] !== WELL) return
    const { units, found, stale } = this
    this.compare(state)
    for (let at = 0; at < units.length; at += 1) {
      if (stale[at] === 1) {
        found[at] = (units[at] as Unit).at(state)
        stale[at] = 0
      }
      const { local } = found[at] as Entry
      if (local !== null) {
        this.emit(state, local, out, true)
        return
      }
    }
    if (this.emitFirst(state, out)) return
    let alive = false
    let waits = false
    for (let at = 0; at < units.length; at += 1) {
      for (const move of (found[at] as Entry).moves) {
        if (move.fault >= 0) {
          if (state[move.fault] === 0) continue
        } else {
          alive = true
          if (move.system) waits = true
        }
        this.emit(state, move, out)
      }
    }
    if (this.emitTimers(state, waits, out)) alive = true
    // Of a run that is over nobody can stop anything.
    if (alive) this.emitCancel(state, out)
    if (this.hostCell >= 0 && (state[this.hostCell] as number) > 0) this.emitHostCrash(state, out)
    if (!alive) this.emitEnd(state, out)
  }

  private emitFirst(state: Int32Array, out: Successors): boolean {
    const { units, found } = this
    for (let at = 0; at < units.length; at += 1) {
      const { first } = found[at] as Entry
      if (first === null) continue
      if (this.chained) {
        emitChains(state, (units[at] as Unit).chains(state, found[at] as Entry), out)
        return true
      }
      for (const move of first) if (move.fault < 0 || state[move.fault] !== 0) this.emit(state, move, out)
      return true
    }
    return false
  }

  /** States come one after the other that differ in little: what no difference concerns need not be looked up. */
  private compare(state: Int32Array): void {
    const { last, stale, concerned } = this
    for (let cell = 0; cell < last.length; cell += 1) {
      const value = state[cell] as number
      if (value === last[cell]) continue
      last[cell] = value
      const units = concerned[cell] as readonly number[]
      for (let at = 0; at < units.length; at += 1) stale[units[at] as number] = 1
    }
  }

  describe(action: number): string {
    return this.actions.info(action).words
  }

  info(action: number): ActionInfo {
    return this.actions.info(action)
  }

  fairness(action: number): number {
    const { owner, fair } = this.actions.info(action)
    return fair ? owner : -1
  }

  owner(action: number): number {
    return this.actions.info(action).owner + 1
  }

  verdictAt(state: Int32Array): Verdict | null {
    let alive = false
    this.expand(state, {
      set: () => {},
      emit: (action) => {
        if (action !== this.ended && !this.actions.info(action).fault) alive = true
      },
    })
    return alive ? null : verdict(this.layout.plan, this.layout.stateOf(state))
  }

  met(monitor: Monitor): boolean {
    return this.reached.has(monitor)
  }

  neverFired(): readonly string[] {
    const fired = new Set(this.actions.infos.map(({ delivers }) => delivers))
    return this.layout.plan.components.flatMap(({ type, index, id }) =>
      type === 'channel' && !fired.has(index) ? [id] : [],
    )
  }

  unfold(actions: readonly number[]): readonly string[] {
    return actions.flatMap((action) => this.actions.parts(action).map((part) => this.info(part).key))
  }

  replay(actions: readonly number[]): readonly TraceStep[] {
    const { plan } = this.layout
    let state = applyTransition(initialState(plan), this.started)
    const vector = Int32Array.from(this.initial()[0] as readonly number[])
    const entry = plan.components[plan.entry] as ActorPlan
    const start = { element: entry.id, fault: false, transitions: [this.started] }
    const begun = 'starts the run'
    const steps: TraceStep[] = [{ words: `${entry.name} ${begun}`, action: `${entry.id} ${begun}`, ...start }]
    for (const action of actions) {
      const { inputs, sets } = this.find(vector, action)
      for (let at = 0; at < sets.length; at += 2) vector[sets[at] as number] = sets[at + 1] as number
      const transitions = inputs.map((input) => {
        const transition = step(plan, state, input)
        state = applyTransition(state, transition)
        return transition
      })
      const { words, said, element, fault } = this.actions.info(action)
      steps.push({ words: said, action: words, element, fault, transitions })
    }
    return steps
  }

  /** What an action does in a state, as cells and as inputs of the kernel. */
  private find(
    state: Int32Array,
    action: number,
  ): { readonly sets: readonly number[]; readonly inputs: readonly Input[] } {
    let sets: number[] = []
    let taken: readonly number[] | null = null
    this.expand(state, {
      set: (cell, value) => sets.push(cell, value),
      emit: (emitted) => {
        if (emitted === action) taken ??= sets
        sets = []
      },
    })
    if (taken === null) throw new Error(`"${this.describe(action)}" cannot happen here`)
    return { sets: taken, inputs: this.inputs(state, action) }
  }

  inputs(state: Int32Array, action: number): readonly Input[] {
    if (action === this.hostCrash) return this.crashes(state).flatMap((move) => move.inputs)
    for (const unit of [this.ending, ...this.units]) {
      const { moves, timers } = unit.at(state)
      const move = [...moves, ...timers].find((one) => one.action === action)
      if (move !== undefined) return move.inputs
    }
    return []
  }

  private emit(state: Int32Array, move: Move, out: Successors, follows = move.ends): void {
    const { fault, watches } = move
    const { sets, action } = this.hurried && follows ? atOnce(this.layout, this, state, move) : move
    for (let at = 0; at < sets.length; at += 2) out.set(sets[at] as number, sets[at + 1] as number)
    if (fault >= 0) out.set(fault, (state[fault] as number) - 1)
    for (const watch of watches) this.watch(state, watch, move.events, out)
    out.emit(action)
  }

  private watch(
    state: Int32Array,
    { monitor, cell, table }: Watch,
    events: readonly MonitorEvent[],
    out: Successors,
  ): void {
    const value = state[cell] as number
    let next = table[value]
    if (next === undefined) {
      next = events.reduce((now, event) => (monitor.interest(event) ? monitor.step(now, event) : now), value)
      table[value] = next
      if (monitor.met?.(next) === true) this.reached.add(monitor)
    }
    if (next !== value) out.set(cell, next)
  }

  private emitTimers(state: Int32Array, waits: boolean, out: Successors): boolean {
    const { found, units, partial } = this
    if (partial && waits) return false
    let least = Number.POSITIVE_INFINITY
    for (let at = 0; at < units.length; at += 1)
      for (const { ms } of (found[at] as Entry).timers) if (ms < least) least = ms
    if (least === Number.POSITIVE_INFINITY) return false
    for (let at = 0; at < units.length; at += 1)
      for (const timer of (found[at] as Entry).timers)
        if (!partial || timer.ms === least) this.emit(state, timer, out)
    return true
  }

  private emitCancel(state: Int32Array, out: Successors): void {
    for (const move of this.ending.at(state).moves)
      if ((state[move.fault] as number) > 0) this.emit(state, move, out)
  }

  /** What the host's death does to each component, one after the other: two may tell the same controller. */
  private crashes(state: Int32Array): readonly Move[] {
    const { units, scratch } = this
    scratch.set(state)
    const moves: Move[] = []
    for (const unit of units) {
      if (unit.at(state).crash === null) continue
      const move = (moves.length === 0 ? unit.at(state) : unit.at(scratch)).crash
      if (move === null) continue
      const { sets } = move
      for (let at = 0; at < sets.length; at += 2) scratch[sets[at] as number] = sets[at + 1] as number
      moves.push(move)
    }
    return moves
  }

  private emitHostCrash(state: Int32Array, out: Successors): void {
    const { found, units, scratch, hostCell } = this
    let any = false
    for (let at = 0; at < units.length && !any; at += 1) any = (found[at] as Entry).crash !== null
    if (!any && this.reduced) return
    const { monitors, firstMonitor } = this.layout
    const events = this.crashes(state).flatMap((move) => move.events)
    for (let cell = 0; cell < this.cells; cell += 1)
      if (scratch[cell] !== state[cell]) out.set(cell, scratch[cell] as number)
    out.set(hostCell, (state[hostCell] as number) - 1)
    const all: readonly MonitorEvent[] = [{ type: 'host crash' }, ...events]
    monitors.forEach((monitor, at) => {
      if (all.some((event) => monitor.interest(event)))
        this.watch(state, { monitor, cell: firstMonitor + at, table: [] }, all, out)
    })
    out.emit(this.hostCrash)
  }

  /** Ends that nobody minds are no step of their own. */
  private emitEnd(state: Int32Array, out: Successors): void {
    const { plan, monitors, firstMonitor, end } = this.layout
    const how = verdict(plan, this.layout.stateOf(state))
    const events: readonly MonitorEvent[] = [{ type: 'end', verdict: how }]
    const minded = monitors
      .map((monitor, at): Watch => ({ monitor, cell: firstMonitor + at, table: [] }))
      .filter(({ monitor, cell }) => {
        const value = state[cell] as number
        return (
          monitor.interest(events[0] as MonitorEvent) &&
          monitor.step(value, events[0] as MonitorEvent) !== value
        )
      })
    const value = how.status === 'stuck' ? STUCK : how.status === 'running' ? HANGS : ENDED
    if (value === ENDED && minded.length === 0) return
    out.set(end, value)
    for (const watch of minded) this.watch(state, watch, events, out)
    out.emit(this.ended)
  }
}
