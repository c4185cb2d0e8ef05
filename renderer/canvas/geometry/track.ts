import type { Point } from './point.ts'

/** One cubic of a route; straight lines are cubics too, so that a particle needs one formula. */
interface Piece {
  readonly p0: Point
  readonly p1: Point
  readonly p2: Point
  readonly p3: Point
  readonly length: number
}

export interface Route {
  /** The line for SVG and `Path2D`; it ends where the arrow begins. */
  readonly path: string
  readonly arrow: string
  readonly pieces: readonly Piece[]
  readonly length: number
  /** Where words may stand, the best place first; `room` is the length of line that they may cover. */
  readonly places: readonly (Point & { readonly room: number; readonly level: boolean })[]
}

const CORNER = 12
const ARROW_LENGTH = 8
const ARROW_HALF = 3.5
const ARROW_GAP = 6

export function curve(from: Point, to: Point): Route {
  const reach = Math.max(24, Math.abs(to.x - from.x) / 2)
  const back = ARROW_GAP + ARROW_LENGTH - 1
  const end = { x: to.x - back, y: to.y }
  const p1 = { x: from.x + reach, y: from.y }
  const p2 = { x: end.x - reach + back / 2, y: to.y }
  const path = `M${text(from)}C${text(p1)} ${text(p2)} ${text(end)}`
  const piece = pieceOf(from, p1, p2, end)
  const tail = line(end, to)
  return {
    path,
    arrow: arrowAt(to, { x: 1, y: 0 }),
    pieces: [piece, tail],
    length: piece.length + tail.length,
    places: [{ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, room: to.x - from.x, level: true }],
  }
}

/** A line of right angles with round corners. */
export function polyline(points: readonly Point[], pointed: boolean): Route {
  const port = points.at(-1) ?? { x: 0, y: 0 }
  const before = points.at(-2) ?? port
  const direction = unit(before, port)
  const end = moved(port, before, pointed ? ARROW_GAP + ARROW_LENGTH - 1 : 0)
  const corners = [...points.slice(0, -1), end]
  const pieces: Piece[] = []
  let path = ''
  let at = corners[0] ?? port
  path = `M${text(at)}`
  for (let index = 1; index < corners.length - 1; index += 1) {
    const corner = corners[index] ?? at
    const next = corners[index + 1] ?? corner
    const last = index === corners.length - 2
    const radius = Math.min(CORNER, distance(at, corner), distance(corner, next) / (last ? 1 : 2))
    const start = moved(corner, at, radius)
    const after = moved(corner, next, radius)
    path += `L${text(start)}Q${text(corner)} ${text(after)}`
    pieces.push(line(at, start), pieceOf(start, third(start, corner), third(after, corner), after))
    at = after
  }
  path += `L${text(end)}`
  pieces.push(line(at, end), line(end, port))
  return {
    path,
    arrow: pointed ? arrowAt(port, direction) : '',
    pieces,
    length: pieces.reduce((sum, piece) => sum + piece.length, 0),
    places: placesOn(points),
  }
}

/** The place after this part of the length (0 to 1). */
export function pointAt(route: Route, part: number): Point {
  let left = Math.min(1, Math.max(0, part)) * route.length
  for (const piece of route.pieces) {
    if (left <= piece.length) return cubicAt(piece, piece.length === 0 ? 0 : left / piece.length)
    left -= piece.length
  }
  const last = route.pieces.at(-1)
  return last === undefined ? { x: 0, y: 0 } : last.p3
}

function placesOn(points: readonly Point[]): Route['places'] {
  const places = points.slice(1).flatMap((to, at) => {
    const from = points[at]
    if (from === undefined) return []
    // A level line carries words better than an upright one of the same length.
    const level = from.y === to.y
    const room = level ? distance(from, to) : distance(from, to) / 3
    return [{ x: (from.x + to.x) / 2, y: (from.y + to.y) / 2, room, level }]
  })
  return places.sort((a, b) => b.room - a.room)
}

function cubicAt({ p0, p1, p2, p3 }: Piece, t: number): Point {
  const u = 1 - t
  const [a, b, c, d] = [u * u * u, 3 * u * u * t, 3 * u * t * t, t * t * t]
  return { x: a * p0.x + b * p1.x + c * p2.x + d * p3.x, y: a * p0.y + b * p1.y + c * p2.y + d * p3.y }
}

function pieceOf(p0: Point, p1: Point, p2: Point, p3: Point): Piece {
  // The mean of chord and control polygon is within a percent for curves as gentle as these.
  const length = (distance(p0, p3) + distance(p0, p1) + distance(p1, p2) + distance(p2, p3)) / 2
  return { p0, p1, p2, p3, length }
}

function line(from: Point, to: Point): Piece {
  return { p0: from, p1: third(from, to), p2: third(to, from), p3: to, length: distance(from, to) }
}

function third(from: Point, to: Point): Point {
  return { x: from.x + (to.x - from.x) / 3, y: from.y + (to.y - from.y) / 3 }
}

function arrowAt(port: Point, direction: Point): string {
  const tip = { x: port.x - direction.x * ARROW_GAP, y: port.y - direction.y * ARROW_GAP }
  const base = { x: tip.x - direction.x * ARROW_LENGTH, y: tip.y - direction.y * ARROW_LENGTH }
  const aside = { x: -direction.y * ARROW_HALF, y: direction.x * ARROW_HALF }
  const left = { x: base.x + aside.x, y: base.y + aside.y }
  const right = { x: base.x - aside.x, y: base.y - aside.y }
  return `M${text(tip)}L${text(left)}L${text(right)}Z`
}

function unit(from: Point, to: Point): Point {
  const length = distance(from, to)
  return length === 0 ? { x: 1, y: 0 } : { x: (to.x - from.x) / length, y: (to.y - from.y) / length }
}

function moved(from: Point, to: Point, by: number): Point {
  const direction = unit(from, to)
  return { x: from.x + direction.x * by, y: from.y + direction.y * by }
}

function distance(from: Point, to: Point): number {
  return Math.hypot(to.x - from.x, to.y - from.y)
}

function text(point: Point): string {
  return `${Math.round(point.x * 10) / 10},${Math.round(point.y * 10) / 10}`
}
