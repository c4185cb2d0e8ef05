import { Hand } from 'lucide-react'
import { useProblems } from '../document/problems.ts'
import { hideSample } from '../rehearse/show.ts'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/section.tsx'
import { beginScheduling, useScheduling } from './scheduling.ts'

/** A rehearsed run that is on the canvas makes way. */
function begin(): void {
  hideSample()
  beginScheduling()
}

/** The way in: one run, in which the person decides what happens next. */
export function SchedulerInvite() {
  const problem = useScheduling((state) => state.problem)
  const ready = useProblems().length === 0
  return (
    <Section title="One run by hand">
      <p className="coverage-text">
        Be the scheduler: deliver, lose or double a message, let an agent or the host die, and see what still
        holds.
      </p>
      {problem === null ? null : <p className="field-error">{problem}</p>}
      <Button icon={<Hand />} disabled={!ready} onClick={begin}>
        Pick what happens
      </Button>
    </Section>
  )
}
