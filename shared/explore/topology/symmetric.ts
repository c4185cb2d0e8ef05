import type { Model, Successors } from '../model.ts'
import type { Layout } from './layout.ts'
import { type Lookalike, lookalikesIn } from './lookalikes.ts'
import { type Names, namesFor, namesSeenBy, rename, renameKey } from './renaming.ts'
import type { TopologyModel } from './topology-model.ts'

/**
 * A model in which states that differ only in which lookalike is which are one: the lookalikes are put in the order of what each
 * sees of the state. Two that see the same stay as they are, so some states are kept in more than one order; none is
 * taken for another.
 */
export interface SymmetricModel extends Model {
  readonly reductions: readonly string[]
  /** A path of this model, by its states, as a run takes it: the keys of its actions, each by who does it there. */
  unturned(states: readonly (readonly number[])[]): readonly string[]
}

/** Null where no two workers are alike. A property speaks of each of the `named` alone, so they keep their places. */
export function symmetric(inner: TopologyModel, named: ReadonlySet<string>): SymmetricModel | null {
  const groups = lookalikesIn(inner.layout, named)
  return groups.length === 0 ? null : new Symmetric(inner, groups)
}

class Symmetric implements SymmetricModel {
  readonly name: string
  readonly cells: number
  readonly sizes = null
  readonly reductions: readonly string[]
  private readonly inner: TopologyModel
  private readonly orders: readonly Order[]
  private readonly next: Int32Array
  /** Cells that the inner model has set in the successor that is being made. */
  private readonly touched: number[] = []

  constructor(inner: TopologyModel, groups: readonly (readonly Lookalike[])[]) {
    this.inner = inner
    this.name = inner.name
    this.cells = inner.cells
    const alike = groups.map((lookalikes) => lookalikes.map(({ actor }) => actor.id).join(', '))
    this.reductions = [...inner.reductions, `workers that are alike are not told apart: ${alike.join('; ')}`]
    this.orders = groups.map((lookalikes) => new Order(inner.layout, lookalikes))
    this.next = new Int32Array(inner.cells)
  }

  initial(): readonly (readonly number[])[] {
    return this.inner.initial().map((state) => {
      const vector = Int32Array.from(state)
      this.turn(vector)
      return [...vector]
    })
  }

  expand(state: Int32Array, out: Successors): void {
    const { next, inner, touched } = this
    next.set(state)
    inner.expand(state, {
      set: (cell, value) => {
        next[cell] = value
        touched.push(cell)
      },
      emit: (action) => {
        if (this.turns(next)) {
          for (let cell = 0; cell < next.length; cell += 1)
            if (next[cell] !== state[cell]) out.set(cell, next[cell] as number)
          next.set(state)
        } else
          for (const cell of touched) {
            out.set(cell, next[cell] as number)
            next[cell] = state[cell] as number
          }
        touched.length = 0
        out.emit(action)
      },
    })
  }

  describe(action: number): string {
    return this.inner.describe(action)
  }

  /** True when something has changed its place. */
  private turns(vector: Int32Array): boolean {
    let turned = false
    for (const order of this.orders) if (order.apply(vector) !== order.unmoved) turned = true
    return turned
  }

  unturned(states: readonly (readonly number[])[]): readonly string[] {
    // Where in the run each lookalike of the present state stands: every turn on the way moves it.
    let stands = this.orders.map((order) => order.unmoved)
    const turnBy = (places: readonly (readonly number[])[]): void => {
      stands = stands.map((own, at) => movedBy(own, places[at] as readonly number[]))
    }
    turnBy(this.turn(Int32Array.from(this.inner.initial()[0] as readonly number[])))
    return states.slice(1).flatMap((wanted, at) => {
      const { action, places } = this.stepBetween(Int32Array.from(states[at] as readonly number[]), wanted)
      const names = this.orders.map((order, group) => order.namesAt(stands[group] as readonly number[]))
      turnBy(places)
      return this.inner.unfold([action]).map((key) => names.reduce(renameKey, key))
    })
  }

  private stepBetween(state: Int32Array, wanted: readonly number[]): Turned {
    const key = wanted.join()
    const next = state.slice()
    const found: Turned[] = []
    this.inner.expand(state, {
      set: (cell, value) => {
        next[cell] = value
      },
      emit: (action) => {
        const turned = next.slice()
        const places = this.turn(turned)
        if (turned.join() === key) found.push({ action, places })
        next.set(state)
      },
    })
    const [first] = found
    if (first === undefined) throw new Error('a symmetric path that has a gap')
    return first
  }

  /** Where each lookalike of each group has gone. */
  private turn(vector: Int32Array): readonly (readonly number[])[] {
    return this.orders.map((order) => order.apply(vector))
  }
}

interface Turned {
  readonly action: number
  readonly places: readonly (readonly number[])[]
}

/** What stood at `at` stands at `places[at]` after the turn. */
function movedBy(stands: readonly number[], places: readonly number[]): readonly number[] {
  return stands.map((_, to) => stands[places.indexOf(to)] as number)
}

