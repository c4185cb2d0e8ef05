import type { EdgeChange, NodeChange, NodeHandle } from '@xyflow/react'
import { useMemo } from 'react'
import { moveInto } from '../document/commands/groups.ts'
import { move } from '../document/commands/nodes.ts'
import { perform, useDocument } from '../document/document.ts'
import { select, useSelection } from '../document/selection.ts'
import { POSITIONS } from './card/ports.tsx'
import type { CardNode, ChannelEdge } from './card/types.ts'
import type { Drawing, DrawnEdge, DrawnNode } from './drawing/drawing.ts'
import type { Anchor } from './geometry/anchors.ts'
import { NODE_HEIGHT, NODE_WIDTH, type Point, snap } from './geometry/point.ts'
import { joinedAt } from './groups/regions.ts'
import { letGo, moveTo, useMoving } from './moving.ts'

const HIT = 24
const SIZE = { width: NODE_WIDTH, height: NODE_HEIGHT }

/** The drawing as React Flow takes it: sizes and handles are given, so that it measures nothing. */
export function useFlowNodes(drawing: Drawing, editable: boolean): CardNode[] {
  const selected = useSelection((state) => state.nodes)
  const places = useMoving((state) => state.places)
  return useMemo(
    () =>
      [...drawing.nodes.values()].map((drawn) =>
        flowNode(drawn, editable, selected.has(drawn.node.id), places.get(drawn.node.id)),
      ),
    [drawing, editable, selected, places],
  )
}

export function useFlowEdges(drawing: Drawing, editable: boolean): ChannelEdge[] {
  const selected = useSelection((state) => state.edges)
  return useMemo(
    () => [...drawing.edges.values()].map((drawn) => flowEdge(drawn, editable, selected.has(drawn.edge.id))),
    [drawing, editable, selected],
  )
}

const nodes = new WeakMap<DrawnNode, CardNode>()
const edges = new WeakMap<DrawnEdge, ChannelEdge>()

/** What looks the same stays the same object, so that a drag draws one card and not three hundred. */
function flowNode(
  drawn: DrawnNode,
  editable: boolean,
  selected: boolean,
  place: Point | undefined,
): CardNode {
  const position = place ?? { x: drawn.frame.x, y: drawn.frame.y }
  const before = nodes.get(drawn)
  if (
    before !== undefined &&
    before.selected === selected &&
    before.data.editable === editable &&
    before.position.x === position.x &&
    before.position.y === position.y
  )
    return before
  const node: CardNode = {
    id: drawn.node.id,
    type: 'card',
    position,
    data: { drawn, editable },
    selected,
    ...SIZE,
    measured: SIZE,
    handles: drawn.anchors.map(handleOf),
  }
  nodes.set(drawn, node)
  return node
}

function handleOf(anchor: Anchor): NodeHandle {
  return {
    id: anchor.id,
    type: anchor.end,
    position: POSITIONS[anchor.side],
    x: anchor.x - HIT / 2,
    y: anchor.y - HIT / 2,
    width: HIT,
    height: HIT,
  }
}

function flowEdge(drawn: DrawnEdge, editable: boolean, selected: boolean): ChannelEdge {
  const before = edges.get(drawn)
  if (before !== undefined && before.selected === selected && before.data?.editable === editable)
    return before
  const edge: ChannelEdge = {
    id: drawn.edge.id,
    type: 'channel',
    source: drawn.source.node.id,
    sourceHandle: drawn.sourceAnchor.id,
    target: drawn.target.node.id,
    targetHandle: drawn.targetAnchor.id,
    data: { drawn, editable },
    selected,
    ariaLabel: `${drawn.source.facts.name} to ${drawn.target.facts.name}`,
  }
  edges.set(drawn, edge)
  return edge
}

/** Selection goes to its store; a drag moves what is under the pointer and reaches the document when it ends. */
export function onNodesChange(changes: readonly NodeChange<CardNode>[]): void {
  applySelection(changes, 'nodes')
  const moved = new Map<string, Point>()
  let ended = false
  for (const change of changes) {
    if (change.type !== 'position' || change.position === undefined) continue
    moved.set(change.id, change.position)
    if (change.dragging === false) ended = true
  }
  if (moved.size === 0) return
  moveTo(moved)
  if (!ended) return
  const places = [...useMoving.getState().places].map(
    ([id, { x, y }]) => [id, [snap(x), snap(y)] as const] as const,
  )
  const { shown: document } = useDocument.getState()
  const joined = joinedAt(document, new Map(places.map(([id, [x, y]]) => [id, { x, y }])))
  perform(joined === null ? move(new Map(places)) : moveInto(new Map(places), joined.group, joined.nodes))
  letGo()
}

export function onEdgesChange(changes: readonly EdgeChange<ChannelEdge>[]): void {
  applySelection(changes, 'edges')
}

function applySelection(
  changes: readonly (NodeChange<CardNode> | EdgeChange<ChannelEdge>)[],
  what: 'nodes' | 'edges',
): void {
  const state = useSelection.getState()
  const next = new Set(state[what])
  let changed = false
  for (const change of changes) {
    if (change.type !== 'select' || next.has(change.id) === change.selected) continue
    changed = true
    if (change.selected) next.add(change.id)
    else next.delete(change.id)
  }
  if (!changed) return
  if (what === 'nodes') select(next, state.edges)
  else select(state.nodes, next)
}
