import type { Brings } from '../../nodes/brings.ts'
import { flowOf } from './flow.ts'
import type { Arc, Graph, Vertex } from './graph.ts'

/** What must not get out; what strangers may have written; and what an agent made of the latter. */
export const PRIVATE = 1
export const UNTRUSTED = 2
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
  const handed = (vertex: number): number => handedTo(graph, vertex, (from) => seen[from] as number)
  return {
    sources,
    at: (vertex) => seen[vertex] as number,
    handed,
    origin: (vertex, label) =>
      sources.find((one) => {
        if ((one.labels & label) === 0) return false
        if (one.vertex === vertex) return true
        const source = (at: number): number => (at === one.vertex ? one.labels & label : 0)
        return ((flowOf(graph, { source, passes })[vertex] as number) & label) !== 0
      }) ?? null,
  }
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

function labelsIn(brings: Brings, byItself: number): number {
  switch (brings) {
    case undefined:
    case 'auto':
      return byItself
    case 'nothing':
      return 0
    case 'private':
      return PRIVATE
    case 'untrusted':
      return UNTRUSTED
    case 'both':
      return PRIVATE | UNTRUSTED
  }
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

function handedTo(graph: Graph, vertex: number, seen: (vertex: number) => number): number {
  const { into, uses } = graph.vertices[vertex] as Vertex
  let labels = 0
  for (const at of into) {
    const arc = graph.arcs[at] as Arc
    labels |= passed(graph, arc, seen(arc.from))
  }
  for (const at of uses) {
    const use = graph.uses[at]
    if (use?.client === vertex && use.access !== 'write') labels |= seen(use.resource)
  }
  return labels
}

interface Schema {
  readonly type?: unknown
  readonly enum?: unknown
  readonly const?: unknown
  readonly format?: unknown
  readonly properties?: Readonly<Record<string, unknown>>
  readonly additionalProperties?: unknown
  readonly items?: unknown
}

const SIMPLE = new Set<unknown>(['number', 'integer', 'boolean', 'null'])

/** Does a JSON Schema leave no room for free text? Only what is plainly so counts. */
export function isStrict(schema: unknown): boolean {
  if (typeof schema !== 'object' || schema === null) return false
  const { type, enum: among, const: only, properties, additionalProperties, items } = schema as Schema
  if (among !== undefined || only !== undefined || SIMPLE.has(type)) return true
  if (type === 'array') return isStrict(items)
  if (type !== 'object' || additionalProperties !== false) return false
  return Object.values(properties ?? {}).every(isStrict)
}
