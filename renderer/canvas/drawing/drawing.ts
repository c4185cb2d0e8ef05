import type { ControllerSpec } from '../../../shared/topology/controls.ts'
import {
  type DocumentEdge,
  type DocumentNode,
  splitEnd,
  type TopologyDocument,
} from '../../../shared/topology/document.ts'
import type { PortSpec, Ports, Resource } from '../../../shared/topology/kind.ts'
import { findLoops } from '../../../shared/topology/loops.ts'
import { isNested } from '../../document/inside.ts'
import { type Anchor, portAnchors } from '../geometry/anchors.ts'
import { type Frame, frameAt, NODE_WIDTH } from '../geometry/point.ts'
import { controlsOf } from './controls.ts'
import { kept, keptEdge, keptFrames } from './kept.ts'
import { factsInside, factsOf, type NodeFacts, rememberPorts } from './nodes.ts'
import { freeClientAnchor, freeResourceAnchor, placeResourceEdges, type ResourceEnds } from './resources.ts'
import { edgeDetail, edgeLabel } from './words.ts'

export interface DrawnNode {
  readonly node: DocumentNode
  readonly facts: NodeFacts
  readonly frame: Frame
  readonly anchors: readonly Anchor[]
  /** Breakers, bulkheads, rate limits and budgets that are shown on its card. */
  readonly controllers: readonly ControllerSpec[]
}

export interface DrawnEdge {
  readonly edge: DocumentEdge
  readonly source: DrawnNode
  readonly target: DrawnNode
  readonly sourceAnchor: Anchor
  readonly targetAnchor: Anchor
  readonly resource: boolean
  readonly back: boolean
  /** Always shown; empty for a plain edge. */
  readonly label: string
  /** Shown on hover and selection. */
  readonly detail: string
}

/** A document with everything that its picture needs: places of ports, ends of edges, words. No DOM. */
export interface Drawing {
  readonly document: TopologyDocument
  readonly nodes: ReadonlyMap<string, DrawnNode>
  readonly edges: ReadonlyMap<string, DrawnEdge>
  readonly frames: readonly Frame[]
}

const drawings = new WeakMap<TopologyDocument, Drawing>()

export function draw(document: TopologyDocument): Drawing {
  const known = drawings.get(document)
  if (known !== undefined) return known
  const drawing = newDrawing(document)
  drawings.set(document, drawing)
  return drawing
}

function newDrawing(document: TopologyDocument): Drawing {
  const nodes = new Map(document.nodes.map((node) => [node.id, node]))
  const sound = document.edges.filter(
    (edge) => nodes.has(splitEnd(edge.from).node) && nodes.has(splitEnd(edge.to).node),
  )
  const messages = sound.filter((edge) => edge.access === undefined)
  const resources = sound.filter((edge) => edge.access !== undefined)
  const back = backEdges(document, messages)
  const lifted = liftedEdges(back, nodes)
  const ends = resourceEnds(resources, nodes)
  const drawn = new Map<string, DrawnNode>()
  const joined = byNode(messages)
  const uses = resourcesOf(resources, nodes)
  const { onCard } = controlsOf(document)
  const readFacts = isNested(document) ? factsInside : factsOf
  for (const node of document.nodes) {
    const own = joined.get(node.id) ?? NO_EDGES
    const one = drawNode(node, readFacts(node), own, back, lifted, ends, resources, uses.get(node.id) ?? [])
    drawn.set(node.id, kept({ ...one, controllers: onCard.get(node.id) ?? NO_CONTROLLERS }))
  }
  const edges = new Map<string, DrawnEdge>()
  for (const edge of sound) {
    const one = drawEdge(edge, drawn, back.has(edge), lifted.has(edge), ends)
    if (one !== null) edges.set(edge.id, keptEdge(one))
  }
  return { document, nodes: drawn, edges, frames: keptFrames([...drawn.values()].map((one) => one.frame)) }
}

const NO_CONTROLLERS: readonly ControllerSpec[] = []
const NO_EDGES: JoinedEdges = { out: [], into: [] }

