import {
  type DocumentEdge,
  type DocumentNode,
  type EdgePolicy,
  type NodePolicy,
  splitEnd,
  type TopologyDocument,
} from '../topology/document.ts'
import { type Body, nestedIn } from '../topology/nested.ts'

/**
 * Changes of a drawing that quick fixes are made of. Elements are named as findings name them: what is inside a nested
 * topology by its path (`review/fix`; in a map with the lane, `each/0/fix`), and is changed where it is drawn.
 */
export type Change = (document: TopologyDocument) => TopologyDocument

/** One after the other. */
export function all(...changes: readonly Change[]): Change {
  return (document) => changes.reduce((so, change) => change(so), document)
}

/** Changes the body that an element stands in; it is handed the element's own id there. */
export function within(element: string, change: (body: Body, id: string) => Body): Change {
  return (document) => {
    const ways = element.split('/')
    const id = ways.pop() as string
    const topology = bodyOf(document, ways)
    if (topology === null) return { ...document, ...change(document, id) }
    const topologies = document.topologies?.map((one) =>
      one.id === topology ? { ...one, ...change(one, id) } : one,
    )
    return topologies === undefined ? document : withPorts({ ...document, topologies }, topology)
  }
}

/** A new output inside is a new port of every node that is of that topology. */
function withPorts(document: TopologyDocument, topology: string): TopologyDocument {
  const inside = document.topologies?.find(({ id }) => id === topology)
  const outputs = inside?.nodes.flatMap(({ id, kind }) => (kind === 'output' ? [id] : [])) ?? []
  const ported = (node: DocumentNode): DocumentNode => {
    if (node.kind !== 'topology' || nestedIn(node) !== topology) return node
    const known = (node.config?.['outputs'] ?? []) as readonly string[]
    const more = outputs.filter((id) => !known.includes(id))
    return more.length === 0 ? node : { ...node, config: { ...node.config, outputs: [...known, ...more] } }
  }
  const nodes = document.nodes.map(ported)
  const topologies = document.topologies?.map((one) => ({ ...one, nodes: one.nodes.map(ported) }))
  return topologies === undefined ? { ...document, nodes } : { ...document, nodes, topologies }
}

/** The nested topology that a path leads into; null for the drawing itself. */
function bodyOf(document: TopologyDocument, ways: readonly string[]): string | null {
  let at: string | null = null
  let body: Body = document
  for (let step = 0; step < ways.length; step += 1) {
    const node = body.nodes.find(({ id }) => id === ways[step])
    if (node === undefined) return at
    // After a map stands the lane.
    if (node.kind === 'map') step += 1
    at = nestedIn(node)
    const inside = document.topologies?.find(({ id }) => id === at)
    if (inside === undefined) return at
    body = inside
  }
  return at
}

export function setConfig(node: string, config: Readonly<Record<string, unknown>>): Change {
  return mapNode(node, (one) => ({ ...one, config: { ...one.config, ...config } }))
}

export function setPolicy(node: string, policy: NodePolicy): Change {
  return mapNode(node, (one) => ({ ...one, policy: { ...one.policy, ...policy } }))
}

export function mapNode(node: string, change: (node: DocumentNode) => DocumentNode): Change {
  return within(node, (body, id) => ({
    ...body,
    nodes: body.nodes.map((one) => (one.id === id ? change(one) : one)),
  }))
}

export function mapEdge(edge: string, change: (edge: DocumentEdge) => DocumentEdge): Change {
  return within(edge, (body, id) => ({
    ...body,
    edges: body.edges.map((one) => (one.id === id ? change(one) : one)),
  }))
}

export function setEdgePolicy(edge: string, policy: EdgePolicy): Change {
  return mapEdge(edge, (one) => ({ ...one, policy: { ...one.policy, ...policy } }))
}

/** Beside an element, in the body that it stands in. */
export function add(
  element: string,
  more: { readonly nodes?: readonly DocumentNode[]; readonly edges?: readonly DocumentEdge[] },
): Change {
  return within(element, (body) => ({
    ...body,
    nodes: [...body.nodes, ...(more.nodes ?? [])],
    edges: [...body.edges, ...(more.edges ?? [])],
  }))
}

/**
 * Puts a node on an edge: what came to its end comes to the node, and goes on from there as it went before. Not on one
 * that leads back: its rounds, and the way out when they are used up, are its source's.
 */
export function insertOn(edge: string, node: DocumentNode, into: string, outOf: string, id: string): Change {
  return within(edge, (body, own) => ({
    ...body,
    nodes: [...body.nodes, node],
    edges: body.edges.flatMap((one) => {
      if (one.id !== own) return [one]
      // What its policy says of messages holds before the node.
      const { policy: _before, ...bare } = one
      return [
        { ...one, to: `${node.id}.${into}` },
        { ...bare, id, from: `${node.id}.${outOf}` },
      ]
    }),
  }))
}

/** A name that nothing in the file has, made of the one that is wished for. */
export function freeId(document: TopologyDocument, wished: string): string {
  const taken = new Set<string>()
  for (const body of [document, ...(document.topologies ?? [])]) {
    for (const one of [...body.nodes, ...body.edges, ...(body.groups ?? []), ...(body.controllers ?? [])])
      taken.add(one.id)
  }
  for (const { id } of document.topologies ?? []) taken.add(id)
  if (!taken.has(wished)) return wished
  for (let number = 2; ; number += 1) if (!taken.has(`${wished}-${number}`)) return `${wished}-${number}`
}

/** The node or edge that an element is, where it is drawn. */
export function drawnAt<T extends 'nodes' | 'edges'>(
  document: TopologyDocument,
  element: string,
  what: T,
): Body[T][number] | null {
  const ways = element.split('/')
  const id = ways.pop()
  const topology = bodyOf(document, ways)
  const body = topology === null ? document : document.topologies?.find((one) => one.id === topology)
  return body?.[what].find((one) => one.id === id) ?? null
}

/** Between the ends of an edge. */
export function middleOf(document: TopologyDocument, edge: string): [number, number] {
  const drawn = drawnAt(document, edge, 'edges')
  if (drawn === null) return [0, 0]
  const prefix = edge.slice(0, edge.lastIndexOf('/') + 1)
  const [from, to] = [drawn.from, drawn.to].map(
    (end) => drawnAt(document, prefix + splitEnd(end).node, 'nodes')?.at ?? [0, 0],
  ) as [[number, number], [number, number]]
  return [Math.round((from[0] + to[0]) / 2), Math.round((from[1] + to[1]) / 2) + 96]
}

/** Beside a node: so many columns to the right and rows below. */
export function besideOf(
  document: TopologyDocument,
  node: string,
  columns: number,
  rows: number,
): [number, number] {
  const [x, y] = drawnAt(document, node, 'nodes')?.at ?? [0, 0]
  return [x + columns * 248, y + rows * 176]
}
