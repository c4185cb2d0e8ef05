import type { ActorCell, RunState } from '../../kernel/cells.ts'
import { dutyAfterCrash } from '../../kernel/outbox.ts'
import { step } from '../../kernel/step.ts'
import { applyTransition, type Input, type Transition } from '../../kernel/transition.ts'
import { type ComponentPlan, RUN } from '../../topology/plan.ts'
import type { Actions } from './actions.ts'
import { isCalm, isOwn } from './calm.ts'
import { chainsFrom } from './chains.ts'
import type { Layout } from './layout.ts'
import { Memo } from './memo.ts'
import type { FaultKind, Monitor, MonitorEvent } from './monitor.ts'
import { type Possible, possible } from './moves.ts'
import { effectAtSite, type Site, siteAfterHostCrash, siteAfterStep, siteId } from './site.ts'

/** A monitor that a move concerns, with what it has made of each value so far. */
export interface Watch {
  readonly monitor: Monitor
  readonly cell: number
  readonly table: number[]
}

/** What may happen at a component, worked out: all of it is numbers but what is needed to tell it. */
export interface Move {
  readonly action: number
  /** Cell and value, in turn. */
  readonly sets: readonly number[]
  /** Cell of the fault that it costs; -1 for none. */
  readonly fault: number
  /** The run waits for it by itself: no fault, no person, no timer. */
  readonly system: boolean
  /** Of a timer, its duration; -1 for anything else. */
  readonly ms: number
  readonly events: readonly MonitorEvent[]
  readonly watches: readonly Watch[]
  readonly inputs: readonly Input[]
  /** The run ends by it. */
  readonly ends: boolean
}

/** Moves of one calm actor up to where it is calm no more, as one. */
export interface Chain {
  readonly action: number
  readonly sets: readonly number[]
  /** Cells of the faults that it costs, each as often as it costs one. */
  readonly faults: readonly number[]
  readonly path: readonly Move[]
}

export interface Entry {
  /** One that is taken at once, and alone. */
  readonly local: Move | null
  readonly moves: readonly Move[]
  readonly timers: readonly Move[]
  /** All moves of an actor that may go first, alone; null where others have to be tried before. */
  readonly first: readonly Move[] | null
  /** The same as chains, once they are asked for. */
  chains: readonly Chain[] | null
  /** What the host's death makes of this component's effects; null for nothing. */
  readonly crash: Move | null
}

interface Rules {
  readonly stops: boolean
  readonly fusion: boolean
  readonly calm: boolean
  /** Whether people say something to agents at work. */
  readonly steering: boolean
  readonly partial: boolean
  readonly follows: ReadonlySet<number>
}

/** A move with what it was worked out from. */
interface Worked {
  readonly one: Possible
  readonly move: Move
}

const EDGE_FAULTS: readonly FaultKind[] = ['drop', 'duplicate', 'reorder']

function isTimer({ move }: Worked): boolean {
  return move.ms >= 0
}

/** A word to an agent is opaque: nothing goes by it but the agent, which may do anything anyway. */
function isSteering({ one, move }: Worked): boolean {
  return (
    one.type === 'input' && one.ask?.kind === 'human.steer' && one.fault === null && move.watches.length === 0
  )
}

/** In a list of cells and values in turn. */
function isRun(cell: number, at: number): boolean {
  return at % 2 === 0 && cell === RUN
}

/** One component with what may happen at it, remembered by the cells that tell. */
export class Unit {
  private readonly layout: Layout
  private readonly component: ComponentPlan
  private readonly actions: Actions
  private readonly rules: Rules
  private readonly memo: Memo<Entry>
  private readonly cells: readonly number[]
  private readonly kinds: ReadonlySet<FaultKind>

  constructor(
    layout: Layout,
    { component, cells }: { readonly component: ComponentPlan; readonly cells: readonly number[] },
    actions: Actions,
    rules: Rules,
  ) {
    this.layout = layout
    this.component = component
    this.actions = actions
    this.rules = rules
    this.memo = new Memo(cells)
    this.cells = cells
    this.kinds = new Set(layout.faults.keys())
  }

  /** How much is remembered. */
  get entries(): number {
    return this.memo.size
  }

