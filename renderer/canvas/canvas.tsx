import '@xyflow/react/dist/base.css'
import './canvas.css'
import './card/near-small.css'
import {
  Background,
  BackgroundVariant,
  ReactFlow,
  ReactFlowProvider,
  SelectionMode,
  type Viewport,
} from '@xyflow/react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { ControllerStrip } from '../controllers/controller-strip.tsx'
import { useSelection } from '../document/selection.ts'
import { Card } from './card/card.tsx'
import { CanvasControls } from './controls.tsx'
import { useLargeWords } from './detail.ts'
import { type Drawing, draw } from './drawing/drawing.ts'
import { DrawingContext } from './drawing-context.ts'
import { Channel } from './edge/channel.tsx'
import { NewLine } from './edge/new-line.tsx'
import { GRID } from './geometry/point.ts'
import { Regions } from './groups/region-layer.tsx'
import { useHands } from './hands.ts'
import { useCanvasKeys } from './keys.ts'
import { Particles } from './overlay/particles.tsx'
import { CanvasOverview } from './overview.tsx'
import { CanvasPopups } from './popups.tsx'
import { currentStage, setDrawing } from './stage.ts'
import { FIT, MIN_ZOOM, StageHolder } from './stage-holder.tsx'
import { onEdgesChange, onNodesChange, useFlowEdges, useFlowNodes } from './use-flow.ts'
import { keepViewport, setFitted, viewportOf } from './viewports.ts'

const NODE_TYPES = { card: Card }
const EDGE_TYPES = { channel: Channel }
const SNAP: [number, number] = [GRID, GRID]
const PAN_BUTTONS = [1]
/** With more nodes than this only what is in view is mounted. */
const MANY = 120

interface CanvasProps {
  readonly document: TopologyDocument
  /** The drawing that it is part of. */
  readonly whole: TopologyDocument
  /** Names what is shown, so that one comes back to it as one left it. */
  readonly place: string
  readonly editable: boolean
  /** A look at an edge, so that what was lost on it counts as seen. */
  onEdgeSeen?(id: string): void
  /** A click on a card, besides selecting it. */
  onNodeClick?(id: string): void
  readonly children?: React.ReactNode
}

export function Canvas(props: CanvasProps) {
  return (
    <ReactFlowProvider>
      <Flow {...props} />
    </ReactFlowProvider>
  )
}

function Flow({ document, whole, place, editable, onEdgeSeen, onNodeClick, children }: CanvasProps) {
  const drawing = useMemo(() => draw(document), [document])
  const nodes = useFlowNodes(drawing, editable)
  const edges = useFlowEdges(drawing, editable)
  const root = useRef<HTMLDivElement>(null)
  const hands = useHands(drawing, editable, { onEdgeSeen, onNodeClick })
  const onKeyDown = useCanvasKeys(drawing, editable)
  useTabStop(drawing)
  const large = useLargeWords()
  useEffect(() => setDrawing(whole), [whole])
  const view = useView(drawing, place)
  return (
    <DrawingContext value={drawing}>
      {/* biome-ignore lint/a11y/useSemanticElements: the drawing is one widget with keys of its own */}
      <div
        ref={root}
        role="group"
        aria-label="Topology"
        className={`canvas ${editable ? 'canvas-design' : 'canvas-run'} ${hands.connecting ? 'canvas-connecting' : ''} ${large ? 'canvas-half' : ''}`}
        onKeyDown={onKeyDown}
        {...hands.drop}
      >
        {nodes.length > MANY ? <WayIn /> : null}
        <ReactFlow
          nodes={nodes}
          edges={edges}
          nodeTypes={NODE_TYPES}
          edgeTypes={EDGE_TYPES}
          onNodesChange={onNodesChange}
          onEdgesChange={onEdgesChange}
          {...hands.flow}
          connectionLineComponent={NewLine}
          {...view}
          minZoom={MIN_ZOOM}
          maxZoom={2}
          snapToGrid
          snapGrid={SNAP}
          nodesDraggable={editable}
          nodesConnectable={editable}
          edgesReconnectable={editable}
          nodesFocusable={false}
          edgesFocusable={false}
          disableKeyboardA11y
          deleteKeyCode={null}
          selectionKeyCode={null}
          selectionOnDrag
          selectionMode={SelectionMode.Partial}
          panOnDrag={PAN_BUTTONS}
          panOnScroll
          zoomOnDoubleClick={false}
          connectionRadius={28}
          elevateNodesOnSelect={false}
          onlyRenderVisibleElements={nodes.length > MANY}
          proOptions={{ hideAttribution: true }}
        >
          <Background variant={BackgroundVariant.Dots} gap={16} size={1.5} color="var(--grid)" />
          <Regions editable={editable} />
          <Particles />
          <StageHolder root={root} place={place} />
          <CanvasControls editable={editable} />
          <CanvasOverview />
          {editable ? <ControllerStrip /> : null}
        </ReactFlow>
        {children}
        <CanvasPopups editable={editable} />
      </div>
    </DrawingContext>
  )
}

/** Where one looks at first: all of it, or what one saw of it before. */
function useView(drawing: Drawing, place: string) {
  const [start] = useState(() => {
    const before = viewportOf(place)
    if (before !== null) return { defaultViewport: before }
    // An empty canvas has nothing to fit: its first node must not jump when it comes.
    if (drawing.nodes.size === 0) return {}
    setFitted(place, true)
    return { fitView: true, fitViewOptions: FIT }
  })
  // Only a hand has an event.
  const onMoveEnd = (event: unknown, viewport: Viewport): void => {
    if (event !== null) setFitted(place, false)
    keepViewport(place, viewport)
  }
  return { ...start, onMoveEnd }
}

/** Where cards out of view are not mounted, the one that holds the tab stop may be among them. */
function WayIn() {
  const enter = (): void => {
    const { stop } = useSelection.getState()
    if (stop !== null) currentStage()?.focusNode(stop)
  }
  return (
    <button type="button" className="visually-hidden" onClick={enter}>
      Go to the node that was last in use
    </button>
  )
}

/** The canvas is one tab stop: some node holds it as long as there is one. */
function useTabStop(drawing: Drawing): void {
  const stop = useSelection((state) => state.stop)
  useEffect(() => {
    if (stop !== null && drawing.nodes.has(stop)) return
    const first = drawing.nodes.keys().next().value ?? null
    if (first !== stop) useSelection.setState({ stop: first })
  }, [drawing, stop])
}
