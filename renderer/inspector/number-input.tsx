import { useState } from 'react'

interface NumberInputProps {
  readonly id?: string
  readonly 'aria-label'?: string
  readonly 'aria-describedby'?: string | undefined
  readonly invalid?: boolean
  readonly field: { readonly min?: number; readonly max?: number; readonly fraction?: boolean }
  readonly value: unknown
  readonly placeholder?: string
  onChange(value: number | undefined): void
  onSettle(): void
}

/** A whole number, or one with a fraction where the field has one. What is typed stays as typed while it is none; empty means the default. */
export function NumberInput(props: NumberInputProps) {
  const { field, value, invalid = false, placeholder, onChange, onSettle, ...ids } = props
  const pattern = field.fraction === true ? /^\d+(?:\.\d+)?$/ : /^-?\d+$/
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? (typeof value === 'number' ? value.toLocaleString('en') : '')
  const change = (text: string): void => {
    setTyped(text)
    const plain = plainOf(text)
    if (plain === '') onChange(undefined)
    else if (pattern.test(plain)) onChange(Number(plain))
  }
  const wrong = typed !== null && typed !== '' && !pattern.test(plainOf(typed))
  return (
    <input
      {...ids}
      className="input input-data"
      inputMode="numeric"
      value={shown}
      placeholder={placeholder}
      aria-invalid={invalid || wrong}
      title={rangeText(field)}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={() => {
        setTyped(null)
        onSettle()
      }}
    />
  )
}

/** Without the marks between thousands. */
function plainOf(text: string): string {
  return text.replaceAll(/[, \u202f]/g, '')
}

function rangeText({ min, max }: NumberInputProps['field']): string | undefined {
  if (min !== undefined && max !== undefined) return `${min} to ${max}`
  if (min !== undefined) return `at least ${min}`
  return max === undefined ? undefined : `at most ${max}`
}
