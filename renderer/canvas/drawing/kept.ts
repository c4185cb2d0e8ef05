import type { DocumentEdge, DocumentNode } from '../../../shared/topology/document.ts'
import type { Anchor } from '../geometry/anchors.ts'
import type { Frame } from '../geometry/point.ts'
import type { DrawnEdge, DrawnNode } from './drawing.ts'

/**
 * A drawing is made anew at each edit, but what looks the same stays the same object, so that React draws only what
 * changed.
 */
const nodes = new WeakMap<DocumentNode, DrawnNode>()
const edges = new WeakMap<DocumentEdge, DrawnEdge>()
let frames: readonly Frame[] = []

export function kept(fresh: DrawnNode): DrawnNode {
  const before = nodes.get(fresh.node)
  if (
    before !== undefined &&
    before.facts === fresh.facts &&
    sameAnchors(before.anchors, fresh.anchors) &&
    sameList(before.controllers, fresh.controllers)
  )
    return before
  nodes.set(fresh.node, fresh)
  return fresh
}

export function keptEdge(fresh: DrawnEdge): DrawnEdge {
  const before = edges.get(fresh.edge)
  if (
    before !== undefined &&
    before.source === fresh.source &&
    before.target === fresh.target &&
    before.sourceAnchor === fresh.sourceAnchor &&
    before.targetAnchor === fresh.targetAnchor &&
    before.back === fresh.back &&
    before.label === fresh.label
  )
    return before
  edges.set(fresh.edge, fresh)
  return fresh
}

export function keptFrames(fresh: readonly Frame[]): readonly Frame[] {
  const same =
    fresh.length === frames.length &&
    fresh.every((frame, at) => frame.x === frames[at]?.x && frame.y === frames[at]?.y)
  if (!same) frames = fresh
  return frames
}

function sameList(one: readonly unknown[], other: readonly unknown[]): boolean {
  return one.length === other.length && one.every((item, at) => item === other[at])
}

function sameAnchors(one: readonly Anchor[], other: readonly Anchor[]): boolean {
  return (
    one.length === other.length &&
    one.every((anchor, at) => {
      const twin = other[at]
      return (
        twin !== undefined &&
        anchor.id === twin.id &&
        anchor.x === twin.x &&
        anchor.y === twin.y &&
        anchor.side === twin.side &&
        anchor.label === twin.label
      )
    })
  )
}