  at(vector: Int32Array): Entry {
    const known = this.memo.get(vector)
    if (known !== undefined) return known
    const entry = this.workOut(vector)
    this.memo.put(vector, entry)
    return entry
  }

  private workOut(vector: Int32Array): Entry {
    const { layout, component, rules } = this
    const { plan } = layout
    const state = layout.stateOf(vector)
    const siteAt = (actor: number): Site => layout.siteAt(vector, actor)
    const cell = layout.misread.get(component.index)
    const misread = cell !== undefined && vector[cell] === 1
    const around = {
      plan,
      state,
      siteAt,
      misread,
      suspects: !rules.partial,
      follows: rules.follows,
      faults: this.kinds,
    }
    const all = possible(around, component)
      .map((one) => ({ one, move: this.moveOf(vector, state, one) }))
      .filter((each) => rules.steering || !isSteering(each))
    const local = all.find(({ one, move }) => move.watches.length === 0 && this.isLocal(state, one))
    const first = rules.calm ? this.firstOf(state, all) : null
    return {
      local: local?.move ?? null,
      first: first?.map(({ move }) => move) ?? null,
      chains: null,
      moves: all.filter((one) => !isTimer(one)).map(({ move }) => move),
      timers: all.filter(isTimer).map(({ move }) => move),
      crash: layout.faults.has('host') ? this.crashOf(vector, state) : null,
    }
  }

  /**
   * What becomes of a calm actor, by all ways that end differently, the shortest of each. What it passes on its way
   * nobody sees and nothing else can disturb, so those states need not be kept.
   */
  chains(vector: Int32Array, entry: Entry): readonly Chain[] {
    entry.chains ??= chainsFrom(vector, entry, {
      cells: this.cells,
      entryAt: (next) => this.at(next),
      actionOf: (path) => this.actions.chain(path.map(({ action }) => action)),
      mostOf: (fault) => this.layout.mostOf(fault),
    })
    return entry.chains
  }

  /** The moves of an actor that is calm, if no property sees any and none fails the run. */
  private firstOf(state: RunState, all: readonly Worked[]): readonly Worked[] | null {
    const { component, rules, layout, kinds } = this
    if (component.type !== 'actor') return null
    const own = all.filter((each) => isOwn(each.one) && !(rules.partial && isTimer(each)))
    if (!own.some(({ move }) => move.system)) return null
    const followed = rules.follows.has(component.index)
    const edgeFaults = EDGE_FAULTS.some((kind) => kinds.has(kind))
    if (!isCalm(layout.plan, state, component, { followed, edgeFaults, steering: rules.steering }))
      return null
    const quiet = own.every(({ move }) => move.watches.length === 0 && !move.ends)
    return quiet ? own : null
  }

  /**
   * Steps that commute with every other and that no property sees are taken at once: to begin what may run twice and
   * what no controller admits, and to stop an actor that has no `once` effect.
   */
  private isLocal(state: RunState, one: Possible): boolean {
    const { component, rules } = this
    if (one.type !== 'input' || component.type !== 'actor') return false
    const { effects } = state[component.index] as ActorCell
    if (one.input.type === 'cancel') return rules.stops && effects.every(({ ask }) => ask.class !== 'once')
    if (one.input.type !== 'begin' || !rules.fusion) return false
    return one.ask?.class !== 'once' && component.controllers.length === 0
  }

  private moveOf(vector: Int32Array, state: RunState, one: Possible): Move {
    const { layout } = this
    const action = this.actions.of(one)
    const free = one.type === 'input' && one.free === true
    const fault = one.fault === null || free ? -1 : (layout.faults.get(one.fault) as number)
    if (one.type === 'world') {
      const sets: number[] = []
      this.setSite(vector, one.component, one.site, sets)
      const { step: what, component, ask } = one
      const events: readonly MonitorEvent[] = [
        { type: 'world', step: what, component, ask, fault: one.fault },
      ]
      const system = one.fault === null
      return { action, sets, fault, system, ms: -1, ...this.watched(events), inputs: [], ends: false }
    }
    const { input, ask } = one
    const transition = step(layout.plan, state, input)
    const sets = [...this.setsOf(vector, state, transition, one.site), ...this.misreads(one)]
    const before = (component: number) => state[component] as RunState[number]
    const events: readonly MonitorEvent[] = [{ type: 'kernel', transition, ask, fault: one.fault, before }]
    const system = one.fault === null && one.by === 'system'
    const ms = one.by === 'timer' ? one.ms : -1
    const ends = sets.some(isRun)
    return { action, sets, fault, system, ms, ...this.watched(events), inputs: [input], ends }
  }

