import { type RefObject, useEffect, useRef, useState } from 'react'
import { newBackdrop, paint } from './paint.ts'
import { type Colours, type Picture, readColours } from './picture.ts'
import { type TimeScale, toInstant, zoom } from './scale.ts'

/**
 * Paints once a frame whatever came meanwhile. The frame is never called off for a newer picture: pictures that come
 * faster than frames would else put off painting for good.
 */
export function usePainting(
  canvas: RefObject<HTMLCanvasElement | null>,
  picture: Picture,
  colours: Colours | null,
  revision: number,
): void {
  const latest = useRef({ picture, colours, revision })
  const frame = useRef(0)
  const [backdrop] = useState(newBackdrop)
  latest.current = { picture, colours, revision }
  useEffect(() => {
    if (frame.current !== 0) return
    frame.current = requestAnimationFrame(() => {
      frame.current = 0
      const { picture: newest, colours: theme } = latest.current
      const { width } = newest.scale
      if (canvas.current === null || theme === null || width <= 0 || newest.height <= 0) return
      const context = prepare(canvas.current, width, newest.height)
      if (context !== null) paint(context, newest, theme, backdrop)
    })
  })
  useEffect(
    () => () => {
      cancelAnimationFrame(frame.current)
      frame.current = 0
    },
    [],
  )
}

/** Sets the canvas to the screen's own pixels. */
function prepare(element: HTMLCanvasElement, width: number, height: number): CanvasRenderingContext2D | null {
  const ratio = window.devicePixelRatio
  const [wide, high] = [Math.round(width * ratio), Math.round(height * ratio)]
  if (element.width !== wide || element.height !== high) {
    element.width = wide
    element.height = high
  }
  const context = element.getContext('2d')
  context?.setTransform(ratio, 0, 0, ratio, 0, 0)
  return context
}

/** The wheel zooms time around the pointer; sideways it moves along. */
export function useWheel(
  canvas: RefObject<HTMLCanvasElement | null>,
  scale: TimeScale,
  choose: (range: { readonly from: number; readonly to: number }) => void,
): void {
  const latest = useRef(scale)
  latest.current = scale
  useEffect(() => {
    const element = canvas.current
    if (element === null) return
    const onWheel = (event: WheelEvent): void => {
      const now = latest.current
      if (Math.abs(event.deltaX) > Math.abs(event.deltaY)) {
        const move = (event.deltaX / now.width) * (now.to - now.from)
        choose({ from: now.from + move, to: now.to + move })
      } else if (event.shiftKey) {
        return
      } else {
        const x = event.clientX - element.getBoundingClientRect().left
        choose(zoom(now, toInstant(now, x), Math.exp(event.deltaY * 0.002)))
      }
      event.preventDefault()
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [canvas, choose])
}

export function useColours(element: RefObject<HTMLElement | null>): Colours | null {
  const [colours, setColours] = useState<Colours | null>(null)
  useEffect(() => {
    const read = (): void => {
      if (element.current !== null) setColours(readColours(element.current))
    }
    read()
    const watch = new MutationObserver(read)
    watch.observe(document.documentElement, { attributes: true, attributeFilter: ['data-theme'] })
    return () => watch.disconnect()
  }, [element])
  return colours
}

export function useSize(element: RefObject<HTMLElement | null>): {
  readonly width: number
  readonly height: number
} {
  const [size, setSize] = useState({ width: 0, height: 0 })
  useEffect(() => {
    const target = element.current
    if (target === null) return
    const watch = new ResizeObserver(() =>
      setSize({ width: target.clientWidth, height: target.clientHeight }),
    )
    watch.observe(target)
    return () => watch.disconnect()
  }, [element])
  return size
}
