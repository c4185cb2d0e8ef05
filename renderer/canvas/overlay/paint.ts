import type { Point } from '../geometry/point.ts'
import type { Particle } from '../view-model.ts'

export interface Inks {
  readonly live: string
  readonly warn: string
  readonly fail: string
  readonly canvas: string
}

const RADIUS = 4
const BEAD_MAX = 14

/** The tokens as the canvas element sees them now. */
export function inksOf(element: Element): Inks {
  const style = getComputedStyle(element)
  const read = (name: string): string => style.getPropertyValue(name).trim()
  return {
    live: read('--live-fill'),
    warn: read('--warn-fill'),
    fail: read('--fail-fill'),
    canvas: read('--canvas'),
  }
}

export function drawParticle(
  context: CanvasRenderingContext2D,
  inks: Inks,
  particle: Particle,
  head: Point,
  tail: Point,
): void {
  const ink = particle.shape === 'error' ? inks.fail : particle.shape === 'attempt' ? inks.warn : inks.live
  context.globalAlpha = 0.4
  context.strokeStyle = ink
  context.lineWidth = 3
  context.beginPath()
  context.moveTo(tail.x, tail.y)
  context.lineTo(head.x, head.y)
  context.stroke()
  context.globalAlpha = 1
  context.beginPath()
  trace(context, particle, head)
  context.lineWidth = 2
  context.strokeStyle = inks.canvas
  context.stroke()
  if (particle.shape === 'attempt') {
    context.fillStyle = inks.canvas
    context.fill()
    context.strokeStyle = ink
    context.stroke()
    return
  }
  context.fillStyle = ink
  context.fill()
}

function trace(context: CanvasRenderingContext2D, particle: Particle, { x, y }: Point): void {
  if (particle.rate !== undefined && particle.rate > 1) {
    context.arc(x, y, Math.min(BEAD_MAX, 6 + 3 * Math.log10(particle.rate)), 0, 2 * Math.PI)
    return
  }
  switch (particle.shape) {
    case 'decision':
      context.moveTo(x, y - 6)
      context.lineTo(x + 6, y)
      context.lineTo(x, y + 6)
      context.lineTo(x - 6, y)
      context.closePath()
      return
    case 'error':
      context.rect(x - RADIUS, y - RADIUS, 2 * RADIUS, 2 * RADIUS)
      return
    case 'data':
    case 'attempt':
      context.arc(x, y, RADIUS, 0, 2 * Math.PI)
  }
}
