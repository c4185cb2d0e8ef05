import { useStore } from '@xyflow/react'

/** How much of a card is drawn: all; silhouette, glyph and name; or silhouette and glyph. */
export type Detail = 'full' | 'small' | 'tiny'

const SMALL_BELOW = 0.5
const TINY_BELOW = 0.25
/** With more in view than this, cards are drawn small at any zoom. */
const MANY = 800

/** Below this the words of a full card are drawn larger. */
const LARGE_BELOW = 0.74

export function useLargeWords(): boolean {
  return useStore(({ transform }) => transform[2] < LARGE_BELOW)
}

export function useDetail(): Detail {
  return useStore((state) => {
    const zoom = state.transform[2]
    if (zoom < TINY_BELOW) return 'tiny'
    return zoom < SMALL_BELOW || (state.nodes.length > MANY && zoom < 0.8) ? 'small' : 'full'
  })
}
