import type { ActorCell } from '../../shared/kernel/cells.ts'
import type { EffectTrace } from '../../shared/trace/effects.ts'
import { countAtMost } from '../../shared/trace/history.ts'
import type { Bar, BarType } from '../../shared/trace/lanes.ts'
import { barsOn } from './lane-marks.ts'
import { type Colours, colour, type LaneInSight, type Picture, place } from './picture.ts'

const BAR_HEIGHT = 9
/** Narrower bars are plain: an outline would be all that is seen of them. */
const PLAIN_PX = 4
/** An actor has few effects open at once, so the first bar in sight is at most this far back. */
const OPEN_AT_ONCE = 16

const COLOURS: Readonly<Record<BarType, string>> = {
  live: 'live',
  done: 'done',
  failed: 'fail',
  waiting: 'wait',
  doubt: 'doubt',
  backoff: 'warn',
  held: 'idle',
  suspected: 'warn',
}

/** Silence: nothing is done, or nothing is heard. */
const DASHED: ReadonlySet<BarType> = new Set(['backoff', 'held', 'suspected'])

/** The bars of a lane that have ended, as they ended. Many to a pixel are drawn as one. */
export function paintEndedBars(
  context: CanvasRenderingContext2D,
  picture: Picture,
  colours: Colours,
  { lane, middle }: LaneInSight,
): void {
  const { trace, scale, clock } = picture
  const [from, to] = [clock.toInstant(scale.from), clock.toInstant(scale.to)]
  const effects = trace.effects.of(lane.index)
  const started = countAtMost(effects, from, (effect) => effect.attempts[0]?.askedAt ?? 0)
  let drawnTo = -1
  let drawnType: BarType | null = null
  for (let at = Math.max(0, started - OPEN_AT_ONCE); at < effects.length; at += 1) {
    const effect = effects[at] as EffectTrace
    if ((effect.attempts[0]?.askedAt ?? 0) > to) break
    for (const bar of barsOn(trace, effect)) {
      if (bar.endSeq === 0 || bar.endAt < from) continue
      const x = place(picture, bar.startAt)
      const end = place(picture, bar.endAt)
      if (end - x < PLAIN_PX && bar.after === drawnType && end < drawnTo + 1) continue
      drawnTo = end
      drawnType = bar.after
      paintBar(context, bar.after, x, middle, end - x, colours)
    }
  }
}

/** Bars that still went on at the shown moment, up to it. */
export function paintOpenBars(
  context: CanvasRenderingContext2D,
  picture: Picture,
  colours: Colours,
  { lane, middle }: LaneInSight,
): void {
  const { trace, position, instant } = picture
  const cell = trace.cell(lane.index, position) as ActorCell
  for (const effect of trace.effects.openAt(lane.index, position, cell.effects.length)) {
    for (const bar of barsOn(trace, effect)) {
      if (bar.startSeq > position || !goesOn(bar, position)) continue
      const x = place(picture, bar.startAt)
      paintBar(context, bar.type, x, middle, place(picture, Math.max(instant, bar.startAt)) - x, colours)
    }
  }
}

function goesOn(bar: Bar, position: number): boolean {
  return bar.endSeq === 0 || bar.endSeq > position
}

function paintBar(
  context: CanvasRenderingContext2D,
  type: BarType,
  x: number,
  middle: number,
  width: number,
  colours: Colours,
): void {
  const name = COLOURS[type]
  const top = middle - BAR_HEIGHT / 2
  if (width < PLAIN_PX) {
    context.fillStyle = colour(colours, `${name}-fill`)
    context.fillRect(x, top, Math.max(1, width), BAR_HEIGHT)
    return
  }
  context.fillStyle = colour(colours, `${name}-soft`)
  context.strokeStyle = colour(colours, `${name}-fill`)
  context.setLineDash(DASHED.has(type) ? [3, 2] : [])
  context.beginPath()
  context.roundRect(x, top, width, BAR_HEIGHT, 2)
  context.fill()
  context.stroke()
  context.setLineDash([])
}
