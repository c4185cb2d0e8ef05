import type { QuorumView } from '../../shared/hazards/quorum/view.ts'
import { useLayout } from '../app/layout.ts'
import { CouncilMark, councilText } from './council-mark.tsx'
import { useQuorum } from './use-quorum.ts'

interface CardCouncilProps {
  readonly id: string
  readonly selected: boolean
  /** From the right edge of the card, where its outline leaves room. */
  readonly right: number
}

function useShownQuorum(id: string, selected: boolean): QuorumView | null {
  const mode = useLayout((state) => state.mode)
  const view = useQuorum(id)
  return mode === 'check' || (mode === 'design' && selected) ? view : null
}

/** On the card of what decides: while it is selected in the drawing, and all of them in a check. */
export function CardCouncil({ id, selected, right }: CardCouncilProps) {
  const view = useShownQuorum(id, selected)
  if (view === null) return null
  return (
    <span
      className="card-council"
      style={{ right }}
      role="img"
      aria-label={councilText(view)}
      title={view.summary}
    >
      <CouncilMark view={view} size={34} />
    </span>
  )
}

/** In the upper line of a group. */
export function RegionCouncil({ id, selected }: Pick<CardCouncilProps, 'id' | 'selected'>) {
  const view = useShownQuorum(id, selected)
  if (view === null) return null
  return (
    <span className="region-council" role="img" aria-label={councilText(view)} title={view.summary}>
      <CouncilMark view={view} size={20} />
    </span>
  )
}
