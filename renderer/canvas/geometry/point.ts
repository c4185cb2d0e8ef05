export interface Point {
  readonly x: number
  readonly y: number
}

export interface Frame {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export type Side = 'left' | 'right' | 'top' | 'bottom'

/** Every card has one size, whatever its state: things stay where they are. */
export const NODE_WIDTH = 192
export const NODE_HEIGHT = 84
export const GRID = 8

export function toward(point: Point, side: Side, distance: number): Point {
  switch (side) {
    case 'left':
      return { x: point.x - distance, y: point.y }
    case 'right':
      return { x: point.x + distance, y: point.y }
    case 'top':
      return { x: point.x, y: point.y - distance }
    case 'bottom':
      return { x: point.x, y: point.y + distance }
  }
}

export function frameAt([x, y]: readonly [number, number]): Frame {
  return { x, y, width: NODE_WIDTH, height: NODE_HEIGHT }
}

export function snap(value: number): number {
  return Math.round(value / GRID) * GRID
}

/** True when the level or upright line between two points passes through a frame. */
export function crosses(from: Point, to: Point, frame: Frame): boolean {
  const left = Math.min(from.x, to.x)
  const right = Math.max(from.x, to.x)
  const top = Math.min(from.y, to.y)
  const bottom = Math.max(from.y, to.y)
  return right > frame.x && left < frame.x + frame.width && bottom > frame.y && top < frame.y + frame.height
}

export function boundsOf(frames: readonly Frame[]): Frame | null {
  if (frames.length === 0) return null
  const x = Math.min(...frames.map((one) => one.x))
  const y = Math.min(...frames.map((one) => one.y))
  const right = Math.max(...frames.map((one) => one.x + one.width))
  const bottom = Math.max(...frames.map((one) => one.y + one.height))
  return { x, y, width: right - x, height: bottom - y }
}
