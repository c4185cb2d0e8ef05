import { z } from 'zod'

export const windowStateSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
  maximized: z.boolean(),
})
export type WindowState = z.infer<typeof windowStateSchema>

export interface Area {
  readonly x: number
  readonly y: number
  readonly width: number
  readonly height: number
}

export const SMALLEST = { width: 800, height: 560 } as const
const USUAL = { width: 1440, height: 900 } as const
/** So much of a window must be on a display that it can be taken hold of. */
const GRIP = 64

export interface WindowPlace {
  /** Absent: in the middle of the main display. */
  readonly at?: { readonly x: number; readonly y: number }
  readonly width: number
  readonly height: number
  readonly maximized: boolean
}

/** Where a window opens: where it was, unless that display has gone; never larger than a display. */
export function restoreWindow(saved: unknown, displays: readonly Area[]): WindowPlace {
  const largest = {
    width: Math.max(SMALLEST.width, ...displays.map((area) => area.width)),
    height: Math.max(SMALLEST.height, ...displays.map((area) => area.height)),
  }
  const parsed = windowStateSchema.safeParse(saved)
  const state = parsed.success ? parsed.data : null
  const size = {
    width: clamp(state?.width ?? USUAL.width, SMALLEST.width, largest.width),
    height: clamp(state?.height ?? USUAL.height, SMALLEST.height, largest.height),
  }
  const maximized = state?.maximized ?? false
  if (state === null) return { ...size, maximized }
  const reachable = displays.some((area) => canBeGripped({ ...state, ...size }, area))
  return reachable ? { at: { x: state.x, y: state.y }, ...size, maximized } : { ...size, maximized }
}

/** The title bar is what a window is moved by. */
function canBeGripped(window: Area, display: Area): boolean {
  const across = Math.min(window.x + window.width, display.x + display.width) - Math.max(window.x, display.x)
  const top = window.y >= display.y && window.y <= display.y + display.height - GRIP
  return across >= GRIP && top
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(Math.max(value, least), most)
}
