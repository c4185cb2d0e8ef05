import { NumberInput } from '../inspector/number-input.tsx'

interface PercentRowProps {
  readonly label: string
  readonly hint: string
  /** A chance from 0 to 1; undefined means never. */
  readonly value: number | undefined
  onChange(value: number | undefined): void
}

/** A chance, shown and typed in percent. */
export function PercentRow({ label, hint, value, onChange }: PercentRowProps) {
  return (
    <div className="check-row" title={hint}>
      <span>{label}</span>
      <span className="percent">
        <NumberInput
          aria-label={`${label}, in percent`}
          field={{ min: 0, max: 100, fraction: true }}
          value={value === undefined ? undefined : Math.round(value * 10_000) / 100}
          placeholder="0"
          onChange={(percent) => {
            const chance = Math.max(0, Math.min(100, percent ?? 0)) / 100
            onChange(chance === 0 ? undefined : chance)
          }}
          onSettle={() => {}}
        />
        <span className="percent-sign">%</span>
      </span>
    </div>
  )
}
