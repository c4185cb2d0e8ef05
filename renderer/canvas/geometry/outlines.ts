import type { Look } from '../../../shared/topology/kind.ts'
import { NODE_HEIGHT as H, NODE_WIDTH as W } from './point.ts'

export type Outline = Look['outline']

interface Silhouette {
  readonly path: string
  /** Lines within it that belong to the shape: a gate's posts, a repository's commits. */
  readonly detail?: string
  readonly dots?: readonly (readonly [number, number])[]
  /** Left edge of the text, which keeps off a cut or pointed side. */
  readonly inset: number
  /** Right edge of the text, from the right. */
  readonly insetRight: number
}

type Corner = readonly [number, number]

/** A polygon whose corners are rounded over `radius` of each side. */
function rounded(corners: readonly Corner[], radius: number): string {
  const parts = corners.map((corner, at) => {
    const before = corners[(at + corners.length - 1) % corners.length] ?? corner
    const after = corners[(at + 1) % corners.length] ?? corner
    const start = along(corner, before, radius)
    const end = along(corner, after, radius)
    return `${at === 0 ? 'M' : 'L'}${start}Q${corner.join()} ${end}`
  })
  return `${parts.join('')}Z`
}

function along([x, y]: Corner, [toX, toY]: Corner, distance: number): string {
  const length = Math.hypot(toX - x, toY - y)
  const at = (from: number, to: number): number =>
    Number((from + ((to - from) / length) * distance).toFixed(1))
  return `${at(x, toX)},${at(y, toY)}`
}

const CUT_X = 22
const CUT_Y = 18
const POINT = 16
const ROUND = 0.4 * H
const TAB = 70

const CARD = {
  path: rounded(
    [
      [0, 0],
      [W, 0],
      [W, H],
      [0, H],
    ],
    8,
  ),
  inset: 10,
  insetRight: 10,
} as const

/** As much of a card as shows where it lies behind another, so far to the right and down. */
function behind(by: number): string {
  const [right, bottom] = [W + by, H + by]
  return `M${right} ${by + 8}V${bottom - 8}Q${right} ${bottom} ${right - 8} ${bottom}H${by + 8}`
}

const SILHOUETTES: Readonly<Record<Outline, Silhouette>> = {
  worker: CARD,
  topology: {
    ...CARD,
    detail: `M3 ${H + 1}Q4 ${H + 5} 10 ${H + 5}H${W - 10}Q${W - 4} ${H + 5} ${W - 3} ${H + 1}`,
  },
  map: { ...CARD, detail: behind(4) + behind(8) },
  input: {
    path: `M${ROUND} 0H${W - 6}Q${W} 0 ${W} 6V${H - 6}Q${W} ${H} ${W - 6} ${H}H${ROUND}C8.4 ${H} 0 63 0 42S8.4 0 ${ROUND} 0Z`,
    inset: 20,
    insetRight: 10,
  },
  output: {
    path: `M6 0H${W - ROUND}C${W - 8.4} 0 ${W} 21 ${W} 42S${W - 8.4} ${H} ${W - ROUND} ${H}H6Q0 ${H} 0 ${H - 6}V6Q0 0 6 0Z`,
    inset: 10,
    insetRight: 22,
  },
  gate: {
    path: rounded(
      [
        [POINT, 0],
        [W - POINT, 0],
        [W, H / 2],
        [W - POINT, H],
        [POINT, H],
        [0, H / 2],
      ],
      3,
    ),
    detail: `M20 8V${H - 8}M${W - 20} 8V${H - 8}`,
    inset: 28,
    insetRight: 28,
  },
  verifier: {
    path: rounded(
      [
        [0, 0],
        [W, 0],
        [W, H - CUT_Y],
        [W - CUT_X, H],
        [CUT_X, H],
        [0, H - CUT_Y],
      ],
      4,
    ),
    inset: 16,
    insetRight: 14,
  },
  router: {
    path: rounded(
      [
        [0, CUT_Y],
        [CUT_X, 0],
        [W, 0],
        [W, H],
        [CUT_X, H],
        [0, H - CUT_Y],
      ],
      4,
    ),
    inset: 20,
    insetRight: 10,
  },
  join: {
    path: rounded(
      [
        [0, 0],
        [W - CUT_X, 0],
        [W, CUT_Y],
        [W, H - CUT_Y],
        [W - CUT_X, H],
        [0, H],
      ],
      4,
    ),
    inset: 10,
    insetRight: 20,
  },
  repo: {
    path: rounded(
      [
        [0, -8],
        [TAB, -8],
        [TAB + 10, 0],
        [W, 0],
        [W, H],
        [0, H],
      ],
      5,
    ),
    detail: 'M10 -3.5H58',
    dots: [
      [18, -3.5],
      [34, -3.5],
      [50, -3.5],
    ],
    inset: 10,
    insetRight: 10,
  },
  store: {
    path: `M0 9C0 4 ${0.22 * W} 0 ${W / 2} 0S${W} 4 ${W} 9V${H - 9}C${W} ${H - 4} ${0.78 * W} ${H} ${W / 2} ${H}S0 ${H - 4} 0 ${H - 9}Z`,
    detail: `M0 9C0 14 ${0.22 * W} 18 ${W / 2} 18S${W} 14 ${W} 9`,
    inset: 12,
    insetRight: 12,
  },
  vote: {
    path: rounded(
      [
        [POINT, 0],
        [W - POINT, 0],
        [W, POINT],
        [W, H - POINT],
        [W - POINT, H],
        [POINT, H],
        [0, H - POINT],
        [0, POINT],
      ],
      2,
    ),
    inset: 18,
    insetRight: 16,
  },
  timer: {
    path: `M${ROUND} 0H${W - ROUND}C${W - 8.4} 0 ${W} 21 ${W} 42S${W - 8.4} ${H} ${W - ROUND} ${H}H${ROUND}C8.4 ${H} 0 63 0 42S8.4 0 ${ROUND} 0Z`,
    inset: 22,
    insetRight: 22,
  },
}

export function silhouetteOf(outline: Outline): Silhouette {
  return SILHOUETTES[outline]
}

/** How far the left or right side stands in at this height, so that a port sits on the line. */
export function sideInset(outline: Outline, side: 'left' | 'right', y: number): number {
  const off = Math.abs(y - H / 2)
  if (outline === 'gate') return (off / (H / 2)) * POINT
  if ((outline === 'router' && side === 'left') || (outline === 'join' && side === 'right')) {
    return cut(off)
  }
  if (outline === 'verifier' && y > H / 2) return cut(off)
  if (outline === 'vote') return Math.max(0, off - (H / 2 - POINT))
  const round = outline === 'timer' || outline === (side === 'left' ? 'input' : 'output')
  if (round) {
    return ROUND * (1 - Math.sqrt(Math.max(0, 1 - (off / (H / 2)) ** 2)))
  }
  return 0
}

function cut(off: number): number {
  const into = off - (H / 2 - CUT_Y)
  return into <= 0 ? 0 : (into / CUT_Y) * CUT_X
}
