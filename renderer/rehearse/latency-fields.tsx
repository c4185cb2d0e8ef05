import type { Latency } from '../../shared/topology/faults.ts'
import { NumberInput } from '../inspector/number-input.tsx'

interface LatencyFieldsProps {
  readonly value: Latency | undefined
  onChange(value: Latency | undefined): void
}

const DAY_MS = 86_400_000

/** How long it usually takes: half of the attempts at most this, and nineteen in twenty at most that. */
export function LatencyFields({ value, onChange }: LatencyFieldsProps) {
  const median = medianOf(value)
  const tail = value?.type === 'lognormal' ? value.p95_ms : undefined
  const change = (p50: number | undefined, p95: number | undefined): void => {
    if (p50 === undefined) onChange(undefined)
    else if (p95 === undefined || p95 <= p50) onChange({ type: 'constant', p50_ms: p50 })
    else onChange({ type: 'lognormal', p50_ms: Math.max(p50, 0.001), p95_ms: p95 })
  }
  return (
    <>
      <Milliseconds label="Takes usually" value={median} onChange={(p50) => change(p50, tail)} />
      {median === undefined ? null : (
        <Milliseconds label="19 in 20 within" value={tail} onChange={(p95) => change(median, p95)} />
      )}
    </>
  )
}

function medianOf(value: Latency | undefined): number | undefined {
  if (value === undefined) return undefined
  return value.type === 'uniform' ? (value.min_ms + value.max_ms) / 2 : value.p50_ms
}

interface MillisecondsProps {
  readonly label: string
  readonly value: number | undefined
  onChange(value: number | undefined): void
}

function Milliseconds({ label, value, onChange }: MillisecondsProps) {
  return (
    <div className="check-row">
      <span>{label}</span>
      <span className="percent">
        <NumberInput
          aria-label={`${label}, in ms`}
          field={{ min: 0, max: DAY_MS }}
          value={value}
          placeholder="usual"
          onChange={(next) => onChange(next === undefined ? undefined : Math.max(0, Math.min(DAY_MS, next)))}
          onSettle={() => {}}
        />
        <span className="percent-sign">ms</span>
      </span>
    </div>
  )
}