interface JoinedEdges {
  readonly out: DocumentEdge[]
  readonly into: DocumentEdge[]
}

function byNode(edges: readonly DocumentEdge[]): ReadonlyMap<string, JoinedEdges> {
  const found = new Map<string, JoinedEdges>()
  const of = (id: string): JoinedEdges => {
    const own = found.get(id) ?? { out: [], into: [] }
    found.set(id, own)
    return own
  }
  for (const edge of edges) {
    of(splitEnd(edge.from).node).out.push(edge)
    of(splitEnd(edge.to).node).into.push(edge)
  }
  return found
}

/** What each worker is joined to: some of its ports are there for that. */
function resourcesOf(
  edges: readonly DocumentEdge[],
  nodes: ReadonlyMap<string, DocumentNode>,
): ReadonlyMap<string, readonly Resource[]> {
  const uses = new Map<string, Resource[]>()
  for (const { from, to, access } of edges) {
    const resource = { node: to, kind: nodes.get(to)?.kind ?? '', access: access ?? 'read' }
    uses.set(from, [...(uses.get(from) ?? []), resource])
  }
  return uses
}

function backEdges(document: TopologyDocument, messages: readonly DocumentEdge[]): ReadonlySet<DocumentEdge> {
  const arcs = messages.map((edge) => ({ from: splitEnd(edge.from).node, to: splitEnd(edge.to).node }))
  const entry = document.nodes.find((node) => node.kind === 'input')?.id ?? ''
  const loops = findLoops(
    document.nodes.map((node) => node.id),
    arcs,
    entry,
  )
  return new Set([...loops.back.keys()].flatMap((at) => messages[at] ?? []))
}

/** Edges that lead back to the left go over the cards, from top to top. */
function liftedEdges(
  back: ReadonlySet<DocumentEdge>,
  nodes: ReadonlyMap<string, DocumentNode>,
): ReadonlySet<DocumentEdge> {
  return new Set(
    [...back].filter((edge) => {
      const from = nodes.get(splitEnd(edge.from).node)?.at
      const to = nodes.get(splitEnd(edge.to).node)?.at
      return from !== undefined && to !== undefined && to[0] < from[0]
    }),
  )
}

function resourceEnds(
  edges: readonly DocumentEdge[],
  nodes: ReadonlyMap<string, DocumentNode>,
): ReadonlyMap<string, ResourceEnds> {
  const frameOf = (id: string): Frame | undefined => {
    const node = nodes.get(id)
    return node === undefined ? undefined : frameAt(node.at)
  }
  const placed = new Map<string, ResourceEnds>()
  for (const id of new Set(edges.map((edge) => edge.to))) {
    const frame = frameOf(id)
    if (frame === undefined) continue
    const own = edges.filter((edge) => edge.to === id)
    for (const [edge, ends] of placeResourceEdges(own, frame, (one) => frameOf(one.from)))
      placed.set(edge, ends)
  }
  return placed
}

function drawNode(
  node: DocumentNode,
  facts: NodeFacts,
  joined: JoinedEdges,
  back: ReadonlySet<DocumentEdge>,
  lifted: ReadonlySet<DocumentEdge>,
  ends: ReadonlyMap<string, ResourceEnds>,
  resources: readonly DocumentEdge[],
  uses: readonly Resource[],
): Omit<DrawnNode, 'controllers'> {
  const { out, into } = joined
  const own = uses.length === 0 ? facts.ports : facts.portsWith(uses)
  if (facts.kind !== null && facts.fact !== 'see Problems') rememberPorts(node, own)
  const leadsBack = out.some((edge) => back.has(edge))
  const ports = completePorts(own, joined, leadsBack, node.policy?.fallback === true)
  const top = new Set(ports.out.map((port) => port.name).filter((port) => allLifted(port, out, lifted)))
  const anchors = [...portAnchors(facts.outline, ports, top)]
  for (const edge of into.filter((one) => lifted.has(one))) {
    const port = splitEnd(edge.to).port ?? ''
    const id = `${port}@top`
    if (anchors.some((one) => one.id === id)) continue
    anchors.push({ id, port, type: 'in', end: 'target', side: 'top', x: NODE_WIDTH / 2, y: 0, label: port })
  }
  anchors.push(...resourceAnchors(node, facts, ends, resources))
  return { node, facts, frame: frameAt(node.at), anchors }
}

