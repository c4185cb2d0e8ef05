import type { Drawing } from '../drawing/drawing.ts'
import { type Frame, frameAt, type Point } from '../geometry/point.ts'
import { route } from '../geometry/route.ts'

interface UndoLinesProps {
  readonly drawing: Drawing
  readonly places: ReadonlyMap<string, Point>
  readonly selected: string | null
}

/** From each member of a saga to the node that takes its work back: dotted, since nothing goes there in a good run. */
export function UndoLines({ drawing, places, selected }: UndoLinesProps) {
  const groups = (drawing.document.groups ?? []).filter(({ saga }) => saga !== undefined)
  if (groups.length === 0) return null
  const frameOf = (id: string): Frame | undefined => {
    const place = places.get(id)
    return place === undefined ? drawing.nodes.get(id)?.frame : frameAt([place.x, place.y])
  }
  return (
    <svg className="undo-lines" aria-hidden="true">
      {groups.flatMap((group) =>
        Object.entries(group.saga?.undo ?? {}).map(([member, by]) => {
          const from = frameOf(member)
          const to = frameOf(by)
          if (from === undefined || to === undefined) return null
          const way = wayBetween(from, to, drawing.frames)
          return (
            <g
              key={`${group.id}/${member}`}
              className={selected === group.id ? 'undo-line undo-line-lit' : 'undo-line'}
            >
              <path d={way.path} />
              <path className="undo-line-arrow" d={way.arrow} />
              <text x={way.x + 6} y={way.down ? way.y + 14 : way.y - 6}>
                taken back
              </text>
            </g>
          )
        }),
      )}
    </svg>
  )
}

/** Where on the lower or upper edge it begins and ends: beside the ports, and apart from the dashed edges. */
const LEAVES = 64
const ARRIVES = 80

interface UndoWay {
  readonly path: string
  readonly arrow: string
  /** Where it leaves the member. */
  readonly x: number
  readonly y: number
  readonly down: boolean
}

function wayBetween(from: Frame, to: Frame, frames: readonly Frame[]): UndoWay {
  const down = to.y >= from.y + from.height
  const source = down
    ? { x: from.x + LEAVES, y: from.y + from.height, side: 'bottom' as const, key: 'undo' }
    : { x: from.x + LEAVES, y: from.y, side: 'top' as const, key: 'undo' }
  const target = down
    ? { x: to.x + ARRIVES, y: to.y, side: 'top' as const, key: 'undo' }
    : { x: to.x + ARRIVES, y: to.y + to.height, side: 'bottom' as const, key: 'undo' }
  const { path, arrow } = route(source, target, { frames, taken: [] }).route
  return { path, arrow, x: source.x, y: source.y, down }
}
