import type { GroupSpec } from '../../../shared/topology/controls.ts'
import type { DocumentNode, TopologyDocument } from '../../../shared/topology/document.ts'
import { boundsOf, type Frame, frameAt, type Point } from '../geometry/point.ts'

/** A group as it is drawn: a frame around its members. */
export interface Region {
  readonly group: GroupSpec
  readonly frame: Frame
}

/** Room for the name above, and for ports that stick out below. */
const PADDING = { top: 40, side: 24, bottom: 28 } as const
/** A group around another has as much more. */
const NESTED = 32

const NONE: ReadonlyMap<string, Point> = new Map()

/** The regions of a drawing, the larger behind; `places` are those of nodes under the pointer. */
export function regionsOf(
  document: TopologyDocument,
  places: ReadonlyMap<string, Point> = NONE,
): readonly Region[] {
  const { groups = [] } = document
  if (groups.length === 0) return []
  const nodes = new Map(document.nodes.map((node) => [node.id, node]))
  const regions = groups.flatMap((group) => {
    const frame = frameOf(group, groups, nodes, places)
    return frame === null ? [] : [{ group, frame }]
  })
  return regions.sort((a, b) => areaOf(b.frame) - areaOf(a.frame))
}

function frameOf(
  group: GroupSpec,
  groups: readonly GroupSpec[],
  nodes: ReadonlyMap<string, DocumentNode>,
  places: ReadonlyMap<string, Point>,
): Frame | null {
  const frames = group.members.flatMap((id) => {
    const node = nodes.get(id)
    if (node === undefined) return []
    const place = places.get(id)
    return [frameAt(place === undefined ? node.at : [place.x, place.y])]
  })
  const bounds = boundsOf(frames)
  if (bounds === null) return null
  const more = NESTED * groups.filter((inner) => isInside(inner, group)).length
  return {
    x: bounds.x - PADDING.side - more,
    y: bounds.y - PADDING.top - more,
    width: bounds.width + 2 * (PADDING.side + more),
    height: bounds.height + PADDING.top + PADDING.bottom + 2 * more,
  }
}

function isInside(inner: GroupSpec, outer: GroupSpec): boolean {
  return (
    inner !== outer &&
    inner.members.length < outer.members.length &&
    inner.members.every((id) => outer.members.includes(id))
  )
}

function areaOf({ width, height }: Frame): number {
  return width * height
}

export function holds({ x, y, width, height }: Frame, point: Point): boolean {
  return point.x > x && point.x < x + width && point.y > y && point.y < y + height
}

/** The smallest region at a place. */
export function regionAt(document: TopologyDocument, point: Point): Region | null {
  return regionsOf(document).findLast(({ frame }) => holds(frame, point)) ?? null
}

/**
 * The group that nodes join which are let go at these places: one whose region they were outside of, and are in now.
 * A region is where its other members are, so a member never leaves by being moved: the region follows it.
 */
export function joinedAt(
  document: TopologyDocument,
  places: ReadonlyMap<string, Point>,
): { readonly group: string; readonly nodes: readonly string[] } | null {
  if (document.groups === undefined) return null
  const moved = document.nodes.filter(({ id }) => places.has(id))
  for (const { group, frame } of regionsOf(document).toReversed()) {
    // A group whose members all move goes along: it joins nothing and is joined by nothing.
    if (group.members.every((id) => places.has(id))) continue
    const nodes = moved.filter(({ id, at }) => {
      const place = places.get(id)
      if (place === undefined || group.members.includes(id)) return false
      return !covers(frame, frameAt(at)) && covers(frame, frameAt([place.x, place.y]))
    })
    if (nodes.length > 0) return { group: group.id, nodes: nodes.map(({ id }) => id) }
  }
  return null
}

/** So much of a card lies in a region of which it is meant to be a part. */
const PART = 1 / 3

function covers(region: Frame, card: Frame): boolean {
  const width = Math.min(region.x + region.width, card.x + card.width) - Math.max(region.x, card.x)
  const height = Math.min(region.y + region.height, card.y + card.height) - Math.max(region.y, card.y)
  return width > 0 && height > 0 && width * height > PART * areaOf(card)
}
