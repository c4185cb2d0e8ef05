import { perform, useDocument } from '../document/document.ts'
import { NumberInput } from '../inspector/number-input.tsx'
import { setHostFaults } from './faults.ts'

const S = 1000

/** How often Synod itself dies in the middle of a run, and how long it is away. */
export function HostFaultFields() {
  const host = useDocument((state) => state.document.faults?.host)
  return (
    <>
      <Seconds
        label="Dies every"
        hint="So long apart on average; empty means never"
        placeholder="never"
        value={host?.crash_every_ms}
        onChange={(crash_every_ms) => perform(setHostFaults({ crash_every_ms }))}
      />
      {host?.crash_every_ms === undefined ? null : (
        <Seconds
          label="Is away for"
          hint="Until it is started again"
          placeholder="usual"
          value={host.down_ms}
          onChange={(down_ms) => perform(setHostFaults({ down_ms }))}
        />
      )}
    </>
  )
}

interface SecondsProps {
  readonly label: string
  readonly hint: string
  readonly placeholder: string
  readonly value: number | undefined
  onChange(value: number | undefined): void
}

function Seconds({ label, hint, placeholder, value, onChange }: SecondsProps) {
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
