import { MiniMap, type MiniMapNodeProps, useStore } from '@xyflow/react'
import { useSelection } from '../document/selection.ts'
import { useCanvasViews } from './view-model.ts'

const FEW = 3

/** The whole drawing small, with the part in view; a drawing of a few nodes needs none. */
export function CanvasOverview() {
  const many = useStore((state) => state.nodes.length > FEW && state.width > 560 && state.height > 260)
  if (!many) return null
  return (
    <MiniMap
      pannable
      zoomable
      ariaLabel="Overview"
      className="overview"
      nodeComponent={OverviewNode}
      maskColor="transparent"
      maskStrokeColor="var(--accent)"
      maskStrokeWidth={6}
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
