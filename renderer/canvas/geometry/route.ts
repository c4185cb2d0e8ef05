import { crosses, type Frame, type Point, type Side, toward } from './point.ts'
import { curve, polyline, type Route } from './track.ts'

export interface RouteEnd extends Point {
  readonly side: Side
  /** Lines that share an end may lie upon each other. */
  readonly key: string
}

/** A straight piece of a line that is there already. */
export interface Stretch {
  readonly from: Point
  readonly to: Point
  readonly keys: readonly [string, string]
}

export interface Surroundings {
  readonly frames: readonly Frame[]
  readonly taken: readonly Stretch[]
}

export interface Routed {
  readonly route: Route
  readonly stretches: readonly Stretch[]
}

const STUB = 24
/** Distances from a card at which a line may run past it. */
const CLEARS = [24, 16, 32, 40]
const MAX_NEAR = 12
const NEAR = 64
/** How far from an end a lane still counts as beside it. */
const BESIDE = 24
const APART = 6

/**
 * The way of an edge: a cubic between neighbours with nothing in the way, else right angles. Of the right-angled ways
 * the one that passes through fewest cards wins, then the one that lies upon fewest other lines, then the one with
 * fewest bends, then the shortest.
 */
export function route(source: RouteEnd, target: RouteEnd, around: Surroundings, pointed = true): Routed {
  if (source.side === 'right' && target.side === 'left' && target.x - source.x >= 24) {
    if (isFree(source, target, around.frames)) return { route: curve(source, target), stretches: [] }
  }
  const near = nearby(source, target, around)
  const found: Best = { points: [source, target], cost: Number.POSITIVE_INFINITY }
  take(found, plainWays(source, target, near.frames), source, target, near)
  // Most edges are served by now; the rest, which would cross a card or lie upon a line, may take a longer way round.
  if (found.cost >= TROUBLE + straightLength(source, target))
    take(found, roundWays(source, target, near.frames), source, target, near)
  return {
    route: polyline(found.points, pointed),
    stretches: stretchesOf(found.points, [source.key, target.key]),
  }
}

interface Best {
  points: readonly Point[]
  cost: number
}

function take(
  best: Best,
  ways: Iterable<readonly Point[]>,
  source: RouteEnd,
  target: RouteEnd,
  around: Surroundings,
): void {
  for (const points of ways) {
    const cost = costOf(points, source, target, around, best.cost)
    if (cost < best.cost) {
      best.cost = cost
      best.points = points
    }
  }
}

function isFree(source: Point, target: Point, frames: readonly Frame[]): boolean {
  const from = { x: source.x + 8, y: source.y }
  const to = { x: target.x - 8, y: target.y }
  return !frames.some((frame) => crosses(from, to, frame))
}

function nearby(source: RouteEnd, target: RouteEnd, { frames, taken }: Surroundings): Surroundings {
  const low = { x: Math.min(source.x, target.x) - NEAR, y: Math.min(source.y, target.y) - NEAR }
  const high = { x: Math.max(source.x, target.x) + NEAR, y: Math.max(source.y, target.y) + NEAR }
  const box = { ...low, width: high.x - low.x, height: high.y - low.y }
  return {
    frames: frames.filter((frame) => crosses(low, high, frame)),
    taken: taken.filter(
      ({ from, to, keys }) =>
        !keys.includes(source.key) && !keys.includes(target.key) && crosses(from, to, box),
    ),
  }
}

function straightLength(from: Point, to: Point): number {
  return Math.abs(to.x - from.x) + Math.abs(to.y - from.y)
}

function* plainWays(
  source: RouteEnd,
  target: RouteEnd,
  frames: readonly Frame[],
): Generator<readonly Point[]> {
  const out = toward(source, source.side, STUB)
  const into = toward(target, target.side, STUB)
  yield clean([source, { x: source.x, y: target.y }, target])
  yield clean([source, { x: target.x, y: source.y }, target])
  yield clean([source, out, { x: out.x, y: into.y }, into, target])
  yield clean([source, out, { x: into.x, y: out.y }, into, target])
  for (const y of lanes(out.y, into.y, frames, 'y')) {
    yield clean([source, { x: source.x, y }, { x: target.x, y }, target])
    yield clean([source, out, { x: out.x, y }, { x: into.x, y }, into, target])
  }
  for (const x of lanes(out.x, into.x, frames, 'x')) {
    yield clean([source, { x, y: source.y }, { x, y: target.y }, target])
    yield clean([source, out, { x, y: out.y }, { x, y: into.y }, into, target])
  }
}

