import type { DocumentEdge } from '../../../shared/topology/document.ts'
import { type Anchor, RESOURCE, RESOURCE_X } from '../geometry/anchors.ts'
import { type Frame, NODE_HEIGHT, NODE_WIDTH, type Side } from '../geometry/point.ts'

/** The two ends of a dashed edge: which side of each card, and how far along it. */
export interface ResourceEnds {
  readonly source: Anchor
  readonly target: Anchor
}

/** Right of the repository's tab; at the bottom, left of its error port. */
const RANGES = { top: [96, 176], bottom: [24, 128] } as const
const APART = 16
const CLIENT_FIRST_X = 24
const CLIENT_LAST_X = 128

/** Places the dashed edges of one resource, so that as many as can run straight do, and none share a place. */
export function placeResourceEdges(
  edges: readonly DocumentEdge[],
  resource: Frame,
  clientOf: (edge: DocumentEdge) => Frame | undefined,
): ReadonlyMap<string, ResourceEnds> {
  const placed = new Map<string, ResourceEnds>()
  const taken: Record<'top' | 'bottom', number[]> = { top: [], bottom: [] }
  const sorted = [...edges].sort((a, b) => (clientOf(a)?.x ?? 0) - (clientOf(b)?.x ?? 0))
  for (const edge of sorted) {
    const client = clientOf(edge)
    if (client === undefined) continue
    const above = client.y + client.height <= resource.y
    const side = above ? 'top' : 'bottom'
    const x = freeX(taken[side], client.x + RESOURCE_X - resource.x, RANGES[side])
    taken[side].push(x)
    const below = client.y >= resource.y + resource.height
    placed.set(edge.id, {
      source: clientAnchor(below ? 'top' : 'bottom', resource.x + x - client.x),
      target: resourceAnchor(`${RESOURCE}:${edge.id}`, side, x),
    })
  }
  return placed
}

function freeX(taken: readonly number[], wanted: number, [first, last]: readonly [number, number]): number {
  const start = Math.min(last, Math.max(first, wanted))
  for (let off = 0; off <= last - first; off += APART / 2) {
    for (const x of [start + off, start - off]) {
      if (x < first || x > last) continue
      if (taken.every((other) => Math.abs(other - x) >= APART)) return x
    }
  }
  return start
}

/** Right above or below the other end where that is on the card, else at the usual place. */
function clientAnchor(side: Side, wanted: number): Anchor {
  const x = wanted >= CLIENT_FIRST_X && wanted <= CLIENT_LAST_X ? wanted : RESOURCE_X
  return {
    id: RESOURCE,
    port: '',
    type: 'resource',
    end: 'source',
    side,
    x,
    y: side === 'top' ? 0 : NODE_HEIGHT,
    label: 'a repository',
  }
}

export function resourceAnchor(id: string, side: Side, x: number): Anchor {
  return {
    id,
    port: '',
    type: 'resource',
    end: 'target',
    side,
    x,
    y: side === 'bottom' ? NODE_HEIGHT : 0,
    label: 'a worker',
  }
}

/** Where a new dashed edge begins or ends. */
export function freeClientAnchor(): Anchor {
  return clientAnchor('bottom', RESOURCE_X)
}

export function freeResourceAnchor(): Anchor {
  return resourceAnchor(RESOURCE, 'top', NODE_WIDTH / 2 + 8)
}
