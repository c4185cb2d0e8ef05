import type { Seat } from '../../shared/hazards/quorum/view.ts'

/** Seats on a ring of this radius around the middle of a square of 48. */
export interface Ring {
  /** One arc a seat, from the top on, clockwise. */
  readonly seats: readonly { readonly id: string; readonly mode: number; readonly path: string }[]
  /** Within the ring, along the seats that fail together: so that it is seen without colour. */
  readonly brackets: readonly { readonly mode: number; readonly path: string }[]
}

export const SQUARE = 48
const MIDDLE = SQUARE / 2
const RADIUS = 20
const BRACKET_RADIUS = 14.5
const TURN = 2 * Math.PI
/** Of the whole turn; less where there are many. */
const GAP = 0.035
const GAPS_AT_MOST = 0.4

/** Seats of one part stand close, parts stand apart. */
export function ringOf(seats: readonly Seat[]): Ring {
  const count = seats.length
  if (count === 0) return { seats: [], brackets: [] }
  const wide = (at: number): boolean => seats[at]?.mode !== seats[(at + 1) % count]?.mode
  const gaps = seats.map((_, at) => (count === 1 ? 0 : wide(at) ? 2 * GAP : GAP))
  const sum = gaps.reduce((all, gap) => all + gap, 0)
  const scale = Math.min(1, GAPS_AT_MOST / Math.max(sum, GAP))
  const size = (1 - sum * scale) / count
  let at = 0
  const placed = seats.map(({ id, mode }, place) => {
    const from = at
    at += size + (gaps[place] as number) * scale
    return { id, mode, from, to: from + size }
  })
  const modes = [...new Set(seats.map(({ mode }) => mode))]
  const brackets = modes.flatMap((mode) => {
    const own = placed.filter((one) => one.mode === mode)
    const [first, last] = [own[0], own.at(-1)]
    if (own.length < 2 || first === undefined || last === undefined) return []
    return [{ mode, path: arc(BRACKET_RADIUS, first.from, last.to) }]
  })
  return {
    seats: placed.map(({ id, mode, from, to }) => ({ id, mode, path: arc(RADIUS, from, to) })),
    brackets,
  }
}

/** Between two parts of a turn. A whole turn is two arcs: one that ends where it begins is none. */
function arc(radius: number, from: number, to: number): string {
  const half = (from + to) / 2
  const large = to - from > 0.999
  const middle = large ? `${curve(radius)}${point(radius, half)}` : ''
  const big = !large && to - from > 0.5 ? 1 : 0
  return `M${point(radius, from)}${middle}A${radius} ${radius} 0 ${big} 1 ${point(radius, to)}`
}

function curve(radius: number): string {
  return `A${radius} ${radius} 0 0 1 `
}

function point(radius: number, turn: number): string {
  const angle = turn * TURN - TURN / 4
  const place = (of: number): string => (MIDDLE + radius * of).toFixed(2)
  return `${place(Math.cos(angle))} ${place(Math.sin(angle))}`
}
