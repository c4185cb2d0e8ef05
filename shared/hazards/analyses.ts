import type { TopologyDocument } from '../topology/document.ts'
import type { KindTable } from '../topology/kind.ts'
import { type EffectSite, effectsOf } from './effects.ts'
import { type Dominators, dominatorsOf } from './graph/dominators.ts'
import { type Fields, fieldsOf } from './graph/fields.ts'
import { type Graph, graphOf, type ParsedConfigs } from './graph/graph.ts'
import { type Labels, labelsOf } from './graph/labels.ts'
import { type Multiplicity, multiplicityOf } from './graph/multiplicity.ts'
import { type Order, orderOf } from './graph/order.ts'
import { type Reach, reachOf } from './graph/reach.ts'
import { type Waiting, waitingOf } from './graph/waiting.ts'
import { type Scopes, scopesOf } from './scopes.ts'
import { type SharedStore, storesOf } from './stores.ts'

/** What the rules look at: a drawing and the graphs that are derived from it, each once, when first asked for. */
export interface Analyses {
  readonly document: TopologyDocument
  readonly kinds: KindTable
  readonly graph: Graph
  /** From the input on. */
  readonly dominators: Dominators
  /** Vertices on every way from the input to an end, in the order of the drawing. */
  readonly cuts: readonly number[]
  /** Over messages, those that lead back included. */
  readonly reach: Reach
  readonly order: Order
  readonly effects: readonly EffectSite[]
  readonly fields: Fields
  readonly labels: Labels
  readonly multiplicity: Multiplicity
  readonly scopes: Scopes
  readonly stores: readonly SharedStore[]
  readonly waiting: Waiting
}

export function analyse(
  document: TopologyDocument,
  kinds: KindTable,
  parsed: ParsedConfigs = new WeakMap(),
): Analyses {
  const graph = lazy(() => graphOf(document, kinds, parsed))
  const next = lazy(() => graph().vertices.map(({ outOf }) => outOf.map((at) => graph().arcs[at]?.to ?? 0)))
  const dominators = lazy(() => dominatorsOf(next(), graph().entry))
  const cuts = lazy(() => cutsOf(next(), graph().entry))
  const reach = lazy(() => reachOf(graph()))
  const order = lazy(() => orderOf(graph(), dominators()))
  const effects = lazy(() => effectsOf(graph()))
  const fields = lazy(() => fieldsOf(graph()))
  const labels = lazy(() => labelsOf(graph()))
  const multiplicity = lazy(() => multiplicityOf(graph()))
  const scopes = lazy(() => scopesOf(graph(), kinds))
  const stores = lazy(() => storesOf(analyses))
  const waiting = lazy(() => waitingOf(analyses))
  const analyses: Analyses = {
    document,
    kinds,
    get graph() {
      return graph()
    },
    get dominators() {
      return dominators()
    },
    get cuts() {
      return cuts()
    },
    get reach() {
      return reach()
    },
    get order() {
      return order()
    },
    get effects() {
      return effects()
    },
    get fields() {
      return fields()
    },
    get labels() {
      return labels()
    },
    get multiplicity() {
      return multiplicity()
    },
    get scopes() {
      return scopes()
    },
    get stores() {
      return stores()
    },
    get waiting() {
      return waiting()
    },
  }
  return analyses
}

function lazy<T>(make: () => T): () => T {
  let made: { readonly value: T } | null = null
  return () => {
    made ??= { value: make() }
    return made.value
  }
}

type Next = readonly (readonly number[])[]

function cutsOf(next: Next, entry: number | null): readonly number[] {
  const end = next.length
  const closed = [...next.map((to) => (to.length === 0 ? [end] : to)), []]
  const { immediate } = dominatorsOf(closed, entry)
  const cuts: number[] = []
  for (let at = immediate[end] ?? null; at !== null; at = immediate[at] ?? null) cuts.push(at)
  return cuts.reverse()
}
