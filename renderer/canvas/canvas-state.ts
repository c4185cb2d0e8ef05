import { create } from 'zustand'
import type { Point } from './geometry/point.ts'

/** What a new node is to be joined to: an open end of an edge, or an edge that it goes into. */
export type PickerFor =
  /** `near`: at no place in particular, so beside what is selected. */
  | { readonly type: 'free'; readonly near?: boolean }
  | { readonly type: 'end'; readonly node: string; readonly anchor: string }
  | { readonly type: 'edge'; readonly edge: string }

export interface Picker {
  readonly for: PickerFor
  /** In the window, where the list opens. */
  readonly window: Point
  /** In the drawing, where the node goes. */
  readonly at: Point
}

export type CanvasMenu =
  | { readonly type: 'node' | 'edge' | 'group'; readonly id: string; readonly window: Point }
  | { readonly type: 'pane'; readonly window: Point; readonly at: Point }

interface CanvasState {
  readonly hoveredEdge: string | null
  readonly renaming: string | null
  readonly picker: Picker | null
  readonly menu: CanvasMenu | null
  /** The node that "Connect to…" asks about. */
  readonly connecting: string | null
  /** A controller is being chosen for what is selected. */
  readonly controlling: boolean
  /** The node or group that would take what is dragged out of the palette. */
  readonly dropOn: string | null
}

/** What the canvas is in the middle of; nothing here outlives the window. */
export const useCanvas = create<CanvasState>()(() => ({
  hoveredEdge: null,
  renaming: null,
  picker: null,
  menu: null,
  connecting: null,
  controlling: false,
  dropOn: null,
}))

export function hoverEdge(id: string | null): void {
  useCanvas.setState({ hoveredEdge: id })
}

export function openPicker(picker: Picker): void {
  useCanvas.setState({ picker, menu: null })
}

export function closePicker(): void {
  useCanvas.setState({ picker: null })
}

export function startRenaming(id: string | null): void {
  useCanvas.setState({ renaming: id })
}

export function askConnection(id: string | null): void {
  useCanvas.setState({ connecting: id })
}

export function askController(asking: boolean): void {
  useCanvas.setState({ controlling: asking })
}

export function showDrop(id: string | null): void {
  if (useCanvas.getState().dropOn !== id) useCanvas.setState({ dropOn: id })
}

export function openMenu(menu: CanvasMenu | null): void {
  useCanvas.setState({ menu })
}
