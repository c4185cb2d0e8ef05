import type { PortSpec, Ports } from '../../../shared/topology/kind.ts'
import { type Outline, sideInset } from './outlines.ts'
import { NODE_HEIGHT as H, type Side, NODE_WIDTH as W } from './point.ts'

/** A place on a card where an edge may end. */
export interface Anchor {
  /** Unique on its node: the port's name, `name@top` for an edge that leads back, `@…` for resources. */
  readonly id: string
  readonly port: string
  readonly type: 'in' | 'out' | 'error' | 'resource'
  /** The end of an edge that it may be. */
  readonly end: 'source' | 'target'
  readonly side: Side
  /** From the card's top left corner. */
  readonly x: number
  readonly y: number
  readonly label: string
}

/** The anchor of a worker's (or a resource's) dashed edge before there is one. */
export const RESOURCE = '@resource'
export const RESOURCE_X = 40

const ERROR_FROM_RIGHT = 34
const APART = 20

/** Even places over the height, at least 20 apart while they fit. */
export function spread(count: number, extent: number, margin = 12): readonly number[] {
  const room = extent - 2 * margin
  const gap = count > 1 ? Math.min(Math.max(APART, room / (count + 1)), room / (count - 1)) : 0
  const first = extent / 2 - (gap * (count - 1)) / 2
  return Array.from({ length: count }, (_, at) => first + at * gap)
}

/** A node's own ports: in at the left, out at the right, errors at the bottom; `top` ones lead back. */
export function portAnchors(outline: Outline, ports: Ports, top: ReadonlySet<string>): readonly Anchor[] {
  const ins = ports.in
  const outs = ports.out.filter((port) => port.error !== true && !top.has(port.name))
  const errors = ports.out.filter((port) => port.error === true)
  const lifted = ports.out.filter((port) => port.error !== true && top.has(port.name))
  const tops = spread(lifted.length, W, 40)
  return [
    ...column(outline, ins, 'in', 'left'),
    ...column(outline, outs, 'out', 'right'),
    ...lifted.map((port, at) => anchor(port, 'out', 'top', tops[at] ?? W / 2, 0)),
    ...errors.map((port, at) => anchor(port, 'error', 'bottom', W - ERROR_FROM_RIGHT - at * APART, H)),
  ]
}

function column(
  outline: Outline,
  ports: readonly PortSpec[],
  type: 'in' | 'out',
  side: 'left' | 'right',
): readonly Anchor[] {
  const places = spread(ports.length, H)
  return ports.map((port, at) => {
    const y = places[at] ?? H / 2
    const inset = sideInset(outline, side, y)
    return anchor(port, type, side, side === 'left' ? inset : W - inset, y)
  })
}

function anchor(port: PortSpec, type: 'in' | 'out' | 'error', side: Side, x: number, y: number): Anchor {
  return {
    id: port.name,
    port: port.name,
    type,
    end: type === 'in' ? 'target' : 'source',
    side,
    x,
    y,
    label: port.label ?? port.name,
  }
}
