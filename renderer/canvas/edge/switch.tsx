import { pointAt, type Route } from '../geometry/track.ts'

/** Half of the gap that the switch stands in, along the line. */
const HALF = 9
/** Where on the line it stands: between the words in its middle and the port. */
const PLACE = 0.78
const OPEN_DEGREES = 32
const HALF_OPEN_DEGREES = 8

/** A breaker that lets nothing through: the line is broken by a switch, as in a circuit diagram. */
export function Switch({ way, state }: { readonly way: Route; readonly state: 'open' | 'half-open' }) {
  const before = pointAt(way, PLACE - HALF / way.length)
  const after = pointAt(way, PLACE + HALF / way.length)
  const along = Math.atan2(after.y - before.y, after.x - before.x)
  const turn = along - ((state === 'open' ? OPEN_DEGREES : HALF_OPEN_DEGREES) * Math.PI) / 180
  const tip = { x: before.x + 2 * HALF * Math.cos(turn), y: before.y + 2 * HALF * Math.sin(turn) }
  return (
    <g>
      <path className="channel-switch-gap" d={`M${before.x},${before.y}L${after.x},${after.y}`} />
      <path className="channel-switch-arm" d={`M${before.x},${before.y}L${tip.x},${tip.y}`} />
      <circle className="channel-switch-pole" cx={before.x} cy={before.y} r="2.5" />
      <circle className="channel-switch-pole" cx={after.x} cy={after.y} r="2.5" />
    </g>
  )
}
