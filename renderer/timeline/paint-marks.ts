import { countAtMost } from '../../shared/trace/history.ts'
import type { Mark, MarkType } from '../../shared/trace/lanes.ts'
import { marksOn } from './lane-marks.ts'
import { type Colours, colour, type LaneInSight, type Picture, place } from './picture.ts'

const COLOURS: Readonly<Record<MarkType, string>> = {
  start: 'text',
  message: 'text',
  failure: 'fail-fill',
  done: 'done-fill',
  decision: 'wait-fill',
}

/** Marks nearer to each other than this are one to the eye. A failure is drawn whatever is near it. */
const NEAR_PX = 2

export function paintMarks(
  context: CanvasRenderingContext2D,
  picture: Picture,
  colours: Colours,
  { lane, middle }: LaneInSight,
): void {
  const { trace, scale, clock } = picture
  const marks = marksOn(trace, lane.index)
  const to = clock.toInstant(scale.to)
  const first = countAtMost(marks, clock.toInstant(scale.from), (mark) => mark.at)
  const drawnAt = new Map<MarkType, number>()
  for (let at = Math.max(0, first - 1); at < marks.length; at += 1) {
    const mark = marks[at] as Mark
    if (mark.at > to) break
    const x = place(picture, mark.at)
    if (x - (drawnAt.get(mark.type) ?? -100) < NEAR_PX) continue
    drawnAt.set(mark.type, x)
    context.fillStyle = colour(colours, COLOURS[mark.type])
    context.strokeStyle = context.fillStyle
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
