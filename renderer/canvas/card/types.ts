import type { Edge, Node } from '@xyflow/react'
import type { DrawnEdge, DrawnNode } from '../drawing/drawing.ts'

export type CardNode = Node<{ readonly drawn: DrawnNode; readonly editable: boolean }, 'card'>
export type ChannelEdge = Edge<{ readonly drawn: DrawnEdge; readonly editable: boolean }, 'channel'>
