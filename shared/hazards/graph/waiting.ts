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
  const { graph, dominators, order } = analyses
  const reached = graph.vertices.filter(
    ({ index }) => index === graph.entry || dominators.immediate[index] !== null,
  )
  const deciders = decidersOf(analyses)
  const fired = new Set<number>()
  // What no edge leads to is told to begin by something else: the input by the run, a compensator by its saga.
  const open = graph.vertices.filter(({ into, kind }) => into.length === 0 && kind !== 'store')
  for (const { index } of open) fired.add(index)
  const sorted = [...new Set([...order.sorted, ...graph.vertices.keys()])]
  for (let changed = true; changed; ) {
    changed = false
    for (const index of sorted) {
      if (fired.has(index) || waitsFor(analyses, vertexAt(graph, index), deciders, fired).blocked) continue
      fired.add(index)
      changed = true
    }
  }
  const stuck = reached.filter(({ index }) => !fired.has(index))
  const next = graph.vertices.map((vertex): readonly number[] =>
    fired.has(vertex.index) ? [] : waitsFor(analyses, vertex, deciders, fired).by,
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
): Blocked {
  const arcs = vertex.into.map((at) => arcAt(analyses.graph, at))
  const missing = missingArcs(vertex, arcs, fired)
  const open = neededBy(vertex)
    .map((topic) => deciders(vertex.index, topic))
    .filter((who) => who !== null && !who.some((one) => fired.has(one)))
  return {
    blocked: missing.length + open.length > 0,
    by: [...missing.map(({ from }) => from), ...open.flatMap((who) => who ?? [])],
  }
}

/** A join waits on several ports, of one round: what leads back to it comes a round later. Others take what comes. */
function missingArcs(vertex: Vertex, arcs: readonly Arc[], fired: ReadonlySet<number>): readonly Arc[] {
  if (vertex.kind !== 'join' || vertex.config === null) {
    return arcs.some(({ from }) => fired.has(from)) ? [] : arcs
  }
  const { inputs, wait, count } = vertex.config as {
    readonly inputs: readonly string[]
    readonly wait: 'all' | 'any' | 'some'
    readonly count: number
  }
  const fed = inputs.filter((port) => arcs.some(({ toPort }) => toPort === port))
  const late = fed.filter(
    (port) => !arcs.some(({ toPort, from, back }) => toPort === port && !back && fired.has(from)),
  )
  const needed = wait === 'all' ? fed.length : wait === 'any' ? 1 : count
  if (fed.length - late.length >= Math.min(needed, fed.length)) return []
  return arcs.filter(({ toPort }) => late.includes(toPort))
}
