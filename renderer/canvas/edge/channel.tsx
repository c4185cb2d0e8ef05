import './channel.css'
import type { EdgeProps } from '@xyflow/react'
import { memo, useContext } from 'react'
import type { HazardLevel } from '../../../shared/hazards/rule.ts'
import { useShownProblems } from '../../document/problems.ts'
import { marksOf, pointedLevel, useHazards } from '../../hazards/hazards.ts'
import { useCanvas } from '../canvas-state.ts'
import type { ChannelEdge } from '../card/types.ts'
import { useDetail } from '../detail.ts'
import type { Drawing, DrawnEdge } from '../drawing/drawing.ts'
import { type Line, lineOf, looseLine } from '../drawing/lines.ts'
import { DrawingContext } from '../drawing-context.ts'
import type { Frame, Point } from '../geometry/point.ts'
import { pointAt, type Route } from '../geometry/track.ts'
import { useMoving } from '../moving.ts'
import { type EdgeView, useCanvasViews } from '../view-model.ts'
import { ChannelLabel, type Mark } from './channel-label.tsx'
import { Switch } from './switch.tsx'
import { Ticks } from './ticks.tsx'

/** One edge: the line tells what it is, its ticks and words what goes on in it. Nothing here is animated. */
export const Channel = memo(function Channel({ id, data, selected }: EdgeProps<ChannelEdge>) {
  const view = useCanvasViews().useEdgeView(id)
  const hovered = useCanvas((state) => state.hoveredEdge === id)
  const detail = useDetail()
  const mark = useMark(id)
  const hazard = useHazards((state) => pointedLevel(state, id))
  const pointed = view?.broken === true ? 'error' : hazard
  const drawing = useContext(DrawingContext)
  const line = useLine(drawing, data?.drawn)
  if (data === undefined || line === null || drawing === null) return null
  const way = line.route
  const { drawn, editable } = data
  if (drawn.resource && detail !== 'full') return null
  return (
    <>
      <g
        className={edgeClass(drawn, view, {
          lit: selected === true || hovered,
          mark: editable ? mark : null,
          pointed,
        })}
      >
        {selected === true ? <path className="channel-ring" d={way.path} /> : null}
        {pointed === null ? null : <path className="channel-halo" d={way.path} />}
        <path className="channel-line" d={way.path} />
        {view?.state === 'full' ? <path className="channel-between" d={way.path} /> : null}
        {way.arrow === '' ? null : <path className="channel-arrow" d={way.arrow} />}
        {view === null || view.waiting === 0 ? null : <Ticks way={way} count={view.waiting} />}
        {(view?.dropped ?? 0) > 0 ? <Lost way={way} /> : null}
        {view?.state === 'open' || view?.state === 'half-open' ? (
          <Switch way={way} state={view.state} />
        ) : null}
        <path className="react-flow__edge-interaction" d={way.path} />
      </g>
      {detail === 'full' ? (
        <ChannelLabel
          drawn={drawn}
          line={line}
          frames={drawing.frames}
          view={view}
          shown={selected === true || hovered}
          editable={editable}
          mark={editable ? mark : null}
        />
      ) : null}
    </>
  )
})

/** The line where its nodes stand now: in the document, or under the pointer. */
function useLine(drawing: Drawing | null, drawn: DrawnEdge | undefined): Line | null {
  const source = useMoving((state) => state.places.get(drawn?.source.node.id ?? ''))
  const target = useMoving((state) => state.places.get(drawn?.target.node.id ?? ''))
  if (drawn === undefined || drawing === null) return null
  if (source === undefined && target === undefined) return lineOf(drawing, drawn) ?? null
  const { frame: from } = drawn.source
  const { frame: to } = drawn.target
  const others = drawing.frames.filter((frame) => frame !== from && frame !== to)
  return looseLine(drawn, others, movedFrame(from, source), movedFrame(to, target))
}

function movedFrame(frame: Frame, place: Point | undefined): Frame {
  return place === undefined ? frame : { ...frame, x: place.x, y: place.y }
}

interface EdgeMarks {
  readonly lit: boolean
  readonly mark: Mark
  /** The hazard that is pointed at in the list speaks of this edge. */
  readonly pointed: HazardLevel | null
}

/** An edge with an error cannot run or must not; one with a warning carries its sign and keeps its ink. */
function useMark(id: string): Mark {
  const wrong = useShownProblems().own.some(({ element }) => element === id)
  const open = useHazards((state) => state.open)
  const { errors, warnings } = marksOf(open, id)
  if (wrong || errors > 0) return 'error'
  return warnings > 0 ? 'warning' : null
}

function edgeClass(drawn: DrawnEdge, view: EdgeView | null, { lit, mark, pointed }: EdgeMarks): string {
  const names = ['channel', `channel-${view?.state ?? 'idle'}`]
  if (drawn.resource) names.push('channel-resource')
  if (mark === 'error') names.push('channel-wrong')
  if (pointed !== null) names.push(`channel-pointed channel-pointed-${pointed}`)
  if (lit) names.push('channel-lit')
  if (view?.dimmed === true) names.push('channel-dimmed')
  return names.join(' ')
}

function Lost({ way }: { readonly way: Route }) {
  const { x, y } = pointAt(way, 0.5)
  return (
    <path
      className="channel-lost"
      d={`M${x - 5},${y - 5}L${x + 5},${y + 5}M${x + 5},${y - 5}L${x - 5},${y + 5}`}
    />
  )
}
