import { NumberInput } from '../inspector/number-input.tsx'
import { Select } from '../ui/field.tsx'
import { changeSettings, useChecking } from './checking.ts'

const WAYS = [
  { value: 'all', label: 'Every schedule' },
  { value: 'sample', label: 'Drawn schedules' },
]

const USUAL_SAMPLE = { schedules: 20_000, seed: 1, depth: 3 } as const
const MOST_STATES = 100_000_000
const MOST_SCHEDULES = 10_000_000

/** How far to look: every schedule up to so many states, or so many schedules drawn by their seed. */
export function SearchFields() {
  const { maxStates, sample } = useChecking((state) => state.settings)
  const running = useChecking((state) => state.phase === 'running')
  return (
    <fieldset className="check-faults" disabled={running}>
      <legend className="visually-hidden">How far to look</legend>
      <div className="check-row">
        <span>Look at</span>
        <Select
          aria-label="Look at"
          value={sample === undefined ? 'all' : 'sample'}
          options={WAYS}
          onChange={(way) => changeSettings({ sample: way === 'sample' ? USUAL_SAMPLE : undefined })}
        />
      </div>
      {sample === undefined ? (
        <div className="check-row search-row">
          <span>States at most</span>
          <NumberInput
            aria-label="States at most"
            field={{ min: 1, max: MOST_STATES }}
            value={maxStates}
            onChange={(value) =>
              changeSettings({ maxStates: Math.max(1, Math.min(MOST_STATES, value ?? 1_000_000)) })
            }
            onSettle={() => {}}
          />
        </div>
      ) : (
        <div className="check-row search-row">
          <span>Schedules</span>
          <NumberInput
            aria-label="Schedules"
            field={{ min: 1, max: MOST_SCHEDULES }}
            value={sample.schedules}
            onChange={(value) => {
              const schedules = Math.max(1, Math.min(MOST_SCHEDULES, value ?? USUAL_SAMPLE.schedules))
              changeSettings({ sample: { ...sample, schedules } })
            }}
            onSettle={() => {}}
          />
        </div>
      )}
    </fieldset>
  )
}
