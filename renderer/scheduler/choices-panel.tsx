import '../check/story.css'
import './scheduler.css'
import { Clock3, FastForward, RotateCcw, Undo2, X, Zap } from 'lucide-react'
import type { Choice } from '../../shared/rehearse/scheduler.ts'
import { showElement } from '../canvas/showing.ts'
import { useSelectedInRun } from '../playback/naming.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Section } from '../ui/section.tsx'
import {
  beginScheduling,
  delay,
  endScheduling,
  goOnWell,
  pick,
  schedulerOf,
  undoPick,
  useScheduling,
} from './scheduling.ts'

/** At the right: everything that may happen now. What is clicked happens. */
export function ChoicesPanel() {
  const session = useScheduling((state) => state.session)
  const only = useSelectedInRun()
  const scheduler = schedulerOf()
  if (session === null || scheduler === null) return null
  const choices = scheduler.choices(session)
  const verdict = scheduler.verdict(session)
  const here = only === null ? [] : choices.filter((choice) => isAt(choice, only.id))
  const well = choices.filter(({ fault }) => !fault)
  const faults = choices.filter(({ fault }) => fault)
  return (
    <div className="story">
      <div className="story-head">
        <h2>What happens next</h2>
        <span className="section-aside">{`step ${session.path.length}`}</span>
        <IconButton className="story-close" label="End the session" onClick={endScheduling}>
          <X />
        </IconButton>
      </div>
      <div className="scheduler-tools" role="toolbar" aria-label="Session">
        <Button icon={<Undo2 />} disabled={session.before === null} onClick={undoPick}>
          Back
        </Button>
        <Button icon={<RotateCcw />} disabled={session.path.length === 0} onClick={beginScheduling}>
          Start over
        </Button>
        <Button icon={<FastForward />} disabled={well.length === 0} onClick={goOnWell}>
          To the end
        </Button>
      </div>
      <div className="story-body">
        {verdict === null ? null : (
          <p className={`scheduler-end scheduler-end-${verdict.status === 'done' ? 'good' : 'bad'}`}>
            {`The run has ended: ${verdict.status}.`}
          </p>
        )}
        {here.length === 0 ? null : (
          <Section title="Where you clicked">
            <Choices choices={here} />
          </Section>
        )}
        <Section title="May happen" aside={well.length}>
          {well.length === 0 ? <p className="coverage-text">Nothing but a fault may happen now.</p> : null}
          <Choices choices={well} />
        </Section>
        <Section title="Faults" aside={faults.length} open={faults.length < 12}>
          <Choices choices={faults} />
        </Section>
      </div>
    </div>
  )
}

function isAt({ element, edge }: Choice, id: string): boolean {
  return element === id || edge === id
}

function Choices({ choices }: { readonly choices: readonly Choice[] }) {
  return (
    <ul className="choices">
      {choices.map((choice) => (
        <li key={choice.action} className={choice.delayed ? 'choice choice-delayed' : 'choice'}>
          <button
            type="button"
            className="choice-pick"
            onClick={() => {
              pick(choice)
              if (choice.element !== null) showElement(choice.element, [], 'look')
            }}
          >
            {choice.fault ? <Zap size={13} aria-label="Fault" /> : null}
            <span>{choice.words}</span>
          </button>
          {choice.edge === null || choice.fault || choice.delayed ? null : (
            <IconButton label="Let this one wait" onClick={() => delay(choice.edge as string)}>
              <Clock3 />
            </IconButton>
          )}
        </li>
      ))}
    </ul>
  )
}
