import { NumberInput } from '../inspector/number-input.tsx'

const S = 1000

interface SecondsRowProps {
  readonly label: string
  readonly hint: string
  readonly placeholder: string
  /** In milliseconds. */
  readonly value: number | undefined
  onChange(value: number | undefined): void
}

/** A span, kept in milliseconds and typed in seconds. */
export function SecondsRow({ label, hint, placeholder, value, onChange }: SecondsRowProps) {
  return (
    <div className="check-row" title={hint}>
      <span>{label}</span>
      <span className="percent">
        <NumberInput
          aria-label={`${label}, in seconds`}
          field={{ min: 0, max: 86_400, fraction: true }}
          value={value === undefined ? undefined : value / S}
          placeholder={placeholder}
          onChange={(seconds) =>
            onChange(seconds === undefined || seconds === 0 ? undefined : Math.round(seconds * S))
          }
          onSettle={() => {}}
        />
        <span className="percent-sign">s</span>
      </span>
    </div>
  )
}
