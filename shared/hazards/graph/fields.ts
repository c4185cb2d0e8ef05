import type { Arc, Graph, Vertex } from './graph.ts'

/**
 * Which fields a message may carry where. Over all ways together: a field counts as there if one way brings it, so
 * what is told missing is missing on every way.
 */
export interface Fields {
  /** May a message that comes to this vertex carry the field? True as well where that cannot be told. */
  mayHave(vertex: number, field: string): boolean
  /** The vertices that add a field of this name. */
  makers(field: string): readonly number[]
  /** Joins before a vertex that keep a field under the names of their ports, with those ports. */
  keptUnder(vertex: number, field: string): readonly string[]
}

interface Named {
  readonly as?: string
}

/** What every message of a worker may carry besides what it came with. */
const OWN: Readonly<Record<string, readonly string[]>> = {
  agent: ['change', 'conflict', 'error', 'decisions'],
  command: ['change', 'conflict', 'error', 'decisions'],
  verifier: ['change', 'error'],
  router: ['error'],
  gate: ['approval', 'approvals', 'feedback', 'error'],
  vote: ['vote', 'error'],
  repo: ['change', 'error'],
  map: ['error', 'item'],
  timer: ['tick'],
  contract: ['error'],
  condition: ['error'],
}

/** Makes of a message what nobody can foresee. */
const UNFORESEEN = new Set(['transform', 'topology'])

export function fieldsOf(graph: Graph): Fields {
  const added = new Map<string, number[]>()
  for (const vertex of graph.vertices)
    for (const field of addedBy(vertex)) added.set(field, [...(added.get(field) ?? []), vertex.index])
  const opaque = graph.vertices.filter(isOpaque).map(({ index }) => index)
  const unforeseen = spread(graph, opaque).into
  const known = new Map<string, Spread>()
  const spreadOf = (field: string): Spread => {
    const found = known.get(field) ?? spread(graph, added.get(field) ?? [])
    known.set(field, found)
    return found
  }
  return {
    mayHave: (vertex, field) => unforeseen.has(vertex) || spreadOf(field).into.has(vertex),
    makers: (field) => added.get(field) ?? [],
    keptUnder: (vertex, field) => partsWith(graph, vertex, spreadOf(field)),
  }
}

function isOpaque({ kind, config, into }: Vertex): boolean {
  // What takes back a member's work is handed that member's message, over no edge.
  return UNFORESEEN.has(kind) || config === null || (into.length === 0 && kind !== 'input')
}

/** The fields that a vertex adds. A config that does not parse adds what cannot be told (`isOpaque`). */
function addedBy({ kind, config }: Vertex): readonly string[] {
  const own = OWN[kind] ?? []
  if (config === null) return own
  switch (kind) {
    case 'input':
      return (config as { readonly fields: readonly { readonly name: string }[] }).fields.map(
        (one) => one.name,
      )
    case 'join':
    case 'vote':
      return [...own, ...(config as { readonly inputs: readonly string[] }).inputs]
    default: {
      const { as } = config as Named
      return as === undefined ? own : [...own, as]
    }
  }
}

/** Where a field is: on messages that come to a vertex, and on the arcs that carry it. */
interface Spread {
  readonly into: ReadonlySet<number>
  readonly on: ReadonlySet<number>
}

/** From those who add it along all arcs; a join lifts only what all its parts share. */
function spread(graph: Graph, from: readonly number[]): Spread {
  const into = new Set<number>()
  const on = new Set<number>()
  const sent = new Set<number>()
  const open = [...from]
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (sent.has(index)) continue
    sent.add(index)
    for (const at of graph.vertices[index]?.outOf ?? []) {
      const arc = graph.arcs[at] as Arc
      on.add(at)
      into.add(arc.to)
      const target = graph.vertices[arc.to] as Vertex
      if (target.kind !== 'join' || isShared(graph, target, on)) open.push(arc.to)
    }
  }
  return { into, on }
}

/** Is it on an edge into each port? */
function isShared(graph: Graph, join: Vertex, on: ReadonlySet<number>): boolean {
  const ports = Map.groupBy(join.into, (at) => (graph.arcs[at] as Arc).toPort)
  return [...ports.values()].every((arcs) => arcs.some((at) => on.has(at)))
}

/** The parts of the joins before a vertex that have a field which the join does not lift. */
function partsWith(graph: Graph, vertex: number, { on }: Spread): readonly string[] {
  const seen = new Set<number>()
  const open = [vertex]
  const found = new Set<string>()
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    if (seen.has(index)) continue
    seen.add(index)
    const at = graph.vertices[index] as Vertex
    for (const one of at.into) {
      const arc = graph.arcs[one] as Arc
      if (at.kind === 'join' && on.has(one)) found.add(arc.toPort)
      open.push(arc.from)
    }
  }
  return [...found].sort()
}
