import './groups.css'
import { ViewportPortal } from '@xyflow/react'
import { useContext, useMemo } from 'react'
import { useSelection } from '../../document/selection.ts'
import { useCanvas } from '../canvas-state.ts'
import { DrawingContext } from '../drawing-context.ts'
import { useMoving } from '../moving.ts'
import { RegionHead } from './region-head.tsx'
import { joinedAt, regionsOf } from './regions.ts'
import { UndoLines } from './undo-lines.tsx'

/** Groups lie behind the cards, as big as their members need; only their names take the pointer. */
export function Regions({ editable }: { readonly editable: boolean }) {
  const drawing = useContext(DrawingContext)
  const places = useMoving((state) => state.places)
  const part = useSelection((state) => state.part)
  const dropOn = useCanvas((state) => state.dropOn)
  const document = drawing?.document
  const regions = useMemo(
    () => (document === undefined ? [] : regionsOf(document, places)),
    [document, places],
  )
  const joined = useMemo(
    () => (document === undefined || places.size === 0 ? null : joinedAt(document, places)),
    [document, places],
  )
  if (drawing === null || regions.length === 0) return null
  const selected = part?.type === 'group' ? part.id : null
  return (
    <ViewportPortal>
      <div className="regions">
        {regions.map(({ group, frame }) => (
          <div
            key={group.id}
            data-region={group.id}
            className={`region ${selected === group.id ? 'region-selected' : ''} ${joined?.group === group.id || dropOn === group.id ? 'region-joined' : ''}`}
            style={{
              transform: `translate(${frame.x}px, ${frame.y}px)`,
              width: frame.width,
              height: frame.height,
            }}
          />
        ))}
        <UndoLines drawing={drawing} places={places} selected={selected} />
      </div>
      <div className="region-heads">
        {regions.map((region) => (
          <RegionHead key={region.group.id} region={region} drawing={drawing} editable={editable} />
        ))}
      </div>
    </ViewportPortal>
  )
}
