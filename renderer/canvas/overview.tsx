import { MiniMap, type MiniMapNodeProps, useStore } from '@xyflow/react'
import { useSelection } from '../document/selection.ts'
import { useCanvasViews } from './view-model.ts'

const FEW = 3
/** The pane works its scale out from these. */
const SIZE = { width: 136, height: 82 }

/** The whole drawing small, with the part in view; a drawing of a few nodes needs none. */
export function CanvasOverview() {
  const many = useStore((state) => state.nodes.length > FEW && state.width > 720 && state.height > 260)
  if (!many) return null
  return (
    <MiniMap
      pannable
      zoomable
      ariaLabel="Overview"
      className="overview"
      nodeComponent={OverviewNode}
      style={SIZE}
      maskColor="var(--overview-shade)"
      maskStrokeColor="var(--accent)"
      maskStrokeWidth={1.5}
      offsetScale={20}
    />
  )
}

function OverviewNode({ id, x, y, width, height }: MiniMapNodeProps) {
  const selected = useSelection((state) => state.nodes.has(id))
  const view = useCanvasViews().useNodeView(id)
  const state = selected ? 'selected' : (view?.state ?? 'design')
  return (
    <rect className={`overview-node overview-${state}`} x={x} y={y} width={width} height={height} rx={8} />
  )
}
