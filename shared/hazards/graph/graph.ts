import { checkNested } from '../../topology/check-nested.ts'
import type { ControllerSpec, GroupSpec } from '../../topology/controls.ts'
import {
  type Access,
  type DocumentEdge,
  type DocumentNode,
  splitEnd,
  type TopologyDocument,
} from '../../topology/document.ts'
import type { KindTable, NodeKind } from '../../topology/kind.ts'
import { findLoops, type Arc as Way } from '../../topology/loops.ts'
import { inline, isNested } from '../../topology/nested.ts'
import { stagesOf } from '../../topology/stages.ts'

/**
 * A drawing as a graph, with its nested topologies inlined (a map as one lane of its body). What stands on an edge
 * (contract, condition, transform, guard) is a vertex of its own, as it is an actor of its own when it runs. A drawing
 * that does not compile yet has a graph too, of what is sound in it.
 */
export interface Graph {
  readonly vertices: readonly Vertex[]
  readonly arcs: readonly Arc[]
  /** Dashed edges: who uses which store, repository or ledger. */
  readonly uses: readonly Use[]
  /** Those inside nested topologies too, with paths for names. */
  readonly controllers: readonly ControllerSpec[]
  readonly groups: readonly GroupSpec[]
  /** The vertex of each node by its id; inside a nested topology the id is a path. */
  readonly byId: ReadonlyMap<string, number>
  /** The input node; null while there is none. */
  readonly entry: number | null
  readonly loops: readonly Loop[]
}

/** The vertices that a message meets again when it goes round. */
export interface Loop {
  readonly header: number
  readonly body: ReadonlySet<number>
  /** Arcs that lead back to the header. */
  readonly back: readonly Arc[]
}

export interface Vertex {
  readonly index: number
  /** Of a node: its id. Of what stands on an edge: the edge's id, a dot and what it is. */
  readonly id: string
  /** The node or edge that is drawn: what findings name. */
  readonly element: string
  readonly kind: string
  /** Parsed, with defaults; null where it does not parse. */
  readonly config: unknown
  /** Null for what stands on an edge. */
  readonly node: DocumentNode | null
  readonly edge: DocumentEdge | null
  /** Positions of its arcs. */
  readonly into: number[]
  readonly outOf: number[]
  /** Positions of its dashed edges, as a client or as a resource. */
  readonly uses: number[]
}

/** A message edge, or a part of one between two things that stand on it. */
export interface Arc {
  readonly index: number
  readonly from: number
  readonly fromPort: string
  readonly to: number
  readonly toPort: string
  readonly edge: DocumentEdge
  /** It leads back: a message on it begins a new round. */
  readonly back: boolean
}

export interface Use {
  readonly client: number
  readonly resource: number
  readonly access: Access
  readonly edge: DocumentEdge
}

/** Config is parsed once for each node object: an edit replaces the nodes that it changes and no others. */
export type ParsedConfigs = WeakMap<DocumentNode, { readonly config: unknown }>

export function graphOf(document: TopologyDocument, kinds: KindTable, parsed: ParsedConfigs): Graph {
  const flat = flatten(document, kinds)
  const vertices: Vertex[] = []
  const byId = new Map<string, number>()
  const add = (one: Pick<Vertex, 'id' | 'element' | 'kind' | 'config' | 'node' | 'edge'>): number => {
    vertices.push({ ...one, index: vertices.length, into: [], outOf: [], uses: [] })
    return vertices.length - 1
  }
  for (const node of flat.nodes) {
    const kind = kinds.get(node.kind)
    if (kind === undefined || byId.has(node.id)) continue
    const config = parse(kind, node, parsed)
    const element = node.id.replace(MADE, '')
    byId.set(node.id, add({ id: node.id, element, kind: node.kind, config, node, edge: null }))
  }
  const pieces = flat.edges.flatMap((edge) => piecesOf(edge, byId, add, kinds))
  const entry = vertices.find(({ kind }) => kind === 'input')?.index ?? null
  const { arcs, loops } = withLoops(vertices, pieces, entry)
  for (const arc of arcs) {
    vertices[arc.from]?.outOf.push(arc.index)
    vertices[arc.to]?.into.push(arc.index)
  }
  const uses = flat.edges.flatMap((edge) => useOf(edge, byId))
  uses.forEach(({ client, resource }, at) => {
    vertices[client]?.uses.push(at)
    vertices[resource]?.uses.push(at)
  })
  const { controllers = [], groups = [] } = flat
  return { vertices, arcs, uses, controllers, groups, byId, entry, loops }
}

