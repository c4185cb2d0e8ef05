import { MousePointerClick } from 'lucide-react'
import { useEffect, useMemo, useState } from 'react'
import { wordsOf } from '../../shared/explore/properties/vocabulary.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { Plan } from '../../shared/topology/plan.ts'
import { splitTerm } from '../../shared/topology/properties.ts'
import { placeAt } from '../../shared/trace/words.ts'
import { useDocument } from '../document/document.ts'
import { clearSelection, useSelection } from '../document/selection.ts'
import { selectedInRun } from '../playback/naming.ts'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/field.tsx'

/** The drawing compiled; null while it has errors. */
export function usePlan(): Plan | null {
  const document = useDocument((state) => state.document)
  return useMemo(() => {
    const compiled = compile(document, kinds)
    return compiled.ok ? compiled.value : null
  }, [document])
}

interface TermFieldProps {
  readonly label: string
  readonly plan: Plan
  /** Only what can last is asked for. */
  readonly statesOnly?: boolean
  /** `deploy.started`, or empty while nothing is chosen. */
  readonly value: string
  onChange(value: string): void
  /** The next click on the canvas is for this field. */
  readonly autoPick?: boolean
}

/** What happens at a node or an edge: the element by a click on the canvas, then the word for it. */
export function TermField({
  label,
  plan,
  statesOnly = false,
  value,
  onChange,
  autoPick = false,
}: TermFieldProps) {
  const [picking, pick] = useState(autoPick)
  const element = value === '' ? null : splitTerm(value).element
  const choose = (id: string): void => {
    const [word] = wordsFor(plan, id, statesOnly)
    if (word === undefined) return
    onChange(`${id}.${word.word}`)
    pick(false)
  }
  usePicked(picking, choose)
  // What was chosen may not last: another pattern asks for a state.
  useEffect(() => {
    if (
      element === null ||
      wordsFor(plan, element, statesOnly).some(({ word }) => `${element}.${word}` === value)
    )
      return
    const [word] = wordsFor(plan, element, statesOnly)
    onChange(word === undefined ? '' : `${element}.${word.word}`)
  }, [plan, element, statesOnly, value, onChange])
  return (
    <div className="term-field">
      <span className="term-label">{label}</span>
      <Button
        icon={<MousePointerClick />}
        aria-pressed={picking}
        className={picking ? 'term-picking' : ''}
        onClick={() => pick(!picking)}
      >
        {picking ? 'Click a node or an edge' : element === null ? 'Pick…' : placeAt(plan, element)}
      </Button>
      {element === null ? null : (
        <Select
          aria-label={`What happens: ${label}`}
          value={value}
          options={wordsFor(plan, element, statesOnly).map(({ word, says }) => ({
            value: `${element}.${word}`,
            label: says,
          }))}
          onChange={onChange}
        />
      )}
    </div>
  )
}

function wordsFor(plan: Plan, element: string, statesOnly: boolean): ReturnType<typeof wordsOf> {
  const words = wordsOf(plan, element)
  return statesOnly ? words.filter(({ type }) => type === 'state') : words
}

/** While a field is being filled, what is selected next on the canvas is its element. */
function usePicked(picking: boolean, choose: (id: string) => void): void {
  // A click on what is selected already would change nothing, and pick nothing.
  useEffect(() => {
    if (picking) clearSelection()
  }, [picking])
  useEffect(() => {
    if (!picking) return
    return useSelection.subscribe((selection) => {
      const only = selectedInRun(selection)
      if (only !== null) choose(only.id)
    })
  })
}
