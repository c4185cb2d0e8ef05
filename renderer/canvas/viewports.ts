import type { Viewport } from '@xyflow/react'

/** Where the view was, by what it showed. */
const viewports = new Map<string, Viewport>()
/** Whose view shows all of it and was moved by nobody since. */
const fitted = new Set<string>()

export function viewportOf(place: string): Viewport | null {
  return viewports.get(place) ?? null
}

export function keepViewport(place: string, viewport: Viewport): void {
  viewports.set(place, viewport)
}

export function isFitted(place: string): boolean {
  return fitted.has(place)
}

export function setFitted(place: string, is: boolean): void {
  if (is) fitted.add(place)
  else fitted.delete(place)
}

/** A view that would be fitted again shows all of it already, as large as it can. */
export function shows(now: Viewport, fit: Viewport, bounds: Bounds, size: Size): boolean {
  if (Math.abs(now.zoom - fit.zoom) > fit.zoom / 100) return false
  const [left, top] = [bounds.x * now.zoom + now.x, bounds.y * now.zoom + now.y]
  const [right, bottom] = [left + bounds.width * now.zoom, top + bounds.height * now.zoom]
  return left >= 0 && top >= 0 && right <= size.width && bottom <= size.height
}

export interface Size {
  readonly width: number
  readonly height: number
}

export interface Bounds extends Size {
  readonly x: number
  readonly y: number
}
