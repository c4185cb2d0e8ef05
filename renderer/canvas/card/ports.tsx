import './ports.css'
import { Handle, Position } from '@xyflow/react'
import { memo } from 'react'
import type { Anchor } from '../geometry/anchors.ts'
import type { Side } from '../geometry/point.ts'

export const POSITIONS: Readonly<Record<Side, Position>> = {
  left: Position.Left,
  right: Position.Right,
  top: Position.Top,
  bottom: Position.Bottom,
}

interface CardPortsProps {
  readonly anchors: readonly Anchor[]
  readonly editable: boolean
}

/** Circle for data, square for errors, bar for resources; each is 24 px to the pointer. */
export const CardPorts = memo(function CardPorts({ anchors, editable }: CardPortsProps) {
  return anchors.map((anchor) => (
    <Handle
      key={anchor.id}
      id={anchor.id}
      type={anchor.end}
      position={POSITIONS[anchor.side]}
      isConnectable={editable}
      className={`port port-${anchor.type} port-${anchor.side} ${isFree(anchor) ? 'port-free' : ''}`}
      style={{ left: anchor.x, top: anchor.y }}
      title={portTitle(anchor)}
      tabIndex={-1}
    />
  ))
})

/** The end for a dashed edge that there is not yet: shown when the pointer is near. */
function isFree(anchor: Anchor): boolean {
  return anchor.id === '@resource' && anchor.type === 'resource'
}

function portTitle(anchor: Anchor): string {
  if (anchor.type === 'resource') return `Joins ${anchor.label}`
  return anchor.end === 'target' ? `${anchor.label}, in` : `${anchor.label}, out`
}
