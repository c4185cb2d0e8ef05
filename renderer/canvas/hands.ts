import type { Connection, Edge, FinalConnectionState, IsValidConnection } from '@xyflow/react'
import { type DragEvent, type MouseEvent, useState } from 'react'
import { addControllerFor } from '../controllers/adding.ts'
import { CONTROLLER_WORDS } from '../controllers/words.ts'
import type { Scope } from '../document/commands/controllers.ts'
import { reconnect } from '../document/commands/edges.ts'
import { perform, useDocument } from '../document/document.ts'
import { clearSelection, selectEdges, selectNodes, selectPart, useSelection } from '../document/selection.ts'
import { addAt, addEdge } from './adding.ts'
import { closePicker, hoverEdge, openMenu, openPicker, showDrop } from './canvas-state.ts'
import type { CardNode, ChannelEdge } from './card/types.ts'
import type { Drawing } from './drawing/drawing.ts'
import type { Point } from './geometry/point.ts'
import { regionAt } from './groups/regions.ts'
import { goInto, opens } from './showing.ts'
import { currentStage } from './stage.ts'
import { edgeFor, wiresTo } from './wiring.ts'

/** The types of what is dragged out of the palette. */
export const DRAGGED_KIND = 'application/x-synod-kind'
export const DRAGGED_CONTROLLER = 'application/x-synod-controller'

/** What the canvas's owner wants to hear of. */
interface Heard {
  readonly onEdgeSeen: ((id: string) => void) | undefined
  readonly onNodeClick: ((id: string) => void) | undefined
}

/** What the pointer does on the canvas: wiring, menus, dropping. */
export function useHands(drawing: Drawing, editable: boolean, heard: Heard) {
  const [connecting, setConnecting] = useState(false)
  const [reconnected, setReconnected] = useState<string | null>(null)
  const isValidConnection: IsValidConnection<ChannelEdge> = (wire) =>
    edgeFor(drawing, wire, reconnected ?? undefined) !== null
  const flow = {
    isValidConnection,
    onConnect: (wire: Connection) => void addEdge(wire),
    onConnectStart: () => setConnecting(true),
    onConnectEnd: (event: globalThis.MouseEvent | TouchEvent, state: FinalConnectionState) => {
      setConnecting(false)
      if (state.isValid !== true && state.toHandle === null) dropEnd(drawing, event, state)
    },
    onReconnectStart: (_event: unknown, edge: ChannelEdge) => setReconnected(edge.id),
    onReconnect: (edge: ChannelEdge, wire: Connection) => {
      const next = edgeFor(drawing, wire, edge.id)
      if (next !== null) perform(reconnect(edge.id, next.from, next.to))
    },
    onReconnectEnd: () => setReconnected(null),
    onEdgeMouseEnter: (_event: unknown, edge: ChannelEdge) => {
      hoverEdge(edge.id)
      heard.onEdgeSeen?.(edge.id)
    },
    onEdgeMouseLeave: () => hoverEdge(null),
    onNodeClick: (_event: unknown, node: CardNode) => {
      useSelection.setState({ stop: node.id })
      heard.onNodeClick?.(node.id)
    },
    onNodeDoubleClick: (_event: unknown, node: CardNode) => {
      if (opens(node.id)) goInto(node.id)
    },
    onPaneClick: (event: MouseEvent) => {
      closePicker()
      const place = currentStage()?.toDrawing(at(event))
      const region = place === undefined ? null : regionAt(drawing.document, place)
      // A click into a region, beside its members, is about the group.
      if (region !== null && editable) selectPart('group', region.group.id)
      else if (useSelection.getState().part !== null) clearSelection()
    },
    ...menus(editable),
  }
  return { flow, connecting, drop: editable ? dropping : {} }
}

