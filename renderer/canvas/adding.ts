import { kinds } from '../../shared/nodes/index.ts'
import type { DocumentNode } from '../../shared/topology/document.ts'
import { nestedIn } from '../../shared/topology/nested.ts'
import { addConnected, connect, insertOnEdge } from '../document/commands/edges.ts'
import { addMember } from '../document/commands/groups.ts'
import { addNode, freshNode } from '../document/commands/nodes.ts'
import { perform, useDocument } from '../document/document.ts'
import { freshId, freshTopologyId } from '../document/ids.ts'
import { selectNodes, useSelection } from '../document/selection.ts'
import type { Picker } from './canvas-state.ts'
import { draw } from './drawing/drawing.ts'
import { GRID, NODE_HEIGHT, NODE_WIDTH, type Point, snap } from './geometry/point.ts'
import { regionAt } from './groups/regions.ts'
import { edgeFor, edgeToNew, type Wire } from './wiring.ts'

/** Adds a node with its middle at a place, and selects it; in a region it joins the group. */
export function addAt(kind: string, middle: Point): string {
  const { shown: document } = useDocument.getState()
  const id = freshId(document, kind)
  const node = newNode(kind, id, free(cornerOf(middle)))
  const region = regionAt(document, middle)
  perform(region === null ? addNode(node) : addMember(node, region.group.id))
  selectNodes([id])
  return id
}

/**
 * Adds a node without a place of its own: beside the selected one, else in the middle of the view, and in either case
 * where it covers no other.
 */
export function addNearby(kind: string, middle: Point): string {
  const { shown: document } = useDocument.getState()
  const { nodes } = useSelection.getState()
  const beside = nodes.size === 1 ? document.nodes.find((node) => nodes.has(node.id)) : undefined
  const corner = beside === undefined ? cornerOf(middle) : { x: beside.at[0] + COLUMN, y: beside.at[1] }
  const id = freshId(document, kind)
  perform(addNode(newNode(kind, id, uncovered(corner, beside === undefined))))
  selectNodes([id])
  return id
}

/** Adds what was chosen in the picker, joined to what it was opened for. */
export function addPicked(kindName: string, picker: Picker): string | null {
  const { shown: document } = useDocument.getState()
  const kind = kinds.get(kindName)
  if (kind === undefined) return null
  const target = picker.for
  if (target.type === 'free') return target.near ? addNearby(kindName, picker.at) : addAt(kindName, picker.at)
  const id = freshId(document, kindName)
  if (target.type === 'edge') {
    const ports = kind.ports(kind.fresh())
    const into = ports.in[0]?.name
    const out = ports.out.find((port) => port.error !== true)?.name
    if (into === undefined || out === undefined) return null
    const { at, moved } = roomOn(target.edge, picker.at)
    const node = newNode(kindName, id, at)
    perform(
      insertOnEdge(target.edge, { node, into, out, next: freshId(document, 'e', new Set([id])) }, moved),
    )
  } else {
    const anchor = draw(document)
      .nodes.get(target.node)
      ?.anchors.find((one) => one.id === target.anchor)
    if (anchor === undefined) return null
    // The dropped end becomes the new node's port: in at its left, out at its right.
    const corner: Point =
      anchor.type === 'resource'
        ? cornerOf(picker.at)
        : {
            x: anchor.end === 'source' ? picker.at.x : picker.at.x - NODE_WIDTH,
            y: picker.at.y - NODE_HEIGHT / 2,
          }
    const node = newNode(kindName, id, free(corner))
    perform(addConnected(node, edgeToNew(document, target.node, anchor, kind, id)))
  }
  selectNodes([id])
  return id
}

/** Draws an edge; false when the two ends don't go together. */
export function addEdge(wire: Wire): boolean {
  const edge = edgeFor(draw(useDocument.getState().shown), wire)
  if (edge === null) return false
  perform(connect(edge))
  return true
}

/** What is new has an inside of its own. */
function newNode(kind: string, id: string, at: readonly [number, number]): DocumentNode {
  const node = freshNode(kind, id, at)
  const of = nestedIn(node)
  if (of === null) return node
  const { topologies = [] } = useDocument.getState().document
  const own = freshTopologyId(of, new Set(topologies.map((one) => one.id)))
  return { ...node, config: { ...node.config, of: own } }
}

function cornerOf(middle: Point): Point {
  return { x: middle.x - NODE_WIDTH / 2, y: middle.y - NODE_HEIGHT / 2 }
}

const GAP = 56

/** Half way along an edge; where the gap is too narrow, all that lies right of it makes room. */
function roomOn(
  edge: string,
  pointer: Point,
): {
  readonly at: readonly [number, number]
  readonly moved: ReadonlyMap<string, readonly [number, number]>
} {
  const drawn = draw(useDocument.getState().shown).edges.get(edge)
  if (drawn === undefined || drawn.target.frame.x < drawn.source.frame.x + NODE_WIDTH) {
    return { at: free(cornerOf(pointer)), moved: new Map() }
  }
  const { frame: from } = drawn.source
  const { frame: to } = drawn.target
  const x = from.x + NODE_WIDTH + GAP
  const shift = snap(Math.max(0, x + NODE_WIDTH + GAP - to.x))
  const { nodes } = useDocument.getState().shown
  const right = shift === 0 ? [] : nodes.filter((node) => node.at[0] >= to.x)
  return {
    at: [snap(shift === 0 ? (from.x + to.x) / 2 : x), snap((from.y + to.y) / 2)],
    moved: new Map(right.map((node) => [node.id, [node.at[0] + shift, node.at[1]]])),
  }
}

const COLUMN = NODE_WIDTH + GAP
const ROW = NODE_HEIGHT + 44
const MAX_TRIES = 64

/** The first free place downwards, or row after row, from a corner. */
function uncovered(corner: Point, wide: boolean): readonly [number, number] {
  const { nodes } = useDocument.getState().shown
  for (let at = 0; at < MAX_TRIES; at += 1) {
    const [column, row] = wide ? [at % 4, Math.floor(at / 4)] : [0, at]
    const x = snap(corner.x) + column * COLUMN
    const y = snap(corner.y) + row * ROW
    const covers = nodes.some(
      (node) => Math.abs(node.at[0] - x) < NODE_WIDTH + GRID && Math.abs(node.at[1] - y) < NODE_HEIGHT + GRID,
    )
    if (!covers) return [x, y]
  }
  return free(corner)
}

const STEP = 24

/** On the grid, and not exactly upon another node. */
function free(corner: Point): readonly [number, number] {
  const { nodes } = useDocument.getState().shown
  let [x, y] = [snap(corner.x), snap(corner.y)]
  while (nodes.some((node) => node.at[0] === x && node.at[1] === y)) {
    x += STEP
    y += STEP
  }
  return [x, y]
}
