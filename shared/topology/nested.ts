import {
  type DocumentEdge,
  type DocumentNode,
  type NestedTopology,
  splitEnd,
  type TopologyDocument,
} from './document.ts'
import type { KindTable, NodeKind } from './kind.ts'
import { configOf } from './ports.ts'

/**
 * Inlines the topologies inside a drawing: ids become paths (`review/fix`), a nested node itself becomes the boundary
 * by which messages enter, its outputs those by which they leave. A map's body is inlined once for each lane
 * (`each/0/fix`). The drawing has been checked, nested topologies included.
 */
export type Body = Pick<TopologyDocument, 'nodes' | 'edges' | 'groups' | 'controllers'>

const NESTED = 'topology'
const MAP = 'map'
const RELAY = 'relay'

export function isNested({ kind }: DocumentNode): boolean {
  return kind === NESTED || kind === MAP
}

/** Which topology a nested node is of; null for any other. */
export function nestedIn(node: DocumentNode): string | null {
  const of = node.config?.['of']
  return isNested(node) && typeof of === 'string' ? of : null
}

/** What is inside a nested node that is new to a drawing: messages go straight through. */
export function freshNested(id: string): NestedTopology {
  return {
    id,
    nodes: [
      { id: 'task', kind: 'input', at: [40, 40] },
      { id: 'done', kind: 'output', at: [540, 40] },
    ],
    edges: [{ id: 'e1', from: 'task.out', to: 'done.in' }],
  }
}

export function inline(document: TopologyDocument, kinds: KindTable): TopologyDocument {
  if (!document.nodes.some(isNested)) return document
  const bodies = new Map((document.topologies ?? []).map((one) => [one.id, one]))
  const flat = inlineBody(document, bodies, kinds)
  const { synod, name } = document
  return { synod, name, ...flat }
}

function inlineBody(body: Body, bodies: ReadonlyMap<string, Body>, kinds: KindTable): Body {
  const nodes: DocumentNode[] = []
  const edges: DocumentEdge[] = []
  const groups = [...(body.groups ?? [])]
  const controllers = [...(body.controllers ?? [])]
  const nested = new Map(body.nodes.filter(isNested).map((node) => [node.id, node]))
  for (const node of body.nodes) {
    const inner = bodies.get(nestedIn(node) ?? '')
    if (inner === undefined) {
      nodes.push(node)
      continue
    }
    const whole = inlineBody(inner, bodies, kinds)
    const parts = node.kind === MAP ? lanesOf(node, whole, kinds) : [teamOf(node, whole, body, kinds)]
    if (node.kind === MAP) nodes.push({ ...node, config: { ...node.config, scope: scopeOf(node.id) } })
    for (const part of parts) {
      nodes.push(...part.nodes)
      edges.push(...part.edges)
      groups.push(...(part.groups ?? []))
      controllers.push(...(part.controllers ?? []))
    }
  }
  edges.push(...body.edges.map((edge) => ({ ...edge, from: leaving(edge.from, nested) })))
  // The drawn edges first: their places are those that people know.
  return {
    nodes,
    edges: [...edges.slice(-body.edges.length), ...edges.slice(0, -body.edges.length)],
    groups,
    controllers,
  }
}

/** Activations are paths too, so a name in them has no slashes. */
function scopeOf(id: string): string {
  return id.replaceAll('/', '.')
}

/** An edge that leaves a nested node leaves the output of that name; a map is an actor and keeps its own ports. */
function leaving(end: string, nested: ReadonlyMap<string, DocumentNode>): string {
  const { node, port } = splitEnd(end)
  const found = nested.get(node)
  if (found?.kind !== NESTED || port === null) return end
  return port === 'error' ? `${errorsOf(node)}.out` : `${node}/${port}.out`
}

/** Where the errors of a team inside are gathered; no node can have this id. */
function errorsOf(node: string): string {
  return `${node}/-error`
}

