import { pointAt, type Route } from '../geometry/track.ts'

const MAX_TICKS = 6
const WIDTH = 3
const GAP = 2
const HEIGHT = 12
const BEFORE_PORT = 20

/** Messages that wait stand in front of the port: up to six as ticks, more as a number beside them. */
export function Ticks({ way, count }: { readonly way: Route; readonly count: number }) {
  const shown = Math.min(count, MAX_TICKS)
  const places = Array.from({ length: shown }, (_, at) => way.length - BEFORE_PORT - at * (WIDTH + GAP))
  return (
    <g className="channel-ticks">
      {places.map((place) => {
        const at = pointAt(way, place / way.length)
        const before = pointAt(way, (place - 1) / way.length)
        const turn = (Math.atan2(at.y - before.y, at.x - before.x) * 180) / Math.PI
        return (
          <rect
            key={place}
            x={at.x - WIDTH / 2}
            y={at.y - HEIGHT / 2}
            width={WIDTH}
            height={HEIGHT}
            transform={`rotate(${Math.round(turn)} ${at.x} ${at.y})`}
          />
        )
      })}
    </g>
  )
}
