import './quorum.css'
import type { QuorumView } from '../../shared/hazards/quorum/view.ts'
import { ringOf, SQUARE } from './ring.ts'

interface CouncilMarkProps {
  readonly view: QuorumView
  readonly size: number
}

/**
 * The council: a seat for each voter, those that fail together joined; the decision in the middle, if one is sure. For
 * the eye alone: what stands beside it says the same.
 */
export function CouncilMark({ view, size }: CouncilMarkProps) {
  const ring = ringOf(view.seats)
  const grave = graveModes(view)
  const holds = view.laws.every((law) => law.holds)
  const look = (mode: number): string => (grave.has(mode) ? 'council-part council-grave' : 'council-part')
  return (
    <svg
      className="council"
      viewBox={`0 0 ${SQUARE} ${SQUARE}`}
      width={size}
      height={size}
      aria-hidden="true"
    >
      {ring.seats.map(({ id, mode, path }) => (
        <path key={id} className={look(mode)} d={path} strokeWidth={5} data-seat={id} />
      ))}
      {ring.brackets.map(({ mode, path }) => (
        <path key={mode} className={look(mode)} d={path} strokeWidth={1.75} />
      ))}
      <circle className={holds ? 'council-sure' : 'council-open'} cx={SQUARE / 2} cy={SQUARE / 2} r={5} />
    </svg>
  )
}

/** Parts that decide or stop the council alone. What is of one provider only is said beside it, and joins no seats. */
function graveModes({ seats, together }: QuorumView): ReadonlySet<number> {
  const parts = together.filter(({ grave, why }) => grave && (why === 'group' || why === 'model'))
  const members = new Set(parts.flatMap((one) => one.members))
  return new Set(seats.filter(({ id }) => members.has(id)).map(({ mode }) => mode))
}

/** "Council: 3 of 4 decide; survives 1 silent, 1 wrong; 2 of 4 fail apart; 1 condition does not hold" */
export function councilText({ summary, apart, seats, laws }: QuorumView): string {
  const failing = laws.filter(({ holds }) => !holds).length
  const parts = [`Council: ${summary}`]
  if (apart < seats.length) parts.push(`${apart} of ${seats.length} fail apart`)
  if (failing > 0) parts.push(`${failing} ${failing === 1 ? 'condition does' : 'conditions do'} not hold`)
  return parts.join('; ')
}
