import './controller-chip.css'
import type { MouseEvent } from 'react'
import type { ControllerSpec } from '../../shared/topology/controls.ts'
import { useCanvasViews } from '../canvas/view-model.ts'
import { useDocument } from '../document/document.ts'
import { useShownProblems } from '../document/problems.ts'
import { selectPart, useSelection } from '../document/selection.ts'
import { StateGlyph } from '../ui/glyph.tsx'
import { ControllerIcon } from './controller-icon.tsx'
import { scopeText } from './scope-words.ts'
import { controllerFact, wordsOf } from './words.ts'

const NEARLY_USED_UP = 0.85

interface ControllerChipProps {
  readonly spec: ControllerSpec
  /** With its numbers beside the icon; else they are told on hover. */
  readonly wide?: boolean
}

/** A controller where it is drawn: at a card, at a group's edge or at the canvas's. A click selects it. */
export function ControllerChip({ spec, wide = false }: ControllerChipProps) {
  const selected = useSelection(({ part }) => part?.type === 'controller' && part.id === spec.id)
  const scope = useDocument(({ shown }) => scopeText(spec, shown))
  const wrong = useShownProblems().own.some(({ element }) => element === spec.id)
  const run = useCanvasViews().usePartView(spec.id)
  const { label } = wordsOf(spec.type)
  const fact = run === null || run.text === '' ? controllerFact(spec) : run.text
  const of = spec.model ?? spec.tool
  const acts = run !== null && run.state !== 'idle'
  const names = ['controller-chip', 'nodrag', 'nopan']
  // At a card it is an icon until it does something.
  if (wide || acts) names.push('controller-chip-wide')
  if (acts) names.push(`controller-chip-${run.state}`)
  if (wrong) names.push('controller-chip-wrong')
  const trouble = wrong ? ', has a problem' : ''
  const choose = (event: MouseEvent): void => {
    event.stopPropagation()
    selectPart('controller', spec.id)
  }
  return (
    <button
      type="button"
      tabIndex={-1}
      className={names.join(' ')}
      aria-pressed={selected}
      title={`${label} for ${scope}: ${fact}`}
      onClick={choose}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      {acts ? <StateGlyph state={run.state} /> : <ControllerIcon type={spec.type} size={12} />}
      {wide || acts ? (
        <>
          <span className={wide ? '' : 'visually-hidden'}>
            {of === undefined ? label : `${label} · ${of}`}
          </span>{' '}
          {acts ? <span className="controller-chip-word">{run.word}</span> : null}{' '}
          {run === null || run.part === null ? null : <PartBar part={run.part} />}
          <span className={factClass(wide, acts)}>{fact}</span>
          <span className="visually-hidden">
            {' '}
            for {scope}
            {trouble}
          </span>
        </>
      ) : (
        <span className="visually-hidden">
          {label} {fact} for {scope}
          {trouble}
        </span>
      )}
    </button>
  )
}

function factClass(wide: boolean, acts: boolean): string {
  if (!wide) return 'visually-hidden'
  return acts ? 'ellipsis' : 'controller-chip-fact'
}

/** How much of a budget is used. */
function PartBar({ part }: { readonly part: number }) {
  return (
    <span className="controller-bar" aria-hidden="true">
      <span
        className={part > NEARLY_USED_UP ? 'controller-bar-part controller-bar-warn' : 'controller-bar-part'}
        style={{ width: `${Math.min(1, part) * 100}%` }}
      />
    </span>
  )
}