function menus(editable: boolean) {
  const open = (event: MouseEvent | globalThis.MouseEvent, type: 'node' | 'edge', id: string): void => {
    event.preventDefault()
    const { nodes, edges } = useSelection.getState()
    if (type === 'node' && !nodes.has(id)) selectNodes([id])
    if (type === 'edge' && !edges.has(id)) selectEdges([id])
    openMenu({ type, id, window: at(event) })
  }
  return {
    onNodeContextMenu: (event: MouseEvent, node: CardNode) => open(event, 'node', node.id),
    onEdgeContextMenu: (event: MouseEvent, edge: Edge) => open(event, 'edge', edge.id),
    onPaneContextMenu: (event: MouseEvent | globalThis.MouseEvent) => {
      event.preventDefault()
      const window = at(event)
      const place = currentStage()?.toDrawing(window)
      if (editable && place !== undefined) openMenu({ type: 'pane', window, at: place })
    },
    onDoubleClick: (event: MouseEvent) => {
      const onPane = event.target instanceof Element && event.target.classList.contains('react-flow__pane')
      const place = currentStage()?.toDrawing(at(event))
      if (editable && onPane && place !== undefined) {
        clearSelection()
        openPicker({ for: { type: 'free' }, window: at(event), at: place })
      }
    },
  }
}

/** An edge let go over a card takes its first fitting port; over empty canvas it asks what shall stand there. */
function dropEnd(
  drawing: Drawing,
  event: globalThis.MouseEvent | TouchEvent,
  { fromNode, fromHandle }: FinalConnectionState,
): void {
  if (fromNode === null || fromHandle?.id == null) return
  const anchor = drawing.nodes.get(fromNode.id)?.anchors.find((one) => one.id === fromHandle.id)
  if (anchor === undefined) return
  const window = at('changedTouches' in event ? (event.changedTouches[0] ?? event) : event)
  const under = document.elementFromPoint(window.x, window.y)
  const card = under?.closest<HTMLElement>('.react-flow__node')
  if (card != null) {
    const other = drawing.nodes.get(card.dataset['id'] ?? '')
    const wire = other === undefined ? undefined : wiresTo(drawing, fromNode.id, anchor, other)[0]
    if (wire !== undefined) addEdge(wire)
    return
  }
  const place = currentStage()?.toDrawing(window)
  if (under?.closest('.react-flow__pane') == null || place === undefined) return
  openPicker({ for: { type: 'end', node: fromNode.id, anchor: anchor.id }, window, at: place })
}

const dropping = {
  onDragOver: (event: DragEvent) => {
    const { types } = event.dataTransfer
    if (!types.includes(DRAGGED_KIND) && !types.includes(DRAGGED_CONTROLLER)) return
    event.preventDefault()
    event.dataTransfer.dropEffect = 'copy'
    const place = currentStage()?.toDrawing(at(event))
    const under = place === undefined ? {} : scopeUnder(event, place)
    // A node becomes a member of a group, and nothing of another node.
    showDrop((types.includes(DRAGGED_CONTROLLER) ? under.nodes?.[0] : undefined) ?? under.group ?? null)
  },
  onDragLeave: () => showDrop(null),
  onDrop: (event: DragEvent) => {
    showDrop(null)
    const kind = event.dataTransfer.getData(DRAGGED_KIND)
    const controller = CONTROLLER_WORDS.find(
      ({ type }) => type === event.dataTransfer.getData(DRAGGED_CONTROLLER),
    )
    const place = currentStage()?.toDrawing(at(event))
    if (place === undefined || (kind === '' && controller === undefined)) return
    event.preventDefault()
    if (controller === undefined) currentStage()?.focusNode(addAt(kind, place))
    else addControllerFor(controller.type, scopeUnder(event, place))
  },
}

/** A controller let go over a card is for that node, in a region for the group, elsewhere for the whole run. */
function scopeUnder(event: DragEvent, place: Point): Scope {
  const card = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-node]') : null
  const id = card?.dataset['node']
  if (id !== undefined) return { nodes: [id] }
  const region = regionAt(useDocument.getState().shown, place)
  return region === null ? {} : { group: region.group.id }
}

function at(event: object): Point {
  const { clientX = 0, clientY = 0 } = event as { clientX?: number; clientY?: number }
  return { x: clientX, y: clientY }
}
