import type { TopologyDocument } from '../../shared/topology/document.ts'
import type { Point } from './geometry/point.ts'

/** What commands may ask of the canvas that is shown. */
export interface Stage {
  fit(): void
  /** Fits all in view again where that is how one looked at it, and the view has another size now. */
  fitAgain(): void
  zoomTo(zoom: number): void
  zoomBy(factor: number): void
  /** Brings nodes into view by panning, never by zooming. */
  reveal(ids: readonly string[]): void
  focusNode(id: string): void
  /** The middle of the view, in the drawing and in the window. */
  center(): { readonly drawing: Point; readonly window: Point }
  toDrawing(window: Point): Point
}

let stage: Stage | null = null
let drawing: TopologyDocument | null = null
let waiting: (() => void) | null = null

/** The canvas of this window, or null where none is shown. */
export function currentStage(): Stage | null {
  return stage
}

export function setStage(next: Stage | null): void {
  stage = next
  if (next === null || waiting === null) return
  const act = waiting
  waiting = null
  act()
}

/** Does something once the canvas shows another topology than now. */
export function onNextStage(act: () => void): void {
  waiting = act
}

/** The whole drawing of which the canvas shows a part: the open document's, or a run's own. */
export function currentDrawing(): TopologyDocument | null {
  return drawing
}

export function setDrawing(next: TopologyDocument): void {
  drawing = next
}
