import type { Anchor } from '../geometry/anchors.ts'
import type { Frame } from '../geometry/point.ts'
import { type Routed, type RouteEnd, route, type Stretch } from '../geometry/route.ts'
import type { Route } from '../geometry/track.ts'
import type { Drawing, DrawnEdge } from './drawing.ts'
import { type LabelPlace, placeLabel, type TakenLabels } from './label-place.ts'

export interface Line {
  readonly route: Route
  /** Where its words stand, clear of cards and of other words. */
  readonly label: LabelPlace
}

/** By the edges of a drawing; an edit that changes none of them leaves every line as it was. */
const lines = new WeakMap<Drawing, ReadonlyMap<string, Line>>()
let last: {
  readonly edges: readonly DrawnEdge[]
  readonly frames: readonly Frame[]
  readonly lines: ReadonlyMap<string, Line>
} | null = null

/** The line of an edge where its nodes stand in the document. */
export function lineOf(drawing: Drawing, edge: DrawnEdge): Line | undefined {
  return linesOf(drawing).get(edge.edge.id)
}

function linesOf(drawing: Drawing): ReadonlyMap<string, Line> {
  const known = lines.get(drawing)
  if (known !== undefined) return known
  const edges = [...drawing.edges.values()]
  const same =
    last !== null &&
    last.frames === drawing.frames &&
    last.edges.length === edges.length &&
    edges.every((edge, at) => edge === last?.edges[at])
  const found = same && last !== null ? last.lines : drawLines(edges, drawing.frames)
  last = { edges, frames: drawing.frames, lines: found }
  lines.set(drawing, found)
  return found
}

/** One after the other, so that each keeps off those before it: messages first, then the quieter dashed ones. */
function drawLines(edges: readonly DrawnEdge[], frames: readonly Frame[]): ReadonlyMap<string, Line> {
  const taken: Stretch[] = []
  const words: TakenLabels = []
  const found = new Map<string, Line>()
  const sorted = [...edges.filter((edge) => !edge.resource), ...edges.filter((edge) => edge.resource)]
  const routed = new Map<DrawnEdge, Routed>()
  for (const edge of sorted) {
    const one = route(sourceEnd(edge), targetEnd(edge), { frames, taken }, !edge.resource)
    taken.push(...one.stretches)
    routed.set(edge, one)
  }
  for (const [edge, { route: own }] of routed) {
    found.set(edge.edge.id, { route: own, label: placeLabel(own, edge.label, frames, words) })
  }
  return found
}

/** The line of an edge whose nodes are under the pointer: it keeps off cards, and finds its lane when they are let go. */
export function looseLine(edge: DrawnEdge, frames: readonly Frame[], source: Frame, target: Frame): Line {
  const around = { frames: [...frames, source, target], taken: [] }
  const { route: own } = route(
    endAt(source, edge.sourceAnchor, edge.source.node.id),
    endAt(target, edge.targetAnchor, edge.target.node.id),
    around,
    !edge.resource,
  )
  return { route: own, label: placeLabel(own, edge.label, around.frames, []) }
}

function sourceEnd(edge: DrawnEdge): RouteEnd {
  return endAt(edge.source.frame, edge.sourceAnchor, edge.source.node.id)
}

function targetEnd(edge: DrawnEdge): RouteEnd {
  return endAt(edge.target.frame, edge.targetAnchor, edge.target.node.id)
}

function endAt(frame: Frame, { id, x, y, side }: Anchor, node: string): RouteEnd {
  return { x: frame.x + x, y: frame.y + y, side, key: `${node}.${id}` }
}
