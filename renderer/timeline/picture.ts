import type { ActorPlan } from '../../shared/topology/plan.ts'
import type { Trace } from '../../shared/trace/trace.ts'
import type { FoldedClock } from './fold.ts'
import { type TimeScale, toX } from './scale.ts'

export const LANE_HEIGHT = 19
export const AXIS_HEIGHT = 22

/** All that the timeline is drawn from. */
export interface Picture {
  readonly trace: Trace
  readonly lanes: readonly ActorPlan[]
  /** In folded time. */
  readonly scale: TimeScale
  readonly clock: FoldedClock
  readonly height: number
  readonly scrolled: number
  readonly position: number
  readonly instant: number
}

/** Where an instant is drawn. */
export function place({ scale, clock }: Picture, instant: number): number {
  return toX(scale, clock.toFolded(instant))
}

export interface LaneInSight {
  readonly lane: ActorPlan
  readonly middle: number
}

export function lanesInSight({ lanes, scrolled, height }: Picture): readonly LaneInSight[] {
  const first = Math.max(0, Math.floor(scrolled / LANE_HEIGHT))
  const last = Math.ceil((scrolled + height - AXIS_HEIGHT) / LANE_HEIGHT)
  return lanes.slice(first, last).map((lane, at) => ({
    lane,
    middle: AXIS_HEIGHT + (first + at) * LANE_HEIGHT - scrolled + LANE_HEIGHT / 2,
  }))
}

/** Colours of the theme, read once and again when it changes. */
export type Colours = Readonly<Record<string, string>>

export function readColours(element: Element): Colours {
  const style = getComputedStyle(element)
  const names = [
    ...['surface', 'sunken', 'line', 'line-strong', 'text', 'text-3', 'accent'],
    ...['live', 'wait', 'warn', 'fail', 'doubt', 'done', 'idle'].flatMap((name) => [
      `${name}-fill`,
      `${name}-soft`,
    ]),
  ]
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]))
}

export function colour(colours: Colours, name: string): string {
  return colours[name] ?? ''
}

export function line(
  context: CanvasRenderingContext2D,
  x1: number,
  y1: number,
  x2: number,
  y2: number,
): void {
  context.beginPath()
  context.moveTo(x1, y1)
  context.lineTo(x2, y2)
  context.stroke()
}
