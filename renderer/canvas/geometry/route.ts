import { crosses, type Frame, type Point, type Side, toward } from './point.ts'
import { curve, polyline, type Route } from './track.ts'

export interface RouteEnd extends Point {
  readonly side: Side
}

const STUB = 20
/** Room that a line keeps from the cards it passes. */
const CLEAR = 20
const MAX_LANES = 16

/**
 * The way of an edge: a cubic between neighbours with nothing in the way, else right angles. Of the right-angled ways
 * the one that passes through fewest cards wins, then the one with fewest bends, then the shortest.
 */
export function route(source: RouteEnd, target: RouteEnd, frames: readonly Frame[], pointed = true): Route {
  if (source.side === 'right' && target.side === 'left' && target.x - source.x >= 24) {
    if (isFree(source, target, frames)) return curve(source, target)
  }
  let best: readonly Point[] = [source, target]
  let least = Number.POSITIVE_INFINITY
  for (const points of ways(source, target, frames)) {
    const cost = costOf(points, source, target, frames)
    if (cost < least) {
      least = cost
      best = points
    }
  }
  return polyline(best, pointed)
}

function isFree(source: Point, target: Point, frames: readonly Frame[]): boolean {
  const inner = [
    { x: source.x + 8, y: source.y },
    { x: target.x - 8, y: target.y },
  ] as const
  return !frames.some((frame) => crosses(inner[0], inner[1], frame))
}

function* ways(source: RouteEnd, target: RouteEnd, frames: readonly Frame[]): Generator<readonly Point[]> {
  const out = toward(source, source.side, STUB)
  const into = toward(target, target.side, STUB)
  yield clean([source, { x: source.x, y: target.y }, target])
  yield clean([source, { x: target.x, y: source.y }, target])
  yield clean([source, out, { x: out.x, y: into.y }, into, target])
  yield clean([source, out, { x: into.x, y: out.y }, into, target])
  for (const y of lanes(out.y, into.y, frames, 'y', source, target)) {
    yield clean([source, { x: source.x, y }, { x: target.x, y }, target])
    yield clean([source, out, { x: out.x, y }, { x: into.x, y }, into, target])
  }
  for (const x of lanes(out.x, into.x, frames, 'x', source, target)) {
    yield clean([source, { x, y: source.y }, { x, y: target.y }, target])
    yield clean([source, out, { x, y: out.y }, { x, y: into.y }, into, target])
  }
}

/** Levels on which a line may run: half way, and just off the cards near the two ends. */
function lanes(
  one: number,
  other: number,
  frames: readonly Frame[],
  axis: 'x' | 'y',
  source: Point,
  target: Point,
): readonly number[] {
  const found = new Set([Math.round((one + other) / 2)])
  const near = frames.filter((frame) =>
    crosses(grown(source, target, -60), grown(target, source, -60), frame),
  )
  for (const frame of near.slice(0, MAX_LANES)) {
    const [start, size] = axis === 'x' ? [frame.x, frame.width] : [frame.y, frame.height]
    found.add(start - CLEAR)
    found.add(start + size + CLEAR)
  }
  return [...found]
}

/** A corner of the box around two points, moved away from the other. */
function grown(point: Point, other: Point, by: number): Point {
  return {
    x: point.x + (point.x <= other.x ? by : -by),
    y: point.y + (point.y <= other.y ? by : -by),
  }
}

/** Leaves out points that repeat or lie on a straight line. */
function clean(points: readonly Point[]): readonly Point[] {
  const kept: Point[] = []
  for (const point of points) {
    const last = kept.at(-1)
    if (last !== undefined && last.x === point.x && last.y === point.y) continue
    const before = kept.at(-2)
    if (last !== undefined && before !== undefined && straight(before, last, point)) kept.pop()
    kept.push(point)
  }
  return kept
}

function straight(a: Point, b: Point, c: Point): boolean {
  const level = a.y === b.y && b.y === c.y && (b.x - a.x) * (c.x - b.x) > 0
  const upright = a.x === b.x && b.x === c.x && (b.y - a.y) * (c.y - b.y) > 0
  return level || upright
}

function costOf(
  points: readonly Point[],
  source: RouteEnd,
  target: RouteEnd,
  frames: readonly Frame[],
): number {
  let cost = points.length * 60
  if (!leaves(points[0], points[1], source.side)) cost += 20_000
  if (!leaves(points.at(-1), points.at(-2), target.side)) cost += 20_000
  for (let at = 1; at < points.length; at += 1) {
    const from = points[at - 1]
    const to = points[at]
    if (from === undefined || to === undefined) continue
    if (from.x !== to.x && from.y !== to.y) cost += 50_000
    cost += Math.abs(to.x - from.x) + Math.abs(to.y - from.y)
    const before = points[at - 2]
    if (before !== undefined && turnsBack(before, from, to)) cost += 20_000
    for (const frame of frames) if (crosses(from, to, inner(frame))) cost += 1000
  }
  return cost
}

/** A line on a card's edge, where its port is, does not cross it. */
function inner(frame: Frame): Frame {
  return { x: frame.x + 2, y: frame.y + 2, width: frame.width - 4, height: frame.height - 4 }
}

function leaves(from: Point | undefined, to: Point | undefined, side: Side): boolean {
  if (from === undefined || to === undefined) return false
  const ahead = toward(from, side, 1)
  return (ahead.x - from.x) * (to.x - from.x) + (ahead.y - from.y) * (to.y - from.y) > 0
}

function turnsBack(a: Point, b: Point, c: Point): boolean {
  return (b.x - a.x) * (c.x - b.x) < 0 || (b.y - a.y) * (c.y - b.y) < 0
}
