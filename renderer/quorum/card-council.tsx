import { useLayout } from '../app/layout.ts'
import { CouncilMark, councilText } from './council-mark.tsx'
import { useQuorum } from './use-quorum.ts'

interface CardCouncilProps {
  readonly id: string
  readonly selected: boolean
  /** From the right edge of the card, where its outline leaves room. */
  readonly right: number
}

/** While it is selected in the drawing, and all of them in a check: else nothing is counted. */
function useShown(selected: boolean): boolean {
  const mode = useLayout((state) => state.mode)
  return mode === 'check' || (mode === 'design' && selected)
}

/** On the card of what decides. */
export function CardCouncil({ id, selected, right }: CardCouncilProps) {
  return useShown(selected) ? <Council id={id} look="card-council" size={34} right={right} /> : null
}

/** In the upper line of a group. */
export function RegionCouncil({ id, selected }: Pick<CardCouncilProps, 'id' | 'selected'>) {
  return useShown(selected) ? <Council id={id} look="region-council" size={20} /> : null
}

interface CouncilProps {
  readonly id: string
  readonly look: string
  readonly size: number
  readonly right?: number
}

function Council({ id, look, size, right }: CouncilProps) {
  const view = useQuorum(id)
  if (view === null) return null
  return (
    <span
      className={look}
      style={right === undefined ? undefined : { right }}
      role="img"
      aria-label={councilText(view)}
      title={view.summary}
    >
      <CouncilMark view={view} size={size} />
    </span>
  )
}
