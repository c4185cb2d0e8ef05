import { kinds } from '../../shared/nodes/index.ts'
import type { DocumentEdge, TopologyDocument } from '../../shared/topology/document.ts'
import type { NodeKind } from '../../shared/topology/kind.ts'
import { freshId } from '../document/ids.ts'
import type { Drawing, DrawnNode } from './drawing/drawing.ts'
import type { Anchor } from './geometry/anchors.ts'

/** An edge between two anchors, whichever end it was drawn from. */
export interface Wire {
  readonly source: string
  readonly sourceHandle?: string | null
  readonly target: string
  readonly targetHandle?: string | null
}

/** The document's edge for a wire; null where the two ends don't go together or are joined already. */
export function edgeFor(drawing: Drawing, wire: Wire, except?: string): DocumentEdge | null {
  const source = anchorOf(drawing, wire.source, wire.sourceHandle, 'source')
  const target = anchorOf(drawing, wire.target, wire.targetHandle, 'target')
  if (source === undefined || target === undefined) return null
  if ((source.type === 'resource') !== (target.type === 'resource')) return null
  const id = freshId(drawing.document, 'e')
  const edge: DocumentEdge =
    source.type === 'resource'
      ? { id, from: wire.source, to: wire.target, access: 'read-modify-write' }
      : { id, from: `${wire.source}.${source.port}`, to: `${wire.target}.${target.port}` }
  if (edge.access !== undefined && wire.source === wire.target) return null
  const taken = drawing.document.edges.some(
    (one) => one.id !== except && one.from === edge.from && one.to === edge.to,
  )
  return taken ? null : edge
}

function anchorOf(
  drawing: Drawing,
  node: string,
  handle: string | null | undefined,
  end: Anchor['end'],
): Anchor | undefined {
  return drawing.nodes.get(node)?.anchors.find((one) => one.id === handle && one.end === end)
}

/** Everything that an anchor could be joined to, nearest kind of port first; for "Connect to…" and a drop on a card. */
export function partnersOf(
  drawing: Drawing,
  node: string,
  anchor: Anchor,
): readonly (Wire & { readonly other: string })[] {
  return [...drawing.nodes.values()].flatMap((other) => wiresTo(drawing, node, anchor, other))
}

export function wiresTo(
  drawing: Drawing,
  node: string,
  anchor: Anchor,
  other: DrawnNode,
): readonly (Wire & { readonly other: string })[] {
  const id = other.node.id
  const seen = new Set<string>()
  return other.anchors.flatMap((one) => {
    if (one.end === anchor.end || (one.type === 'resource') !== (anchor.type === 'resource')) return []
    // Several anchors of one port (at the side, on top) are one choice.
    const key = one.type === 'resource' ? '' : one.port
    if (seen.has(key)) return []
    seen.add(key)
    const wire =
      anchor.end === 'source'
        ? { source: node, sourceHandle: anchor.id, target: id, targetHandle: one.id }
        : { source: id, sourceHandle: one.id, target: node, targetHandle: anchor.id }
    return edgeFor(drawing, wire) === null ? [] : [{ ...wire, other: id }]
  })
}

/** Kinds that fit an open end. */
export function kindsFor(anchor: Anchor | null): readonly NodeKind[] {
  return [...kinds.values()].filter((kind) => {
    if (kind.internal === true) return false
    if (anchor === null) return true
    if (anchor.type === 'resource')
      return anchor.end === 'source' ? kind.resource === true : kind.client === true
    const ports = kind.ports(kind.fresh())
    return anchor.end === 'source' ? ports.in.length > 0 : ports.out.length > 0
  })
}

/** The edge that joins an open end to a node that is about to be added. */
export function edgeToNew(
  document: TopologyDocument,
  node: string,
  anchor: Anchor,
  kind: NodeKind,
  fresh: string,
): DocumentEdge | null {
  const id = freshId(document, 'e', new Set([fresh]))
  if (anchor.type === 'resource') {
    const [from, to] = anchor.end === 'source' ? [node, fresh] : [fresh, node]
    return { id, from, to, access: 'read-modify-write' }
  }
  const ports = kind.ports(kind.fresh())
  if (anchor.end === 'source') {
    const into = ports.in[0]
    return into === undefined ? null : { id, from: `${node}.${anchor.port}`, to: `${fresh}.${into.name}` }
  }
  const out = ports.out.find((port) => port.error !== true)
  return out === undefined ? null : { id, from: `${fresh}.${out.name}`, to: `${node}.${anchor.port}` }
}
