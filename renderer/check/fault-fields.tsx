import type { FaultBudget } from '../../shared/explore/result.ts'
import { NumberInput } from '../inspector/number-input.tsx'
import { setFaults, useChecking } from './checking.ts'

const FAULTS: readonly { readonly kind: keyof FaultBudget; readonly label: string; readonly hint: string }[] =
  [
    { kind: 'host', label: 'Crashes of the host', hint: 'Synod dies at any moment and is started again' },
    { kind: 'crash', label: 'Crashes of a worker', hint: 'An agent or a command dies in the middle' },
    { kind: 'error', label: 'Errors', hint: 'A tool, a model or a check answers with an error' },
    { kind: 'wrong', label: 'Wrong answers (Byzantine)', hint: 'An answer is not what was asked for' },
    { kind: 'drop', label: 'Messages dropped', hint: 'A message is lost on its edge' },
    { kind: 'duplicate', label: 'Messages repeated', hint: 'A message arrives twice' },
    { kind: 'reorder', label: 'Messages out of order', hint: 'A message overtakes another' },
    { kind: 'cancel', label: 'Runs stopped by a person', hint: 'A person stops the run at any moment' },
  ]

/** How many of each fault one schedule may have; every combination within is tried. */
export function FaultFields() {
  const faults = useChecking((state) => state.settings.faults)
  const running = useChecking((state) => state.phase === 'running')
  return (
    <fieldset className="check-faults" disabled={running}>
      <legend className="visually-hidden">Faults that one schedule may have</legend>
      {FAULTS.map(({ kind, label, hint }) => (
        // biome-ignore lint/a11y/noLabelWithoutControl: the input is inside, within a component
        <label key={kind} className="check-row" title={hint}>
          <span>{label}</span>
          <NumberInput
            field={{ min: 0, max: 9 }}
            value={faults[kind] ?? 0}
            onChange={(value) => setFaults({ [kind]: Math.max(0, Math.min(9, value ?? 0)) })}
            onSettle={() => {}}
          />
        </label>
      ))}
    </fieldset>
  )
}