/** The same with one end's upright part in a lane of its own. */
function* roundWays(
  source: RouteEnd,
  target: RouteEnd,
  frames: readonly Frame[],
): Generator<readonly Point[]> {
  const out = toward(source, source.side, STUB)
  const into = toward(target, target.side, STUB)
  const uprights = lanes(out.x, into.x, frames, 'x')
  const first = uprights.filter((x) => Math.abs(x - out.x) <= BESIDE)
  const last = uprights.filter((x) => Math.abs(x - into.x) <= BESIDE)
  for (const y of lanes(out.y, into.y, frames, 'y')) {
    for (const x of first) yield clean([source, { x, y: source.y }, { x, y }, { x: into.x, y }, into, target])
    for (const x of last) yield clean([source, out, { x: out.x, y }, { x, y }, { x, y: target.y }, target])
  }
}

/** Where a line may run: half way, and just off the cards near the two ends. */
function lanes(one: number, other: number, frames: readonly Frame[], axis: 'x' | 'y'): readonly number[] {
  const found = new Set([Math.round((one + other) / 2)])
  for (const frame of frames.slice(0, MAX_NEAR)) {
    const [start, size] = axis === 'x' ? [frame.x, frame.width] : [frame.y, frame.height]
    for (const clear of CLEARS) {
      found.add(start - clear)
      found.add(start + size + clear)
    }
  }
  return [...found]
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

const AWRY = 20_000
const THROUGH_CARD = 1500
/** So much more than its length a way costs only when it crosses something, lies upon something, or goes far about. */
const TROUBLE = 700
const BEND = 50

function costOf(
  points: readonly Point[],
  source: RouteEnd,
  target: RouteEnd,
  { frames, taken }: Surroundings,
  enough: number,
): number {
  let cost = points.length * BEND
  if (!leaves(points[0], points[1], source.side)) cost += AWRY
  if (!leaves(points.at(-1), points.at(-2), target.side)) cost += AWRY
  for (let at = 1; at < points.length && cost < enough; at += 1) {
    const from = points[at - 1]
    const to = points[at]
    if (from === undefined || to === undefined) continue
    const length = straightLength(from, to)
    cost += length
    if (from.x !== to.x && from.y !== to.y) cost += AWRY
    if (length < 16 && at > 1 && at < points.length - 1) cost += 2 * BEND
    const before = points[at - 2]
    if (before !== undefined && turnsBack(before, from, to)) cost += AWRY
    for (const frame of frames) if (passesThrough(from, to, frame)) cost += THROUGH_CARD
    for (const other of taken) {
      const shared = overlap(from, to, other)
      if (shared > 0) cost += 120 + 2 * shared
    }
  }
  return cost
}

/** How long two parallel lines run upon each other, or too near to tell apart. */
function overlap(from: Point, to: Point, other: Stretch): number {
  const level = from.y === to.y && other.from.y === other.to.y
  const upright = from.x === to.x && other.from.x === other.to.x
  if (level && Math.abs(from.y - other.from.y) < APART) {
    return shared(from.x, to.x, other.from.x, other.to.x)
  }
  if (upright && Math.abs(from.x - other.from.x) < APART) {
    return shared(from.y, to.y, other.from.y, other.to.y)
  }
  return 0
}

function shared(a: number, b: number, c: number, d: number): number {
  return Math.min(Math.max(a, b), Math.max(c, d)) - Math.max(Math.min(a, b), Math.min(c, d))
}

/** A line on a card's edge, where its port is, does not pass through it. */
function passesThrough(from: Point, to: Point, frame: Frame): boolean {
  const slack = 2
  return (
    Math.max(from.y, to.y) > frame.y + slack &&
    Math.min(from.y, to.y) < frame.y + frame.height - slack &&
    Math.max(from.x, to.x) > frame.x + slack &&
    Math.min(from.x, to.x) < frame.x + frame.width - slack
  )
}

function leaves(from: Point | undefined, to: Point | undefined, side: Side): boolean {
  if (from === undefined || to === undefined) return false
  const ahead = toward(from, side, 1)
  return (ahead.x - from.x) * (to.x - from.x) + (ahead.y - from.y) * (to.y - from.y) > 0
}

function turnsBack(a: Point, b: Point, c: Point): boolean {
  return (b.x - a.x) * (c.x - b.x) < 0 || (b.y - a.y) * (c.y - b.y) < 0
}

function stretchesOf(points: readonly Point[], keys: readonly [string, string]): readonly Stretch[] {
  return points.slice(1).flatMap((to, at) => {
    const from = points[at]
    return from === undefined ? [] : [{ from, to, keys }]
  })
}