function allLifted(port: string, out: readonly DocumentEdge[], lifted: ReadonlySet<DocumentEdge>): boolean {
  const own = out.filter((edge) => splitEnd(edge.from).port === port)
  return own.length > 0 && own.every((edge) => lifted.has(edge))
}

/**
 * The kind's ports, `exhausted` where an edge leads back, `fallback` where the policy has one, and any that an edge
 * names in vain: it must stay visible.
 */
function completePorts(
  ports: Ports,
  { out, into }: JoinedEdges,
  leadsBack: boolean,
  fallback: boolean,
): Ports {
  const outs: PortSpec[] = [...ports.out]
  const ins: PortSpec[] = [...ports.in]
  const add = (port: PortSpec): void => void outs.splice(outs.length - countErrors(outs), 0, port)
  if (leadsBack) add({ name: 'exhausted', label: 'rounds used up' })
  if (fallback) add({ name: 'fallback', label: 'instead' })
  const name = (list: PortSpec[], port: string | null): void => {
    if (port !== null && !list.some((one) => one.name === port))
      list.push({ name: port, label: `${port} (no such port)` })
  }
  for (const edge of out) name(outs, splitEnd(edge.from).port)
  for (const edge of into) name(ins, splitEnd(edge.to).port)
  return { in: ins, out: outs }
}

function countErrors(ports: readonly PortSpec[]): number {
  return ports.filter((port) => port.error === true).length
}

function resourceAnchors(
  node: DocumentNode,
  facts: NodeFacts,
  ends: ReadonlyMap<string, ResourceEnds>,
  resources: readonly DocumentEdge[],
): readonly Anchor[] {
  if (facts.kind?.resource === true) {
    const own = resources.filter((edge) => edge.to === node.id)
    const placed = own.flatMap((edge) => ends.get(edge.id)?.target ?? [])
    return [...placed, freeResourceAnchor()]
  }
  const own = resources.find((edge) => edge.from === node.id)
  const placed = own === undefined ? undefined : ends.get(own.id)?.source
  if (placed !== undefined) return [placed]
  return facts.kind?.client === true ? [freeClientAnchor()] : []
}

function drawEdge(
  edge: DocumentEdge,
  nodes: ReadonlyMap<string, DrawnNode>,
  back: boolean,
  lifted: boolean,
  ends: ReadonlyMap<string, ResourceEnds>,
): DrawnEdge | null {
  const from = splitEnd(edge.from)
  const to = splitEnd(edge.to)
  const source = nodes.get(from.node)
  const target = nodes.get(to.node)
  if (source === undefined || target === undefined) return null
  const resource = edge.access !== undefined
  const placed = ends.get(edge.id)
  const sourceAnchor = resource
    ? (source.anchors.find((one) => one.type === 'resource') ?? placed?.source)
    : source.anchors.find((one) => one.port === from.port && one.end === 'source')
  const targetId = lifted ? `${to.port}@top` : to.port
  const targetAnchor = resource
    ? placed?.target
    : target.anchors.find((one) => one.id === targetId && one.end === 'target')
  if (sourceAnchor === undefined || targetAnchor === undefined) return null
  const port = resource ? null : { name: sourceAnchor.port, label: sourceAnchor.label }
  const outs = source.anchors.filter((one) => one.type === 'out')
  const choice = outs.length > 1 && sourceAnchor.type === 'out'
  return {
    edge,
    source,
    target,
    sourceAnchor,
    targetAnchor,
    resource,
    back,
    label: resource ? '' : edgeLabel(edge, port, choice, back),
    detail: edgeDetail(edge, port, back),
  }
}
