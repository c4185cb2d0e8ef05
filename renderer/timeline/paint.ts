import { paintEndedBars, paintOpenBars } from './paint-bars.ts'
import { paintMarks } from './paint-marks.ts'
import {
  AXIS_HEIGHT,
  type Colours,
  colour,
  LANE_HEIGHT,
  lanesInSight,
  line,
  type Picture,
  place,
} from './picture.ts'
import { ticksOf } from './scale.ts'

/** What is past, drawn once for each stretch of time and used for every moment within it. */
export interface Backdrop {
  readonly canvas: HTMLCanvasElement
  key: string
  colours: Colours | null
}

export function newBackdrop(): Backdrop {
  return { canvas: document.createElement('canvas'), key: '', colours: null }
}

const FUTURE_ALPHA = 0.4

/**
 * Draws a moment: the backdrop, whole to the left of the playhead and faint to its right, then what goes on at it.
 * Moving the playhead costs as much as there are lanes, however long the run is.
 */
export function paint(
  context: CanvasRenderingContext2D,
  picture: Picture,
  colours: Colours,
  backdrop: Backdrop,
): void {
  const { scale, height } = picture
  const ratio = window.devicePixelRatio
  drawBackdrop(backdrop, picture, colours, ratio)
  const now = Math.min(scale.width, Math.max(0, place(picture, picture.instant)))
  context.clearRect(0, 0, scale.width, height)
  context.fillStyle = colour(colours, 'sunken')
  context.fillRect(now, AXIS_HEIGHT, scale.width - now, height - AXIS_HEIGHT)
  context.imageSmoothingEnabled = false
  copy(context, backdrop, ratio, 0, 0, scale.width, AXIS_HEIGHT)
  copy(context, backdrop, ratio, 0, AXIS_HEIGHT, now, height - AXIS_HEIGHT)
  context.globalAlpha = FUTURE_ALPHA
  copy(context, backdrop, ratio, now, AXIS_HEIGHT, scale.width - now, height - AXIS_HEIGHT)
  context.globalAlpha = 1
  context.save()
  context.beginPath()
  context.rect(0, AXIS_HEIGHT, scale.width, height - AXIS_HEIGHT)
  context.clip()
  for (const lane of lanesInSight(picture)) paintOpenBars(context, picture, colours, lane)
  paintFolds(context, picture, colours)
  context.restore()
  paintPlayhead(context, place(picture, picture.instant), height, colours)
}

/** Pixel by pixel, so that nothing blurs. */
function copy(
  context: CanvasRenderingContext2D,
  { canvas }: Backdrop,
  ratio: number,
  x: number,
  y: number,
  width: number,
  height: number,
): void {
  if (width < 1 / ratio || height < 1 / ratio) return
  context.drawImage(canvas, x * ratio, y * ratio, width * ratio, height * ratio, x, y, width, height)
}

function drawBackdrop(backdrop: Backdrop, picture: Picture, colours: Colours, ratio: number): void {
  const { scale, height, scrolled, trace, clock } = picture
  const folds = clock.folds.map(({ from, to }) => `${from}-${to}`).join()
  const key = [
    trace.at(0),
    trace.last,
    scale.from,
    scale.to,
    scale.width,
    height,
    scrolled,
    ratio,
    folds,
  ].join(' ')
  if (backdrop.key === key && backdrop.colours === colours) return
  backdrop.key = key
  backdrop.colours = colours
  backdrop.canvas.width = Math.round(scale.width * ratio)
  backdrop.canvas.height = Math.round(height * ratio)
  const context = backdrop.canvas.getContext('2d')
  if (context === null) return
  context.setTransform(ratio, 0, 0, ratio, 0, 0)
  paintGrid(context, picture, colours)
  context.beginPath()
  context.rect(0, AXIS_HEIGHT, scale.width, height - AXIS_HEIGHT)
  context.clip()
  for (const lane of lanesInSight(picture)) {
    context.strokeStyle = colour(colours, 'line')
    line(context, 0, Math.round(lane.middle) + 0.5, scale.width, Math.round(lane.middle) + 0.5)
    paintEndedBars(context, picture, colours, lane)
    paintMarks(context, picture, colours, lane)
  }
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
