import { EdgeLabelRenderer } from '@xyflow/react'
import { Mail, OctagonAlert, Plus, TriangleAlert, UserRound } from 'lucide-react'
import type { MouseEvent } from 'react'
import { hoverEdge, openPicker } from '../canvas-state.ts'
import type { DrawnEdge } from '../drawing/drawing.ts'
import { placeLabel } from '../drawing/label-place.ts'
import type { Line } from '../drawing/lines.ts'
import type { Frame } from '../geometry/point.ts'
import { currentStage } from '../stage.ts'
import type { EdgeView } from '../view-model.ts'

export type Mark = 'error' | 'warning' | null

interface ChannelLabelProps {
  readonly drawn: DrawnEdge
  readonly line: Line
  /** Cards that words must not cover. */
  readonly frames: readonly Frame[]
  readonly view: EdgeView | null
  /** Hovered or selected: then the whole policy is told. */
  readonly shown: boolean
  readonly editable: boolean
  /** Something is wrong with this edge, or may become so; the list of problems says what. */
  readonly mark: Mark
}

const LOOKS = { error: 'failed', warning: 'suspected' } as const
const SHIFTS = { on: '-50%', above: '-100%', below: '0' } as const

export function ChannelLabel({ drawn, line, frames, view, shown, editable, mark }: ChannelLabelProps) {
  const id = drawn.edge.id
  const text = labelText(drawn, view, shown)
  if (text === '' && mark === null) return null
  // Words that stand there at rest stay in their place; others find one when they come.
  const place = drawn.label === '' ? placeLabel(line.route, text === '' ? '!' : text, frames, []) : line.label
  const insert = (event: MouseEvent): void => {
    const at = currentStage()?.toDrawing({ x: event.clientX, y: event.clientY })
    if (at !== undefined) {
      openPicker({ for: { type: 'edge', edge: id }, window: { x: event.clientX, y: event.clientY }, at })
    }
  }
  return (
    <EdgeLabelRenderer>
      {/* biome-ignore lint/a11y/noStaticElementInteractions: hovering the label is hovering its edge */}
      <div
        className={`channel-label channel-label-${mark === null ? (view?.state ?? 'idle') : LOOKS[mark]} nodrag nopan`}
        style={{
          transform: `translate(-50%, ${SHIFTS[place.stands]}) translate(${place.x}px, ${place.y}px)`,
        }}
        onMouseEnter={() => hoverEdge(id)}
        onMouseLeave={() => hoverEdge(null)}
      >
        {mark === 'error' ? <OctagonAlert size={11} strokeWidth={2} aria-label="Has a problem" /> : null}
        {mark === 'warning' ? <TriangleAlert size={11} strokeWidth={2} aria-label="Has a warning" /> : null}
        {drawn.edge.policy?.guard === undefined ? null : <UserRound size={11} aria-hidden="true" />}
        {view?.state === 'letters' ? <Mail size={11} aria-hidden="true" /> : null}
        {text}
        {shown && editable && !drawn.resource ? (
          <button type="button" className="channel-insert" aria-label="Insert a node here" onClick={insert}>
            <Plus size={11} />
          </button>
        ) : null}
      </div>
    </EdgeLabelRenderer>
  )
}

function labelText(drawn: DrawnEdge, view: EdgeView | null, shown: boolean): string {
  if (view?.label != null && view.label !== '') return view.label
  if ((view?.dropped ?? 0) > 0) return `dropped ${view?.dropped}`
  if (view !== null && view.waiting > 6) return `${view.waiting} queued`
  return shown ? drawn.detail : drawn.label
}
