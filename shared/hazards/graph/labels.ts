import { type Brings, isStrict, labelsIn, PRIVATE, UNTRUSTED } from '../../nodes/brings.ts'
import { flowOf } from './flow.ts'
import type { Arc, Graph, Use, Vertex } from './graph.ts'

/** What an agent made of a stranger's text. */
export const STEERED = 4

/** A place by which labelled content comes into a team. */
export interface Source {
  readonly vertex: number
  /** Of an agent: the tool. Of an input: the field. */
  readonly part: string | null
  readonly labels: number
}

export interface Labels {
  readonly sources: readonly Source[]
  /** What a vertex may have seen, what it brings in itself included. */
  at(vertex: number): number
  /** What it may be handed by others: messages, stores and repositories. */
  handed(vertex: number): number
  /** What it may read in stores and repositories, which no gate on an edge keeps from it. */
  read(vertex: number): number
  /** A source of the label from which it may come to the vertex; null where there is none. */
  origin(vertex: number, label: number): Source | null
}

/** Where private and untrusted content may flow (Denning, A lattice model of secure information flow, 1976). */
export function labelsOf(graph: Graph): Labels {
  const sources = graph.vertices.flatMap(sourcesAt)
  const own = new Map<number, number>()
  for (const { vertex, labels } of sources) own.set(vertex, (own.get(vertex) ?? 0) | labels)
  const passes = (arc: Arc, labels: number): number => passed(graph, arc, labels)
  const seen = flowOf(graph, { source: (vertex) => own.get(vertex) ?? 0, passes })
  const all = (vertex: number): number => seen[vertex] as number
  const read = (vertex: number): number => readBy(graph, vertex, all)
  const origins = new Map<number, readonly (Source | null)[]>()
  const originsBy = (label: number): readonly (Source | null)[] => {
    const found = origins.get(label) ?? originsOf(graph, sources, label)
    origins.set(label, found)
    return found
  }
  return {
    sources,
    at: all,
    handed: (vertex) => sentTo(graph, vertex, all) | read(vertex),
    read,
    origin: (vertex, label) => originsBy(label)[vertex] ?? null,
  }
}

/** By vertex the nearest source from which a label comes. */
function originsOf(graph: Graph, sources: readonly Source[], label: number): readonly (Source | null)[] {
  const found = graph.vertices.map((): Source | null => null)
  const open: number[] = []
  const reach = (vertex: number, source: Source): void => {
    if (found[vertex] !== null) return
    found[vertex] = source
    open.push(vertex)
  }
  for (const source of sources) if ((source.labels & label) !== 0) reach(source.vertex, source)
  for (let at = 0; at < open.length; at += 1) {
    const vertex = graph.vertices[open[at] as number] as Vertex
    const source = found[vertex.index] as Source
    for (const one of vertex.outOf) {
      const arc = graph.arcs[one] as Arc
      if ((passed(graph, arc, label) & label) !== 0) reach(arc.to, source)
    }
    for (const one of vertex.uses) {
      const { client, resource, access } = graph.uses[one] as Use
      if (client === vertex.index && access !== 'read') reach(resource, source)
      if (resource === vertex.index && access !== 'write') reach(client, source)
    }
  }
  return found
}

interface Brought {
  readonly name?: string
  readonly type?: string
  readonly network?: readonly string[]
  readonly brings?: Brings
}

function sourcesAt(vertex: Vertex): readonly Source[] {
  const { index, kind, config } = vertex
  if (config === null) return []
  const one = (part: string | null, brought: Brought, byItself: number): readonly Source[] => {
    const labels = labelsIn(brought.brings, byItself)
    return labels === 0 ? [] : [{ vertex: index, part, labels }]
  }
  switch (kind) {
    case 'input':
      return (config as { readonly fields: readonly Brought[] }).fields.flatMap((field) =>
        one(field.name ?? null, field, field.type === 'repository' ? PRIVATE : 0),
      )
    case 'repo':
      return one(null, config as Brought, PRIVATE)
    case 'command':
    case 'verifier':
      return one(null, config as Brought, fromNetwork(config as Brought))
    case 'agent':
      return (config as { readonly tools: readonly Brought[] }).tools.flatMap((tool) =>
        one(tool.name ?? null, tool, fromNetwork(tool)),
      )
    default:
      return []
  }
}

function fromNetwork({ network = [] }: Brought): number {
  return network.length > 0 ? UNTRUSTED : 0
}

/**
 * A person who has seen a message answers for it. A verifier and a contract that leaves no room for prose let no orders
 * through. What an agent makes of a stranger's text is steered by it.
 */
function passed(graph: Graph, { from, fromPort }: Arc, labels: number): number {
  const { kind, config } = graph.vertices[from] as Vertex
  if (kind === 'gate') return fromPort === 'error' ? labels : 0
  if (kind === 'verifier' && fromPort === 'pass') return labels & PRIVATE
  if (kind === 'contract' && isStrict((config as { schema?: unknown } | null)?.schema))
    return labels & PRIVATE
  return kind === 'agent' && (labels & UNTRUSTED) !== 0 ? labels | STEERED : labels
}

function sentTo(graph: Graph, vertex: number, seen: (vertex: number) => number): number {
  return (graph.vertices[vertex] as Vertex).into
    .map((at) => graph.arcs[at] as Arc)
    .reduce((labels, arc) => labels | passed(graph, arc, seen(arc.from)), 0)
}

function readBy(graph: Graph, vertex: number, seen: (vertex: number) => number): number {
  return (graph.vertices[vertex] as Vertex).uses
    .map((at) => graph.uses[at] as Use)
    .filter(({ client, access }) => client === vertex && access !== 'write')
    .reduce((labels, { resource }) => labels | seen(resource), 0)
}
