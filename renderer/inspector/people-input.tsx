import { Select } from '../ui/field.tsx'
import { ListInput } from './list-input.tsx'
import { NumberInput } from './number-input.tsx'

interface PeopleInputProps {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly invalid: boolean
  readonly max: number
  readonly value: unknown
  onChange(value: unknown): void
  onSettle(): void
}

const KINDS = [
  { value: 'any', label: 'Anybody' },
  { value: 'named', label: 'By name' },
]

/** So many people, whoever they are, or these by name. */
export function PeopleInput({ id, invalid, max, value, onChange, onSettle, ...rest }: PeopleInputProps) {
  const named = Array.isArray(value)
  const choose = (kind: string): void => {
    onSettle()
    if (kind === 'any') onChange(named ? Math.max(1, value.length) : value)
    else if (!named) onChange([''])
  }
  return (
    <div className="people-field">
      <Select
        aria-label="Anybody, or by name"
        value={named ? 'named' : 'any'}
        options={KINDS}
        onChange={choose}
      />
      {named ? (
        <ListInput
          {...rest}
          id={id}
          invalid={invalid}
          item="name"
          value={value}
          onChange={onChange}
          onSettle={onSettle}
        />
      ) : (
        <NumberInput
          {...rest}
          id={id}
          invalid={invalid}
          field={{ min: 1, max }}
          value={value}
          placeholder="1"
          onChange={onChange}
          onSettle={onSettle}
        />
      )}
    </div>
  )
}
