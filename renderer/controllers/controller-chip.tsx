import './controller-chip.css'
import type { MouseEvent } from 'react'
import type { ControllerSpec } from '../../shared/topology/controls.ts'
import { useDocument } from '../document/document.ts'
import { useProblems } from '../document/problems.ts'
import { selectPart, useSelection } from '../document/selection.ts'
import { ControllerIcon } from './controller-icon.tsx'
import { scopeText } from './scope-words.ts'
import { controllerFact, wordsOf } from './words.ts'

interface ControllerChipProps {
  readonly spec: ControllerSpec
  /** With its numbers beside the icon; else they are told on hover. */
  readonly wide?: boolean
}

/** A controller where it is drawn: at a card, at a group's edge or at the canvas's. A click selects it. */
export function ControllerChip({ spec, wide = false }: ControllerChipProps) {
  const selected = useSelection(({ part }) => part?.type === 'controller' && part.id === spec.id)
  const scope = useDocument(({ document }) => scopeText(spec, document))
  const wrong = useProblems().some(({ element }) => element === spec.id)
  const { label } = wordsOf(spec.type)
  const fact = controllerFact(spec)
  const choose = (event: MouseEvent): void => {
    event.stopPropagation()
    selectPart('controller', spec.id)
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      className={`controller-chip nodrag nopan ${wide ? 'controller-chip-wide' : ''} ${wrong ? 'controller-chip-wrong' : ''}`}
      aria-label={`${label} for ${scope}, ${fact}${wrong ? ', has a problem' : ''}`}
      aria-pressed={selected}
      title={`${label} for ${scope}: ${fact}`}
      onClick={choose}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <ControllerIcon type={spec.type} size={12} />
      {wide ? (
        <>
          <span>{label}</span>
          <span className="controller-chip-fact">{fact}</span>
        </>
      ) : null}
    </button>
  )
}
