import './thumbnail.css'
import { useMemo } from 'react'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { draw } from '../canvas/drawing/drawing.ts'
import { lineOf } from '../canvas/drawing/lines.ts'
import { silhouetteOf } from '../canvas/geometry/outlines.ts'
import { boundsOf } from '../canvas/geometry/point.ts'

const MARGIN = 40

/** A drawing at a glance, from the same geometry as the canvas. */
export function Thumbnail({ document }: { readonly document: TopologyDocument }) {
  const drawing = useMemo(() => draw(document), [document])
  const bounds = boundsOf(drawing.frames)
  if (bounds === null) return null
  const box = [bounds.x - MARGIN, bounds.y - MARGIN, bounds.width + 2 * MARGIN, bounds.height + 2 * MARGIN]
  return (
    <svg
      className="thumbnail"
      viewBox={box.join(' ')}
      role="img"
      aria-label={`The drawing of ${document.name}`}
    >
      {[...drawing.edges.values()].map((edge) => (
        <path
          key={edge.edge.id}
          className={edge.resource ? 'thumbnail-edge thumbnail-resource' : 'thumbnail-edge'}
          d={lineOf(drawing, edge)?.route.path}
        />
      ))}
      {[...drawing.nodes.values()].map(({ node, facts, frame }) => {
        const { path, inset } = silhouetteOf(facts.outline)
        return (
          <g key={node.id} transform={`translate(${frame.x} ${frame.y})`}>
            <path className="thumbnail-node" d={path} />
            <text className="thumbnail-name" x={inset + 2} y={28}>
              {short(facts.name)}
            </text>
            <text className="thumbnail-caption" x={inset + 2} y={54}>
              {short(facts.kindLabel)}
            </text>
          </g>
        )
      })}
    </svg>
  )
}

const MAX_NAME = 20

function short(name: string): string {
  return name.length <= MAX_NAME ? name : `${name.slice(0, MAX_NAME - 1)}…`
}
