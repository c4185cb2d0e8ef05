import { NumberInput } from '../inspector/number-input.tsx'
import { Select } from '../ui/field.tsx'
import { changeSettings, useChecking } from './checking.ts'

const WAYS = [
  { value: 'all', label: 'Every schedule' },
  { value: 'sample', label: 'Drawn schedules' },
  { value: 'swarm', label: 'A swarm, deep first' },
]

const USUAL_SAMPLE = { schedules: 20_000, seed: 1, depth: 3 } as const
const USUAL_SWARM = { members: 20, seed: 1 } as const
const MOST_MEMBERS = 10_000
const MOST_STATES = 100_000_000
const MOST_SCHEDULES = 10_000_000

/** How far to look: every schedule up to so many states; or drawn ones, or deep searches, so many by their seed. */
export function SearchFields() {
  const { sample, swarm } = useChecking((state) => state.settings)
  const running = useChecking((state) => state.phase === 'running')
  return (
    <fieldset className="check-faults" disabled={running}>
      <legend className="visually-hidden">How far to look</legend>
      <div className="check-row">
        <span>Look at</span>
        <Select
          aria-label="Look at"
          value={swarm !== undefined ? 'swarm' : sample === undefined ? 'all' : 'sample'}
          options={WAYS}
          onChange={(way) =>
            changeSettings({
              sample: way === 'sample' ? USUAL_SAMPLE : undefined,
              swarm: way === 'swarm' ? USUAL_SWARM : undefined,
            })
          }
        />
      </div>
      <HowMany />
    </fieldset>
  )
}

function HowMany() {
  const { maxStates, sample, swarm } = useChecking((state) => state.settings)
  if (swarm !== undefined)
    return (
      <Count
        label="Members"
        value={swarm.members}
        most={MOST_MEMBERS}
        onChange={(members) => changeSettings({ swarm: { ...swarm, members } })}
      />
    )
  if (sample !== undefined)
    return (
      <Count
        label="Schedules"
        value={sample.schedules}
        most={MOST_SCHEDULES}
        onChange={(schedules) => changeSettings({ sample: { ...sample, schedules } })}
      />
    )
  return (
    <Count
      label="States at most"
      value={maxStates}
      most={MOST_STATES}
      onChange={(states) => changeSettings({ maxStates: states })}
    />
  )
}

interface CountProps {
  readonly label: string
  readonly value: number
  readonly most: number
  readonly onChange: (value: number) => void
}

function Count({ label, value, most, onChange }: CountProps) {
  return (
    <div className="check-row search-row">
      <span>{label}</span>
      <NumberInput
        aria-label={label}
        field={{ min: 1, max: most }}
        value={value}
        onChange={(next) => onChange(Math.max(1, Math.min(most, next ?? value)))}
        onSettle={() => {}}
      />
    </div>
  )
}
