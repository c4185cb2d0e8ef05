import './timeline.css'
import { type KeyboardEvent, type PointerEvent, useMemo, useRef, useState } from 'react'
import { isInside } from '../../shared/topology/inside.ts'
import { laneActors } from '../../shared/trace/lanes.ts'
import { sentenceOf } from '../../shared/trace/sentences.ts'
import type { Trace } from '../../shared/trace/trace.ts'
import { laneText } from '../../shared/trace/words.ts'
import { showElement } from '../canvas/showing.ts'
import { useSelectedInRun } from '../playback/naming.ts'
import { isWhole, usePlayback } from '../playback/playback.ts'
import { goTo, goToInstant, stepBy } from '../playback/player.ts'
import { useColours, usePainting, useSize, useWheel } from './canvas-hooks.ts'
import { foldedClock, foldsOf } from './fold.ts'
import { AXIS_HEIGHT, LANE_HEIGHT, type Picture } from './picture.ts'
import { fitScale, type TimeScale, toInstant } from './scale.ts'

const LABELS_WIDTH = 118
const END_STEP_MS = 500

/** Lanes over time, with the playhead; drag it, or use the arrow keys, to show another moment. */
export function Timeline({ trace }: { readonly trace: Trace }) {
  const lanes = useMemo(() => laneActors(trace.plan), [trace])
  const scroller = useRef<HTMLDivElement>(null)
  const [scrolled, setScrolled] = useState(0)
  const size = useSize(scroller)
  const selected = useSelectedInRun()?.id ?? null
  const shown = visibleLanes(scrolled, size.height, lanes.length)
  const total = AXIS_HEIGHT + lanes.length * LANE_HEIGHT
  return (
    <div ref={scroller} className="timeline" onScroll={(event) => setScrolled(event.currentTarget.scrollTop)}>
      <div className="timeline-inner" style={{ height: Math.max(total, size.height) }}>
        <div className="timeline-labels" style={{ width: LABELS_WIDTH }}>
          {lanes.slice(shown.from, shown.to).map((lane, at) => (
            <button
              key={lane.id}
              type="button"
              tabIndex={-1}
              className={`timeline-label ${isShown(lane.id, selected) ? 'timeline-label-on' : ''}`}
              style={{ top: AXIS_HEIGHT + (shown.from + at) * LANE_HEIGHT }}
              title={lane.id}
              onClick={() => showElement(lane.id)}
            >
              {lane.name}
              {laneText(lane.id) === '' ? null : <span className="timeline-of"> {laneText(lane.id)}</span>}
            </button>
          ))}
        </div>
        <div className="timeline-sheet" style={{ left: LABELS_WIDTH, height: size.height }}>
          <Lanes
            trace={trace}
            width={Math.max(0, size.width - LABELS_WIDTH)}
            height={size.height}
            scrolled={scrolled}
          />
        </div>
      </div>
    </div>
  )
}

/** A nested node stands for all the lanes of what is inside it. */
function isShown(lane: string, selected: string | null): boolean {
  return selected !== null && (lane === selected || isInside(lane, selected))
}

function visibleLanes(
  scrolled: number,
  height: number,
  count: number,
): { readonly from: number; readonly to: number } {
  return {
    from: Math.max(0, Math.floor(scrolled / LANE_HEIGHT) - 1),
    to: Math.min(count, Math.ceil((scrolled + height) / LANE_HEIGHT) + 1),
  }
}

interface LanesProps {
  readonly trace: Trace
  readonly width: number
  readonly height: number
  readonly scrolled: number
}

function Lanes({ trace, width, height, scrolled }: LanesProps) {
  const state = usePlayback()
  const { position, last, instant, over, revision } = state
  const lanes = useMemo(() => laneActors(trace.plan), [trace])
  /** Null follows the run; a person who has zoomed keeps what they see. */
  const [chosen, choose] = useState<{ readonly from: number; readonly to: number } | null>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const colours = useColours(canvas)
  // The axis is the same live and scrubbed, so that the playhead is where the pointer is.
  const going = !isWhole(state)
  const end = going ? Math.max(trace.at(last), roundUp(Date.now())) : trace.at(last)
  const shown = over ? trace.at(last) : instant
  const clock = foldedClock(trace.at(0), end, foldsOf(trace, end))
  const scale: TimeScale = { ...(chosen ?? fitScale(trace.at(0), clock.toFolded(end), going)), width }
  useWheel(canvas, scale, choose)
  const picture: Picture = { trace, lanes, scale, clock, height, scrolled, position, instant: shown }
  usePainting(canvas, picture, colours, revision)
  const scrub = (event: PointerEvent<HTMLElement>): void => {
    const box = event.currentTarget.getBoundingClientRect()
    goToInstant(clock.toInstant(toInstant(scale, event.clientX - box.left)))
  }
  const record = trace.record(position)
  return (
    <div
      className="timeline-lanes"
      role="slider"
      tabIndex={0}
      aria-label="Position in the run"
      aria-valuemin={0}
      aria-valuemax={last}
      aria-valuenow={position}
      aria-valuetext={
        record === undefined
          ? 'before the first event'
          : `event ${position} of ${last}: ${sentenceOf(trace, record)}`
      }
      onPointerDown={(event) => {
        if (event.button !== 0) return
        event.currentTarget.setPointerCapture(event.pointerId)
        scrub(event)
      }}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) scrub(event)
      }}
      onDoubleClick={() => choose(null)}
      onKeyDown={(event) => onKey(event, last)}
    >
      <canvas ref={canvas} style={{ width, height }} />
    </div>
  )
}

/** The end of a run that goes on moves twice a second, so that what is drawn of its past is drawn twice a second. */
function roundUp(instant: number): number {
  return Math.ceil(instant / END_STEP_MS) * END_STEP_MS
}

function onKey(event: KeyboardEvent, last: number): void {
  const moves: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => stepBy(-1),
    ArrowRight: () => stepBy(1),
    PageUp: () => stepBy(-1, 'node'),
    PageDown: () => stepBy(1, 'node'),
    Home: () => goTo(0),
    End: () => goTo(last),
  }
  const move = moves[event.key]
  if (move === undefined) return
  event.preventDefault()
  move()
}