/** Puts one group of lookalikes in order. */
class Order {
  private readonly layout: Layout
  private readonly lookalikes: readonly Lookalike[]
  /** Components of nobody's own. */
  private readonly shared: readonly number[]
  /** By lookalike and component: what it sees of each cell, as a number. */
  private readonly views: readonly (readonly number[][])[]
  private readonly texts = new Map<string, number>()
  /** By order of the lookalikes: by component, each cell's id after the renaming. */
  private readonly renamings = new Map<number, number[][]>()
  readonly unmoved: readonly number[]
  private readonly seen: number[][]
  private readonly before: Int32Array
  private readonly order: number[]

  constructor(layout: Layout, lookalikes: readonly Lookalike[]) {
    this.layout = layout
    this.lookalikes = lookalikes
    const own = new Set(lookalikes.flatMap(({ components }) => components))
    this.shared = layout.plan.components.map(({ index }) => index).filter((index) => !own.has(index))
    this.views = lookalikes.map(() => layout.plan.components.map(() => []))
    this.seen = lookalikes.map(() => [])
    this.before = new Int32Array(layout.cells)
    this.order = lookalikes.map((_, at) => at)
    this.unmoved = lookalikes.map((_, at) => at)
  }

  /** Where each lookalike goes; `unmoved` itself where all stay. */
  apply(vector: Int32Array): readonly number[] {
    const { lookalikes, order, seen } = this
    for (let at = 0; at < lookalikes.length; at += 1) {
      order[at] = at
      this.look(vector, at)
    }
    order.sort((a, b) => compare(seen[a] as number[], seen[b] as number[]) || a - b)
    if (order.every((lookalike, at) => lookalike === at)) return this.unmoved
    const places = lookalikes.map((_, at) => order.indexOf(at))
    this.move(vector, places)
    return places
  }

  namesAt(places: readonly number[]): Names {
    return namesFor(this.lookalikes, places)
  }

  /** All that one lookalike sees: its own cells first. */
  private look(vector: Int32Array, at: number): void {
    const { components, cells } = this.lookalikes[at] as Lookalike
    const view = this.seen[at] as number[]
    view.length = 0
    for (const component of components) view.push(this.viewOf(vector, at, component))
    for (const cell of cells) view.push(vector[cell] as number)
    for (const component of this.shared) view.push(this.viewOf(vector, at, component))
  }

  private viewOf(vector: Int32Array, at: number, component: number): number {
    const known = this.views[at]?.[component] as number[]
    const id = vector[component] as number
    const found = known[id]
    if (found !== undefined) return found
    const number = this.workOutView(at, component, id)
    known[id] = number
    return number
  }

  private workOutView(at: number, component: number, id: number): number {
    const { layout, lookalikes, texts } = this
    const cell = layout.interners[component]?.at(id)
    if (cell === undefined) throw new Error(`no component ${component}`)
    const names = namesSeenBy(lookalikes, lookalikes[at] as Lookalike)
    const text = JSON.stringify(rename(layout.plan, component, cell, names))
    const number = texts.get(text) ?? texts.size
    texts.set(text, number)
    return number
  }

  private move(vector: Int32Array, places: readonly number[]): void {
    const { lookalikes, before, shared } = this
    before.set(vector)
    const ids = this.renamingFor(places)
    const renamedId = (component: number, to: number): number => {
      const known = ids[component] as number[]
      const id = before[component] as number
      const found = known[id]
      if (found !== undefined) return found
      const other = this.workOutId(places, component, to, id)
      known[id] = other
      return other
    }
    for (const component of shared) vector[component] = renamedId(component, component)
    lookalikes.forEach((lookalike, at) => {
      const other = lookalikes[places[at] as number] as Lookalike
      for (const [position, component] of lookalike.components.entries()) {
        const to = other.components[position] as number
        vector[to] = renamedId(component, to)
      }
      for (const [position, cell] of lookalike.cells.entries())
        vector[other.cells[position] as number] = before[cell] as number
    })
  }

  private renamingFor(places: readonly number[]): number[][] {
    const key = places.reduce((sum, place) => sum * places.length + place, 0)
    const known = this.renamings.get(key) ?? this.layout.plan.components.map(() => [])
    this.renamings.set(key, known)
    return known
  }

  private workOutId(places: readonly number[], component: number, to: number, id: number): number {
    const { layout, lookalikes } = this
    const cell = layout.interners[component]?.at(id)
    const target = layout.interners[to]
    if (cell === undefined || target === undefined) throw new Error(`no component ${component}`)
    return target.idOf(rename(layout.plan, component, cell, namesFor(lookalikes, places)))
  }
}

function compare(a: readonly number[], b: readonly number[]): number {
  for (let at = 0; at < a.length; at += 1) {
    const difference = (a[at] as number) - (b[at] as number)
    if (difference !== 0) return difference
  }
  return 0
}