/** A team inside: entered by the nested node itself. */
function teamOf(node: DocumentNode, inner: Body, outer: Body, kinds: KindTable): Body {
  const { id, name } = node
  const wired = outer.edges.some((edge) => edge.from === `${id}.error`)
  const errors = errorsOf(id)
  const part = copyOf(id, id, inner, kinds, wired ? [`${errors}.in`] : [])
  const outputs = inner.nodes
    .filter(({ kind }) => kind === 'output')
    .map((one) => relay(`${id}/${one.id}`, node))
  const entry: DocumentNode = { ...relay(id, node), ...(name === undefined ? {} : { name }) }
  return { ...part, nodes: [entry, ...part.nodes, ...outputs, ...(wired ? [relay(errors, node)] : [])] }
}

/** As many copies of a map's body as items are worked on at once. */
function lanesOf(node: DocumentNode, inner: Body, kinds: KindTable): readonly Body[] {
  const lanes = Number(node.config?.['concurrency'] ?? 4)
  const results = inner.nodes.filter(({ kind }) => kind === 'output')
  return Array.from({ length: lanes }, (_, lane): Body => {
    const id = `${node.id}/${lane}`
    const part = copyOf(id, id, inner, kinds, [`${node.id}.failed`])
    const outputs = results.map((output) => relay(`${id}/${output.id}`, node))
    const back = outputs.map((output) => wire(`${output.id}.back`, `${output.id}.out`, `${node.id}.back`))
    const enter = wire(`${id}.enter`, `${node.id}.lane${lane}`, `${id}.in`)
    return {
      ...part,
      nodes: [relay(id, node), ...part.nodes, ...outputs],
      edges: [...part.edges, enter, ...back],
    }
  })
}

function relay(id: string, { at, name = '' }: DocumentNode): DocumentNode {
  return { id, kind: RELAY, at, ...(name === '' ? {} : { name }) }
}

function wire(id: string, from: string, to: string): DocumentEdge {
  return { id, from, to }
}

/** The inner nodes and edges under a path; the input's messages come from `entry`, unwired errors go to `errors`. */
function copyOf(path: string, entry: string, inner: Body, kinds: KindTable, errors: readonly string[]): Body {
  const input = inner.nodes.find(({ kind }) => kind === 'input')?.id ?? ''
  const outputs = new Set(inner.nodes.filter(({ kind }) => kind === 'output').map(({ id }) => id))
  const under = (id: string): string => `${path}/${id}`
  const source = (end: string): string => (splitEnd(end).node === input ? `${entry}.out` : under(end))
  const nodes = inner.nodes
    .filter(({ id }) => id !== input && !outputs.has(id))
    .map((node) => ({ ...node, id: under(node.id) }))
  const edges = inner.edges.map((edge) => ({
    ...edge,
    id: under(edge.id),
    from: source(edge.from),
    to: outputs.has(splitEnd(edge.to).node) ? `${under(splitEnd(edge.to).node)}.in` : under(edge.to),
  }))
  const taken = new Set(edges.map((edge) => edge.from))
  const failing = nodes.filter((node) => hasError(node, kinds) && !taken.has(`${node.id}.error`))
  const more = failing.flatMap(({ id }) =>
    errors.map((to, at) => wire(`${id}.error${at}`, `${id}.error`, to)),
  )
  return {
    nodes,
    edges: [...edges, ...more],
    groups: (inner.groups ?? []).map(({ saga, ...group }) => ({
      ...group,
      id: under(group.id),
      members: group.members.map(under),
      ...(saga === undefined ? {} : { saga: { undo: underAll(saga.undo, under) } }),
    })),
    controllers: (inner.controllers ?? []).map((one) => ({
      ...one,
      id: under(one.id),
      // What is for the whole of a team is for all inside it, not for the run around it.
      nodes: one.nodes?.map(under) ?? (one.group === undefined ? nodes.map(({ id }) => id) : undefined),
      ...(one.group === undefined ? {} : { group: under(one.group) }),
    })),
  }
}

function underAll(
  undo: { readonly [member: string]: string },
  under: (id: string) => string,
): { [member: string]: string } {
  return Object.fromEntries(Object.entries(undo).map(([member, node]) => [under(member), under(node)]))
}

function hasError(node: DocumentNode, kinds: KindTable): boolean {
  const kind: NodeKind | undefined = kinds.get(node.kind)
  if (kind === undefined || node.kind === RELAY) return false
  if (node.policy?.dead_letter === true || node.policy?.fallback === true) return false
  return kind.ports(configOf(kind, node)).out.some((port) => port.error === true)
}