/** The end of an id that only inlining knows: where the errors of a team are gathered, where a lane begins. */
const MADE = /\/(-error|\d+)$/

/** One lane of a map is like any other. What is not sound inside stays closed. */
function flatten(document: TopologyDocument, kinds: KindTable): TopologyDocument {
  if (!document.nodes.some(isNested) || checkNested(document, kinds).length > 0) return document
  const narrow = (node: DocumentNode): DocumentNode =>
    node.kind === 'map' ? { ...node, config: { ...node.config, concurrency: 1 } } : node
  const topologies = document.topologies?.map((one) => ({ ...one, nodes: one.nodes.map(narrow) }))
  const narrowed = { ...document, nodes: document.nodes.map(narrow) }
  return inline(topologies === undefined ? narrowed : { ...narrowed, topologies }, kinds)
}

function parse(kind: NodeKind, node: DocumentNode, parsed: ParsedConfigs): unknown {
  const known = parsed.get(node)
  if (known !== undefined) return known.config
  const result = kind.schema.safeParse(node.config ?? {})
  const config = result.success ? result.data : null
  parsed.set(node, { config })
  return config
}

type Piece = Omit<Arc, 'index' | 'back'>
type Add = (one: Pick<Vertex, 'id' | 'element' | 'kind' | 'config' | 'node' | 'edge'>) => number

function piecesOf(
  edge: DocumentEdge,
  byId: ReadonlyMap<string, number>,
  add: Add,
  kinds: KindTable,
): readonly Piece[] {
  const [start, end] = [splitEnd(edge.from), splitEnd(edge.to)]
  const [source, target] = [byId.get(start.node), byId.get(end.node)]
  if (edge.access !== undefined || source === undefined || target === undefined) return []
  if (start.port === null || end.port === null) return []
  const pieces: Piece[] = []
  let [from, fromPort] = [source, start.port]
  for (const { name, kind, config, out } of stagesOf(edge)) {
    const known = kinds.get(kind)?.schema.safeParse(config)
    const to = add({
      id: `${edge.id}.${name}`,
      element: edge.id,
      kind,
      config: known?.success === true ? known.data : null,
      node: null,
      edge,
    })
    pieces.push({ from, fromPort, to, toPort: 'in', edge })
    from = to
    fromPort = out
  }
  pieces.push({ from, fromPort, to: target, toPort: end.port, edge })
  return pieces
}

/** A map's lanes come back to it, which is no loop. */
const RETURNS = new Set(['back', 'failed'])

function withLoops(
  vertices: readonly Vertex[],
  pieces: readonly Piece[],
  entry: number | null,
): Pick<Graph, 'loops'> & { readonly arcs: readonly Arc[] } {
  const ways = pieces.map(
    ({ from, to, toPort }): Way => ({
      from: String(from),
      to: vertices[to]?.kind === 'map' && RETURNS.has(toPort) ? `${to}.${toPort}` : String(to),
    }),
  )
  const ids = vertices.map(({ index }) => String(index))
  const { back, bodies } = findLoops(ids, ways, String(entry ?? 0))
  const arcs = pieces.map((piece, index): Arc => ({ ...piece, index, back: back.has(index) }))
  const loops = [...bodies].map(
    ([header, body]): Loop => ({
      header: Number(header),
      body: new Set([...body].map(Number)),
      back: arcs.filter(({ index }) => back.get(index) === header),
    }),
  )
  return { arcs, loops }
}

function useOf(edge: DocumentEdge, byId: ReadonlyMap<string, number>): readonly Use[] {
  if (edge.access === undefined) return []
  const client = byId.get(splitEnd(edge.from).node)
  const resource = byId.get(splitEnd(edge.to).node)
  if (client === undefined || resource === undefined) return []
  return [{ client, resource, access: edge.access, edge }]
}

/** Does a message return to its map on this arc? It waits there for the others, and goes on as one. */
export function returns(graph: Graph, { to, toPort }: Pick<Arc, 'to' | 'toPort'>): boolean {
  return graph.vertices[to]?.kind === 'map' && RETURNS.has(toPort)
}

export function vertexAt(graph: Graph, index: number): Vertex {
  const vertex = graph.vertices[index]
  if (vertex === undefined) throw new Error(`no vertex ${index}`)
  return vertex
}

export function arcAt(graph: Graph, index: number): Arc {
  const arc = graph.arcs[index]
  if (arc === undefined) throw new Error(`no arc ${index}`)
  return arc
}
