import '../check/check.css'
import './rehearse.css'
import { NumberInput } from '../inspector/number-input.tsx'
import { SchedulerInvite } from '../scheduler/scheduler-invite.tsx'
import { useScheduling } from '../scheduler/scheduling.ts'
import { StandingList } from '../scheduler/standing-list.tsx'
import { Section } from '../ui/section.tsx'
import { HostFaultFields } from './host-fault-fields.tsx'
import { useRehearsing } from './rehearsing.ts'
import { SelectedFaults } from './selected-faults.tsx'

const MOST_RUNS = 1_000_000
const MOST_SEED = 2 ** 32 - 1

/** At the left in Rehearse: how many runs, and what may go wrong in each. */
export function RehearsePanel() {
  const { phase, runs, seed, problem, progress } = useRehearsing()
  const running = phase === 'running'
  const scheduling = useScheduling((state) => state.session !== null)
  return (
    <div className="check-panel">
      <h2 className="visually-hidden">Rehearsal</h2>
      {problem === null ? null : (
        <p className="check-problem" role="alert">
          {problem}
        </p>
      )}
      <Section title="How many">
        <div className="check-row">
          <span>Runs</span>
          <NumberInput
            aria-label="Runs"
            field={{ min: 1, max: MOST_RUNS }}
            value={runs}
            onChange={(value) =>
              useRehearsing.setState({ runs: Math.max(1, Math.min(MOST_RUNS, value ?? 2000)) })
            }
            onSettle={() => {}}
          />
        </div>
        <div className="check-row" title="The same seed gives the same runs">
          <span>Seed</span>
          <NumberInput
            aria-label="Seed"
            field={{ min: 0, max: MOST_SEED }}
            value={seed}
            onChange={(value) =>
              useRehearsing.setState({ seed: Math.max(0, Math.min(MOST_SEED, value ?? 1)) })
            }
            onSettle={() => {}}
          />
        </div>
        {running && progress !== null ? (
          <progress
            className="rehearse-progress"
            aria-label="Runs so far"
            value={progress.done}
            max={progress.runs}
          />
        ) : null}
      </Section>
      {scheduling ? <StandingList /> : <SchedulerInvite />}
      <SelectedFaults />
      <Section title="The host">
        <HostFaultFields />
      </Section>
      <p className="check-modesty">
        Stand-in agents in virtual time: what the drawing makes of delays and faults, not what the models
        write. The faults are kept in the file.
      </p>
    </div>
  )
}
