import type { Point } from './geometry/point.ts'

/** What commands may ask of the canvas that is shown. */
export interface Stage {
  fit(): void
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

/** The canvas of this window, or null where none is shown. */
export function currentStage(): Stage | null {
  return stage
}

export function setStage(next: Stage | null): void {
  stage = next
}
