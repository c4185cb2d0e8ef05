import { useSyncExternalStore } from 'react'

/** Below this the panel at the right lies over the canvas. */
export const OVERLAY_BELOW = 1100
/** The same beside a lesson, which is wider than other panels at the left. */
export const OVERLAY_BY_LESSON_BELOW = 1200
/** Below this the approvals do too; wider, they leave room for who asks. */
export const APPROVALS_OVER_BELOW = 960
/** Below this the palette is a rail. */
export const RAIL_BELOW = 900

export function useNarrowerThan(width: number): boolean {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener('resize', changed)
      return () => window.removeEventListener('resize', changed)
    },
    () => innerWidth < width,
  )
}
