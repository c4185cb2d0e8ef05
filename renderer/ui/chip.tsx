import './chip.css'
import type { ReactNode } from 'react'
import type { NodeState } from '../canvas/view-model.ts'
import { StateGlyph } from './glyph.tsx'

interface StateChipProps {
  readonly state: NodeState
  readonly children: ReactNode
}

/** Glyph and word. Only *waiting* and *in doubt* are solid: solid means that a person is needed. */
export function StateChip({ state, children }: StateChipProps) {
  return (
    <span className={`chip chip-${state}`}>
      <StateGlyph state={state} />
      <span className="ellipsis">{children}</span>
    </span>
  )
}

/** A small count beside a tab or a title. */
export function Count({
  children,
  tone = 'plain',
}: {
  readonly children: ReactNode
  readonly tone?: 'plain' | 'wait'
}) {
  return <span className={`count count-${tone}`}>{children}</span>
}
