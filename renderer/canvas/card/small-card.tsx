import './small-card.css'
import { GlyphShape } from '../../ui/glyph.tsx'
import { KindIcon } from '../../ui/kind-icon.tsx'
import type { NodeFacts } from '../drawing/nodes.ts'
import type { NodeState } from '../view-model.ts'

interface SmallCardProps {
  readonly facts: NodeFacts
  readonly state: NodeState | null
  readonly named: boolean
}

/** What is still legible far away: the state's glyph and the name. */
export function SmallCard({ facts, state, named }: SmallCardProps) {
  return (
    <div className={`small-card ${named ? '' : 'small-card-bare'}`}>
      {state === null ? (
        <KindIcon name={facts.icon} size={34} />
      ) : (
        <svg viewBox="0 0 12 12" width="34" height="34" aria-hidden="true">
          <GlyphShape state={state} />
        </svg>
      )}
      {named ? <span className="small-card-name">{facts.name}</span> : null}
    </div>
  )
}
