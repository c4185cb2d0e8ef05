import './particles.css'
import { useStoreApi } from '@xyflow/react'
import { useContext, useEffect, useRef } from 'react'
import { useTheme } from '../../theme/theme.ts'
import { lineOf } from '../drawing/lines.ts'
import { DrawingContext } from '../drawing-context.ts'
import { pointAt } from '../geometry/track.ts'
import { type Particle, useCanvasViews } from '../view-model.ts'
import { drawParticle, inksOf } from './paint.ts'

/** One canvas over all edges. It draws a frame only while something moves, and once more when the view changes. */
export function Particles() {
  const feed = useCanvasViews().particles
  const drawing = useContext(DrawingContext)
  const theme = useTheme((state) => state.theme)
  const canvas = useRef<HTMLCanvasElement>(null)
  const flow = useStoreApi()

  // biome-ignore lint/correctness/useExhaustiveDependencies: a change of theme changes the inks that are read
  useEffect(() => {
    const element = canvas.current
    const context = element?.getContext('2d')
    if (element == null || context == null || feed === null || drawing === null) return
    const inks = inksOf(element)
    let scheduled = 0
    const place = (particle: Particle) => {
      const edge = drawing.edges.get(particle.edge)
      if (edge === undefined) return null
      const way = lineOf(drawing, edge)?.route
      if (way === undefined) return null
      const at = particle.back === true ? 1 - particle.at : particle.at
      const tail = Math.max(0, at - 14 / Math.max(1, way.length))
      return { head: pointAt(way, at), tail: pointAt(way, tail) }
    }
    const frame = (now: number): void => {
      scheduled = 0
      const { transform, width, height } = flow.getState()
      fitTo(element, width, height)
      const [x, y, zoom] = transform
      const scale = devicePixelRatio
      context.setTransform(1, 0, 0, 1, 0, 0)
      context.clearRect(0, 0, element.width, element.height)
      context.setTransform(zoom * scale, 0, 0, zoom * scale, x * scale, y * scale)
      for (const particle of feed.frame(now)) {
        const placed = place(particle)
        if (placed !== null) drawParticle(context, inks, particle, placed.head, placed.tail)
      }
      if (feed.moving(now)) schedule()
    }
    const schedule = (): void => {
      if (scheduled === 0) scheduled = requestAnimationFrame(frame)
    }
    const ends = [feed.subscribe(schedule), flow.subscribe(schedule)]
    schedule()
    return () => {
      cancelAnimationFrame(scheduled)
      for (const end of ends) end()
    }
  }, [feed, drawing, flow, theme])

  return feed === null ? null : (
    <div className="particles" aria-hidden="true">
      <canvas ref={canvas} />
    </div>
  )
}

function fitTo(element: HTMLCanvasElement, width: number, height: number): void {
  const [wide, high] = [Math.round(width * devicePixelRatio), Math.round(height * devicePixelRatio)]
  if (element.width !== wide) element.width = wide
  if (element.height !== high) element.height = high
}
