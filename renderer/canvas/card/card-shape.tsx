import { memo } from 'react'
import { type Outline, silhouetteOf } from '../geometry/outlines.ts'
import { NODE_HEIGHT, NODE_WIDTH } from '../geometry/point.ts'
import type { NodeState } from '../view-model.ts'

interface CardShapeProps {
  readonly outline: Outline
  readonly state: NodeState | null
  readonly selected: boolean
  readonly small: boolean
}

const MARGIN = 16

/**
 * The silhouette. Rings around it are wider strokes beneath it, so that they follow every outline; two lines for *in
 * doubt* are one wide stroke with its middle taken out.
 */
export const CardShape = memo(function CardShape({ outline, state, selected, small }: CardShapeProps) {
  const { path, detail, dots } = silhouetteOf(outline)
  return (
    <svg
      className="card-shape"
      viewBox={`${-MARGIN} ${-MARGIN} ${NODE_WIDTH + 2 * MARGIN} ${NODE_HEIGHT + 2 * MARGIN}`}
      width={NODE_WIDTH + 2 * MARGIN}
      height={NODE_HEIGHT + 2 * MARGIN}
      aria-hidden="true"
    >
      <path className={`card-ring ${selected ? 'card-ring-on' : ''}`} d={path} />
      <path className={`card-gap ${selected ? 'card-ring-on' : ''}`} d={path} />
      <path className="card-outline" d={path} />
      {state === 'doubt' && !small ? <path className="card-between" d={path} /> : null}
      {small ? null : (
        <>
          {detail === undefined ? null : <path className="card-detail" d={detail} />}
          {dots?.map(([x, y]) => (
            <circle key={x} className="card-dot" cx={x} cy={y} r="2.5" />
          ))}
        </>
      )}
    </svg>
  )
})
