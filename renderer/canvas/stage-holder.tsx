import { getViewportForBounds, useReactFlow, useStoreApi } from '@xyflow/react'
import { type RefObject, useEffect } from 'react'
import { NODE_HEIGHT, NODE_WIDTH } from './geometry/point.ts'
import { type Stage, setStage } from './stage.ts'
import { isFitted, setFitted, shows } from './viewports.ts'

/** How a view shows all of a drawing. */
export const FIT = { padding: 0.08, maxZoom: 1 }

export const MIN_ZOOM = 0.1

const PANEL_MS = 220
const MARGIN = 24
const FRAMES_TO_WAIT = 40

interface StageHolderProps {
  readonly root: RefObject<HTMLDivElement | null>
  readonly place: string
}

/** Hands the canvas to commands, and keeps what is selected in view when a panel beside it opens. */
export function StageHolder({ root, place }: StageHolderProps) {
  const flow = useReactFlow()
  const store = useStoreApi()
  useEffect(() => {
    const box = (): DOMRect => root.current?.getBoundingClientRect() ?? new DOMRect()
    const duration = matchMedia('(prefers-reduced-motion: reduce)').matches ? 0 : PANEL_MS
    const reveal = (ids: readonly string[]): void => {
      const bounds = flow.getNodesBounds([...ids])
      const { x, y, zoom } = flow.getViewport()
      const { width, height } = store.getState()
      const shiftX = shiftOf(bounds.x * zoom + x, bounds.width * zoom, width)
      const shiftY = shiftOf(bounds.y * zoom + y, bounds.height * zoom, height)
      if (shiftX !== 0 || shiftY !== 0)
        void flow.setViewport({ x: x + shiftX, y: y + shiftY, zoom }, { duration })
    }
    const fitAll = (): void => {
      setFitted(place, true)
      void flow.fitView({ ...FIT, duration })
    }
    const zoomTo = (zoom: number): void => {
      setFitted(place, false)
      void flow.zoomTo(zoom, { duration })
    }
    const stage: Stage = {
      fit: fitAll,
      fitAgain: () => {
        const { nodes, width, height } = store.getState()
        if (!isFitted(place) || nodes.length === 0) return
        const bounds = flow.getNodesBounds(nodes)
        const best = getViewportForBounds(bounds, width, height, MIN_ZOOM, FIT.maxZoom, FIT.padding)
        if (!shows(flow.getViewport(), best, bounds, { width, height })) fitAll()
      },
      zoomTo,
      zoomBy: (factor) => zoomTo(flow.getZoom() * factor),
      reveal,
      focusNode: (id) => {
        reveal([id])
        focusWhenThere(root, id, FRAMES_TO_WAIT)
      },
      center: () => {
        const { left, top, width, height } = box()
        const window = { x: left + width / 2, y: top + height / 2 }
        return { drawing: flow.screenToFlowPosition(window, { snapToGrid: false }), window }
      },
      toDrawing: (point) => flow.screenToFlowPosition(point, { snapToGrid: false }),
    }
    setStage(stage)
    const selected = (): string[] =>
      store.getState().nodes.flatMap((node) => (node.selected ? [node.id] : []))
    const observer = new ResizeObserver(() => {
      const ids = selected()
      if (ids.length === 1) reveal(ids)
    })
    if (root.current !== null) observer.observe(root.current)
    return () => {
      observer.disconnect()
      setStage(null)
    }
  }, [flow, store, root, place])
  return null
}

/** A card is mounted by the change that asks for it, or by the view's way to it: a few frames later it is there. */
function focusWhenThere(root: RefObject<HTMLDivElement | null>, id: string, frames: number): void {
  requestAnimationFrame(() => {
    const card = root.current?.querySelector<HTMLElement>(`[data-node="${id}"]`)
    if (card !== null && card !== undefined) card.focus({ preventScroll: true })
    else if (frames > 0) focusWhenThere(root, id, frames - 1)
  })
}

/** How far a stretch must move to lie within an extent, at least as much of it as one card. */
function shiftOf(start: number, size: number, extent: number): number {
  const shown = Math.min(size, Math.max(NODE_WIDTH, NODE_HEIGHT, extent - 2 * MARGIN))
  if (start < MARGIN) return MARGIN - start
  if (start + shown > extent - MARGIN) return extent - MARGIN - (start + shown)
  return 0
}