  /** Whoever misreads its task first shows that all of its common-mode group may. */
  private misreads({ fault, input, free }: Extract<Possible, { type: 'input' }>): readonly number[] {
    const cell = this.layout.misread.get(input.component)
    return fault === 'wrong' && free !== true && cell !== undefined ? [cell, 1] : []
  }

  /** All cells that a transition changes, with what becomes of the attempts of actors that it touches. */
  private setsOf(
    vector: Int32Array,
    state: RunState,
    { changed, input }: Transition,
    own: Site | null,
  ): readonly number[] {
    const { layout, rules } = this
    const sets: number[] = []
    for (const [component, cell] of changed) {
      const id = (layout.interners[component] as Layout['interners'][number]).idOf(cell)
      if (id !== vector[component]) sets.push(component, id)
      if (cell.type !== 'actor' || layout.sites[component] === -1) continue
      const site = component === input.component && own !== null ? own : layout.siteAt(vector, component)
      const followed = rules.follows.has(component)
      this.setSite(
        vector,
        component,
        siteAfterStep(site, state[component] as ActorCell, cell, followed),
        sets,
      )
    }
    return sets
  }

  private setSite(vector: Int32Array, component: number, site: Site, sets: number[]): void {
    const cell = this.layout.sites[component] ?? -1
    const id = siteId(site)
    if (cell >= 0 && vector[cell] !== id) sets.push(cell, id)
  }

  /** Events that no monitor cares for need not be kept, nor the states that they refer to. */
  private watched(events: readonly MonitorEvent[]): Pick<Move, 'events' | 'watches'> {
    const watches = this.watch(events)
    return { watches, events: watches.length === 0 ? [] : events }
  }

  private watch(events: readonly MonitorEvent[]): readonly Watch[] {
    const { monitors, firstMonitor } = this.layout
    return monitors
      .map((monitor, at): Watch => ({ monitor, cell: firstMonitor + at, table: [] }))
      .filter(({ monitor }) => events.some((event) => monitor.interest(event)))
  }

  /** What the next host does with effects that it finds begun: those that may happen once only are in doubt. */
  private crashOf(vector: Int32Array, before: RunState): Move | null {
    const { layout, component } = this
    if (component.type !== 'actor') return null
    const inputs = (before[component.index] as ActorCell).effects
      .filter((effect) => effect.ask.to === undefined && dutyAfterCrash(effect) === 'doubt')
      .map((effect): Input => ({ type: 'doubt', component: component.index, tag: effect.ask.tag }))
    let state = before
    const events: MonitorEvent[] = []
    for (const input of inputs) {
      const was = state
      const ask = (was[component.index] as ActorCell).effects.find(
        (effect) => 'tag' in input && effect.ask.tag === input.tag,
      )?.ask
      const transition = step(layout.plan, was, input)
      state = applyTransition(state, transition)
      events.push({
        type: 'kernel',
        transition,
        ask: ask ?? null,
        fault: 'host',
        before: (of) => was[of] as RunState[number],
      })
    }
    const sets: number[] = []
    state.forEach((cell, at) => {
      if (cell === before[at]) return
      const id = (layout.interners[at] as Layout['interners'][number]).idOf(cell)
      if (id !== vector[at]) sets.push(at, id)
    })
    const at = effectAtSite(before[component.index] as ActorCell)
    const site = siteAfterHostCrash(layout.siteAt(vector, component.index), at?.ask.class !== 'once')
    this.setSite(vector, component.index, site, sets)
    if (sets.length === 0) return null
    const fault = layout.faults.get('host') as number
    const watches = this.watch(events)
    return { action: -1, sets, fault, system: false, ms: -1, events, watches, inputs, ends: false }
  }
}
