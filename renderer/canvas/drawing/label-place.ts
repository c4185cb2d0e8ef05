import { crosses, type Frame, type Point } from '../geometry/point.ts'
import type { Route } from '../geometry/track.ts'

export interface LabelPlace extends Point {
  /** Which part of the words' box the point is: its middle, or the middle of its lower or upper edge. */
  readonly stands: 'on' | 'above' | 'below'
}

export type TakenLabels = Frame[]

const CHARACTER = 6.1
const PADDING = 14
const HEIGHT = 18
const LIFT = 5
/** Words may reach this far under a card's edge: their box has room around them. */
const SLACK = 6

/** A place for words on or beside a line where they cover no card and no other words; on the line if they must. */
export function placeLabel(
  route: Route,
  text: string,
  frames: readonly Frame[],
  taken: TakenLabels,
): LabelPlace {
  const width = text.length * CHARACTER + PADDING
  const usual: LabelPlace = { ...(route.places[0] ?? { x: 0, y: 0 }), stands: 'on' }
  if (text === '') return usual
  for (const place of candidates(route, width, frames)) {
    const box = boxOf(place, width)
    if ([...frames, ...taken].some((frame) => meets(box, frame))) continue
    taken.push(box)
    return place
  }
  taken.push(boxOf(usual, width))
  return usual
}

/** Length of line that stays seen where words stand on it. */
const SEEN = 40

function* candidates(route: Route, width: number, frames: readonly Frame[]): Generator<LabelPlace> {
  for (const { x, y, room, level } of route.places) {
    if (!level || room >= width + SEEN) yield { x, y, stands: 'on' }
  }
  for (const { x, y, level } of route.places) {
    if (!level) continue
    yield { x, y: y - LIFT, stands: 'above' }
    yield { x, y: y + LIFT, stands: 'below' }
  }
  // A line in a gap narrower than its words: they stand over the cards at its two sides, or under them.
  for (const { x, y } of route.places) {
    const beside = frames.filter((frame) => meets({ x: x - width / 2, y: y - 1, width, height: 2 }, frame))
    if (beside.length === 0) continue
    yield { x, y: Math.min(...beside.map((frame) => frame.y)) - LIFT, stands: 'above' }
    yield { x, y: Math.max(...beside.map((frame) => frame.y + frame.height)) + LIFT, stands: 'below' }
  }
}

function boxOf({ x, y, stands }: LabelPlace, width: number): Frame {
  const top = stands === 'on' ? y - HEIGHT / 2 : stands === 'above' ? y - HEIGHT : y
  return { x: x - width / 2 + SLACK, y: top, width: width - 2 * SLACK, height: HEIGHT }
}

function meets(one: Frame, other: Frame): boolean {
  return crosses({ x: one.x, y: one.y }, { x: one.x + one.width, y: one.y + one.height }, other)
}
