import { useState } from 'react'
import { durationText, parseDuration } from '../ui/duration.ts'

interface DurationInputProps {
  readonly id?: string
  readonly 'aria-label'?: string
  readonly 'aria-describedby'?: string | undefined
  readonly invalid?: boolean
  /** Milliseconds. */
  readonly min: number
  readonly max: number
  readonly value: unknown
  readonly placeholder?: string
  onChange(ms: number | undefined): void
  onSettle(): void
}

/** A length of time, in the unit that fits it: "30 s", "5 min". Empty means the default. */
export function DurationInput(props: DurationInputProps) {
  const { min, max, value, invalid = false, placeholder, onChange, onSettle, ...ids } = props
  const [typed, setTyped] = useState<string | null>(null)
  const shown = typed ?? (typeof value === 'number' ? durationText(value) : '')
  const wrong = typed !== null && typed.trim() !== '' && parseDuration(typed) === null
  const change = (text: string): void => {
    setTyped(text)
    const ms = parseDuration(text)
    if (text.trim() === '') onChange(undefined)
    else if (ms !== null) onChange(Math.min(max, Math.max(min, ms)))
  }
  return (
    <input
      {...ids}
      className="input input-data"
      value={shown}
      placeholder={placeholder}
      spellCheck={false}
      aria-invalid={invalid || wrong}
      title={`${durationText(min)} to ${durationText(max)}, such as 30 s or 5 min`}
      onChange={(event) => change(event.currentTarget.value)}
      onBlur={() => {
        setTyped(null)
        onSettle()
      }}
    />
  )
}
