import { useState } from 'react'

interface JsonInputProps {
  readonly id: string
  readonly 'aria-describedby': string | undefined
  readonly invalid: boolean
  readonly value: unknown
  onChange(value: unknown): void
  onSettle(): void
}

/** Any JSON value as text. Half-typed text stays in the field and leaves the setting as it was. */
export function JsonInput({ invalid, value, onChange, onSettle, ...ids }: JsonInputProps) {
  const [typed, setTyped] = useState<string | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  const change = (text: string): void => {
    setTyped(text)
    try {
      onChange(text.trim() === '' ? undefined : JSON.parse(text))
      setProblem(null)
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'This is not JSON')
    }
  }
  return (
    <>
      <textarea
        {...ids}
        className="input input-data"
        rows={3}
        spellCheck={false}
        value={typed ?? (value === undefined ? '' : JSON.stringify(value, null, 2))}
        aria-invalid={invalid || problem !== null}
        onChange={(event) => change(event.currentTarget.value)}
        onBlur={() => {
          if (problem === null) setTyped(null)
          onSettle()
        }}
      />
      {problem === null ? null : <p className="field-error">Not JSON yet: {problem}</p>}
    </>
  )
}
