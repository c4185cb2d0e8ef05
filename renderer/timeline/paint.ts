import type { ActorPlan } from '../../shared/topology/plan.ts'
import { countAtMost } from '../../shared/trace/history.ts'
import type { Bar, BarType, Mark, MarkType } from '../../shared/trace/lanes.ts'
import type { Trace } from '../../shared/trace/trace.ts'
import type { FoldedClock } from './fold.ts'
import { barsOn, marksOn } from './lane-marks.ts'
import { type TimeScale, ticksOf, toX } from './scale.ts'

export const LANE_HEIGHT = 19
export const AXIS_HEIGHT = 22
const BAR_HEIGHT = 9

/** Colours of the theme, read once and again when it changes. */
export type Colours = Readonly<Record<string, string>>

export function readColours(element: Element): Colours {
  const style = getComputedStyle(element)
  const names = [
    ...['surface', 'sunken', 'line', 'line-strong', 'text', 'text-3', 'accent', 'edge-quiet', 'edge'],
    ...['live', 'wait', 'warn', 'fail', 'doubt', 'done'].flatMap((name) => [`${name}-fill`, `${name}-soft`]),
  ]
  return Object.fromEntries(names.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]))
}

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
  readonly live: boolean
}

/** Draws the lanes in sight and nothing else: what costs is what is seen, not how long the run is. */
export function paint(context: CanvasRenderingContext2D, picture: Picture, colours: Colours): void {
  const { scale, height, lanes, scrolled } = picture
  context.clearRect(0, 0, scale.width, height)
  const now = place(picture, picture.instant)
  context.fillStyle = colour(colours, 'sunken')
  if (now < scale.width)
    context.fillRect(Math.max(0, now), AXIS_HEIGHT, scale.width - now, height - AXIS_HEIGHT)
  paintGrid(context, picture, colours)
  context.save()
  context.beginPath()
  context.rect(0, AXIS_HEIGHT, scale.width, height - AXIS_HEIGHT)
  context.clip()
  const first = Math.max(0, Math.floor(scrolled / LANE_HEIGHT))
  const last = Math.min(lanes.length, Math.ceil((scrolled + height - AXIS_HEIGHT) / LANE_HEIGHT))
  for (let at = first; at < last; at += 1) {
    const lane = lanes[at]
    if (lane !== undefined)
      paintLane(context, picture, colours, lane, AXIS_HEIGHT + at * LANE_HEIGHT - scrolled)
  }
  paintFolds(context, picture, colours)
  context.restore()
  paintPlayhead(context, now, height, colours)
}

/** Where an instant is drawn. */
function place({ scale, clock }: Picture, instant: number): number {
  return toX(scale, clock.toFolded(instant))
}

function paintGrid(context: CanvasRenderingContext2D, picture: Picture, colours: Colours): void {
  const { scale, clock, trace, height } = picture
  context.font = '10px "JetBrains Mono Variable", monospace'
  context.textBaseline = 'middle'
  context.strokeStyle = colour(colours, 'line')
  context.lineWidth = 1
  let free = 0
  for (const { instant, label } of ticksOf(scale, trace.at(0), clock)) {
    const x = Math.round(place(picture, instant)) + 0.5
    if (x < free) continue
    free = x + 12 + context.measureText(label).width
    context.setLineDash([1, 3])
    line(context, x, AXIS_HEIGHT, x, height)
    context.fillStyle = colour(colours, 'text-3')
    context.fillText(label, x + 4, AXIS_HEIGHT / 2)
  }
  context.setLineDash([])
  line(context, 0, AXIS_HEIGHT - 0.5, scale.width, AXIS_HEIGHT - 0.5)
}

/** A wait that is drawn short: two slanted strokes across its lanes, as on an axis that is broken. */
function paintFolds(context: CanvasRenderingContext2D, picture: Picture, colours: Colours): void {
  for (const { from, to } of picture.clock.folds) {
    const x = (place(picture, from) + place(picture, to)) / 2
    context.fillStyle = colour(colours, 'surface')
    context.strokeStyle = colour(colours, 'line-strong')
    const bottom = Math.min(picture.height, AXIS_HEIGHT + picture.lanes.length * LANE_HEIGHT)
    for (let y = AXIS_HEIGHT + 2; y < bottom; y += LANE_HEIGHT) {
      context.fillRect(x - 4, y + 2, 8, LANE_HEIGHT - 6)
      line(context, x - 5, y + LANE_HEIGHT - 5, x - 1, y + 3)
      line(context, x + 1, y + LANE_HEIGHT - 5, x + 5, y + 3)
    }
  }
}

