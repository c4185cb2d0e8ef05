import type { Analyses } from '../analyses.ts'
import { componentsOf } from './components.ts'
import { type Arc, arcAt, type Vertex, vertexAt } from './graph.ts'

/** Who waits for whom, where all must come. */
export interface Waiting {
  /** May a vertex ever be at work, whatever the branches decide? */
  fires(vertex: number): boolean
  /** Vertices that wait for each other, or for themselves: none of them is ever at work. */
  readonly circles: readonly (readonly number[])[]
  /** Workers that wait for a topic that nobody decides. */
  readonly forlorn: readonly { readonly vertex: number; readonly topic: string }[]
}

interface Needs {
  readonly needs?: readonly string[]
  readonly decides?: readonly string[]
}

/** The least fixed point of what may happen: of what is not in it, each waits for what is not in it either. */
export function waitingOf(analyses: Analyses): Waiting {
  const { graph, dominators } = analyses
  const reached = graph.vertices.filter(
    ({ index }) => index === graph.entry || dominators.immediate[index] !== null,
  )
  const deciders = decidersOf(analyses)
  const fired = firing(analyses)
  const stuck = reached.filter(({ index }) => !fired.has(index))
  const next = graph.vertices.map((vertex): readonly number[] =>
    fired.has(vertex.index) ? [] : waitsFor(analyses, vertex, deciders, fired, COMES).by,
  )
  const stuckOnes = new Set(stuck.map(({ index }) => index))
  const circles = componentsOf(next).members.filter(
    ([one = 0, ...more]) => stuckOnes.has(one) && (more.length > 0 || next[one]?.includes(one) === true),
  )
  const forlorn = stuck.flatMap(({ index }) =>
    neededBy(graph.vertices[index])
      .filter((topic) => (deciders(index, topic) ?? [0]).length === 0)
      .map((topic) => ({ vertex: index, topic })),
  )
  return { fires: (vertex) => fired.has(vertex), circles, forlorn }
}

/** What may be at work where not everything comes: the least fixed point, whatever the branches decide. */
export function firing(analyses: Analyses, comes: Comes = COMES): ReadonlySet<number> {
  const { graph, order } = analyses
  const deciders = decidersOf(analyses)
  // What no edge leads to is told to begin by something else: the input by the run, a compensator by its saga.
  const open = graph.vertices.filter(({ into, kind }) => into.length === 0 && kind !== 'store')
  const fired = new Set(open.map(({ index }) => index))
  const sorted = [...new Set([...order.sorted, ...graph.vertices.keys()])]
  for (let changed = true; changed; ) {
    changed = false
    for (const index of sorted) {
      if (fired.has(index) || waitsFor(analyses, vertexAt(graph, index), deciders, fired, comes).blocked)
        continue
      fired.add(index)
      changed = true
    }
  }
  return fired
}

/** What reaches others of those at work: messages along arcs, and what a worker decides. */
export interface Comes {
  along(arc: Arc, fired: ReadonlySet<number>): boolean
  decides(vertex: number, fired: ReadonlySet<number>): boolean
}

const COMES: Comes = {
  along: ({ from }, fired) => fired.has(from),
  decides: (vertex, fired) => fired.has(vertex),
}

export function neededBy(vertex: Vertex | undefined): readonly string[] {
  return (vertex?.config as Needs | null)?.needs ?? []
}

/** Who decides a topic at the ledger of a worker; null where it has none, which compiling refuses. */
type Deciders = (vertex: number, topic: string) => readonly number[] | null

function decidersOf({ graph }: Analyses): Deciders {
  const ledgerOf = (vertex: number): number | null =>
    vertexAt(graph, vertex)
      .uses.map((at) => graph.uses[at])
      .find((use) => use?.client === vertex && graph.vertices[use.resource]?.kind === 'decisions')
      ?.resource ?? null
  return (vertex, topic) => {
    const ledger = ledgerOf(vertex)
    if (ledger === null) return null
    return graph.uses
      .filter(({ resource, client }) => {
        if (resource !== ledger) return false
        return (graph.vertices[client]?.config as Needs | null)?.decides?.includes(topic) === true
      })
      .map(({ client }) => client)
  }
}

interface Blocked {
  readonly blocked: boolean
  /** Those that it waits for. A topic that nobody decides has none. */
  readonly by: readonly number[]
}

/** What a vertex still waits for, given those that may be at work. */
function waitsFor(
  analyses: Analyses,
  vertex: Vertex,
  deciders: Deciders,
  fired: ReadonlySet<number>,
  comes: Comes,
): Blocked {
  const arcs = vertex.into.map((at) => arcAt(analyses.graph, at))
  const missing = missingArcs(vertex, arcs, (arc) => comes.along(arc, fired))
  const open = neededBy(vertex)
    .map((topic) => deciders(vertex.index, topic))
    .filter((who) => who !== null && !who.some((one) => comes.decides(one, fired)))
  return {
    blocked: missing.length + open.length > 0,
    by: [...missing.map(({ from }) => from), ...open.flatMap((who) => who ?? [])],
  }
}

/** A join waits on several ports, of one round: what leads back to it comes a round later. Others take what comes. */
function missingArcs(vertex: Vertex, arcs: readonly Arc[], comes: (arc: Arc) => boolean): readonly Arc[] {
  if (vertex.kind !== 'join' || vertex.config === null) {
    return arcs.some(comes) ? [] : arcs
  }
  const { inputs, wait, count } = vertex.config as {
    readonly inputs: readonly string[]
    readonly wait: 'all' | 'any' | 'some'
    readonly count: number
  }
  const fed = inputs.filter((port) => arcs.some(({ toPort }) => toPort === port))
  const late = fed.filter((port) => !arcs.some((arc) => arc.toPort === port && !arc.back && comes(arc)))
  const needed = wait === 'all' ? fed.length : wait === 'any' ? 1 : count
  if (fed.length - late.length >= Math.min(needed, fed.length)) return []
  return arcs.filter(({ toPort }) => late.includes(toPort))
}
