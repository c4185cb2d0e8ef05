import { create } from 'zustand'
import type { Point } from './geometry/point.ts'

interface Moving {
  /** Where the nodes under the pointer are now; the document learns of it when they are let go. */
  readonly places: ReadonlyMap<string, Point>
}

const STILL: ReadonlyMap<string, Point> = new Map()

export const useMoving = create<Moving>()(() => ({ places: STILL }))

export function moveTo(places: Iterable<readonly [string, Point]>): void {
  useMoving.setState((before) => ({ places: new Map([...before.places, ...places]) }))
}

export function letGo(): void {
  useMoving.setState({ places: STILL })
}