function paintLane(
  context: CanvasRenderingContext2D,
  picture: Picture,
  colours: Colours,
  lane: ActorPlan,
  top: number,
): void {
  const { trace, scale, clock, position, instant } = picture
  const [from, to] = [clock.toInstant(scale.from), clock.toInstant(scale.to)]
  const middle = top + LANE_HEIGHT / 2
  context.strokeStyle = colour(colours, 'line')
  line(context, 0, Math.round(middle) + 0.5, scale.width, Math.round(middle) + 0.5)
  let drawnTo = -1
  for (const effect of trace.effects.of(lane.index)) {
    const askedAt = effect.attempts[0]?.askedAt ?? 0
    if (askedAt > to) break
    if (effect.endAt > 0 && effect.endAt < from) continue
    for (const bar of barsOn(trace, effect)) {
      const end = bar.endSeq === 0 ? Math.max(instant, bar.startAt) : bar.endAt
      const x = place(picture, bar.startAt)
      const width = Math.max(1, place(picture, end) - x)
      // Bars within one pixel of each other are one bar to the eye.
      if (x + width < drawnTo + 1 && width <= 1) continue
      drawnTo = x + width
      context.globalAlpha = bar.startSeq > position ? 0.4 : 1
      paintBar(context, bar, x, middle, width, colours, position)
    }
  }
  paintMarks(context, picture, colours, marksOn(trace, lane.index), middle)
  context.globalAlpha = 1
}

const BAR_COLOURS: Readonly<Record<BarType, string>> = {
  live: 'live',
  done: 'done',
  failed: 'fail',
  waiting: 'wait',
  doubt: 'doubt',
  backoff: 'warn',
}

function paintBar(
  context: CanvasRenderingContext2D,
  bar: Bar,
  x: number,
  middle: number,
  width: number,
  colours: Colours,
  position: number,
): void {
  const type = bar.endSeq > 0 && bar.endSeq <= position ? bar.after : bar.type
  const name = BAR_COLOURS[type]
  context.fillStyle = colour(colours, `${name}-soft`)
  context.strokeStyle = colour(colours, `${name}-fill`)
  context.setLineDash(type === 'backoff' ? [3, 2] : [])
  context.beginPath()
  context.roundRect(x, middle - BAR_HEIGHT / 2, width, BAR_HEIGHT, Math.min(2, width / 2))
  context.fill()
  context.stroke()
  context.setLineDash([])
}

const MARK_COLOURS: Readonly<Record<MarkType, string>> = {
  start: 'text',
  message: 'text',
  failure: 'fail-fill',
  done: 'done-fill',
  decision: 'wait-fill',
}

function paintMarks(
  context: CanvasRenderingContext2D,
  picture: Picture,
  colours: Colours,
  marks: readonly Mark[],
  middle: number,
): void {
  const { scale, clock, position } = picture
  const first = Math.max(0, countAtMost(marks, clock.toInstant(scale.from), (mark) => mark.at) - 1)
  const to = clock.toInstant(scale.to)
  let before = -100
  let beforeType: MarkType | null = null
  for (let at = first; at < marks.length; at += 1) {
    const mark = marks[at] as Mark
    if (mark.at > to) break
    const x = place(picture, mark.at)
    if (x - before < 1 && mark.type === beforeType) continue
    before = x
    beforeType = mark.type
    context.globalAlpha = mark.seq > position ? 0.4 : 1
    context.fillStyle = colour(colours, MARK_COLOURS[mark.type])
    context.strokeStyle = colour(colours, MARK_COLOURS[mark.type])
    paintMark(context, mark.type, x, middle)
  }
}

function paintMark(context: CanvasRenderingContext2D, type: MarkType, x: number, y: number): void {
  context.beginPath()
  switch (type) {
    case 'start':
      context.moveTo(x - 3, y - 4.5)
      context.lineTo(x + 4, y)
      context.lineTo(x - 3, y + 4.5)
      context.fill()
      return
    case 'message':
      context.fillRect(x - 0.75, y - 5.5, 1.5, 11)
      return
    case 'done':
      context.arc(x, y, 3.5, 0, Math.PI * 2)
      context.fill()
      return
    case 'decision':
      context.moveTo(x, y - 5)
      context.lineTo(x + 5, y)
      context.lineTo(x, y + 5)
      context.lineTo(x - 5, y)
      context.fill()
      return
    case 'failure':
      context.lineWidth = 2
      context.moveTo(x - 3.5, y - 3.5)
      context.lineTo(x + 3.5, y + 3.5)
      context.moveTo(x + 3.5, y - 3.5)
      context.lineTo(x - 3.5, y + 3.5)
      context.stroke()
      context.lineWidth = 1
  }
}

function paintPlayhead(context: CanvasRenderingContext2D, x: number, height: number, colours: Colours): void {
  context.fillStyle = colour(colours, 'accent')
  context.fillRect(x - 0.75, AXIS_HEIGHT - 8, 1.5, height - AXIS_HEIGHT + 8)
  context.beginPath()
  context.moveTo(x - 5, 2)
  context.lineTo(x + 5, 2)
  context.lineTo(x + 5, 10)
  context.lineTo(x, 15)
  context.lineTo(x - 5, 10)
  context.fill()
}

function line(context: CanvasRenderingContext2D, x1: number, y1: number, x2: number, y2: number): void {
  context.beginPath()
  context.moveTo(x1, y1)
  context.lineTo(x2, y2)
  context.stroke()
}

function colour(colours: Colours, name: string): string {
  return colours[name] ?? ''
}
