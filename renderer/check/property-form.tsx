import { useState } from 'react'
import type { Property } from '../../shared/topology/properties.ts'
import { NumberInput } from '../inspector/number-input.tsx'
import { Button } from '../ui/button.tsx'
import { Select } from '../ui/field.tsx'
import { TermField, usePlan } from './term-field.tsx'

type Pattern = 'never' | 'only-after' | 'always' | 'eventually' | 'leads-to' | 'at-most'

const PATTERNS: readonly { readonly value: Pattern; readonly label: string }[] = [
  { value: 'never', label: 'This never happens' },
  { value: 'only-after', label: 'This only after that' },
  { value: 'always', label: 'This always holds' },
  { value: 'eventually', label: 'This comes in the end' },
  { value: 'leads-to', label: 'When that, in the end this' },
  { value: 'at-most', label: 'This at most so often' },
]

interface PropertyFormProps {
  onAdd(property: Property): void
  onClose(): void
}

/** A property in one of the patterns; what it speaks of is picked by clicking it on the canvas. */
export function PropertyForm({ onAdd, onClose }: PropertyFormProps) {
  const [pattern, setPattern] = useState<Pattern>('never')
  const [first, setFirst] = useState('')
  const [second, setSecond] = useState('')
  const [most, setMost] = useState(1)
  const plan = usePlan()
  const two = pattern === 'only-after' || pattern === 'leads-to'
  const property = propertyOf(pattern, first, second, most)
  if (plan === null)
    return <p className="coverage-text">The drawing has errors; a property is added when it can run.</p>
  return (
    <form
      className="property-form"
      onSubmit={(event) => {
        event.preventDefault()
        if (property !== null) onAdd(property)
      }}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose()
      }}
    >
      <Select
        aria-label="Pattern"
        value={pattern}
        options={PATTERNS}
        onChange={(value) => setPattern(value as Pattern)}
      />
      <TermField
        label="This"
        plan={plan}
        statesOnly={pattern === 'always'}
        value={first}
        onChange={setFirst}
        autoPick
      />
      {two ? <TermField label="That" plan={plan} value={second} onChange={setSecond} /> : null}
      {pattern === 'at-most' ? (
        <div className="check-row">
          <span>At most</span>
          <NumberInput
            aria-label="At most"
            field={{ min: 0, max: 100 }}
            value={most}
            onChange={(value) => setMost(value ?? 1)}
            onSettle={() => {}}
          />
        </div>
      ) : null}
      <div className="property-answers">
        <Button submit look="outline" disabled={property === null}>
          Add
        </Button>
        <Button look="quiet" onClick={onClose}>
          Cancel
        </Button>
      </div>
    </form>
  )
}

/** The property as the file has it; null while something is missing. */
function propertyOf(pattern: Pattern, first: string, second: string, most: number): Property | null {
  if (first === '') return null
  switch (pattern) {
    case 'never':
      return { never: first }
    case 'always':
      return { always: first }
    case 'eventually':
      return { eventually: first }
    case 'at-most':
      return { at_most: most, of: first }
    case 'only-after':
      return second === '' ? null : { never: first, before: second }
    case 'leads-to':
      return second === '' ? null : { eventually: first, after: second }
  }
}
