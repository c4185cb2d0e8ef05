import { Hand } from 'lucide-react'
import { useProblems } from '../document/problems.ts'
import { Button } from '../ui/button.tsx'
import { Section } from '../ui/section.tsx'
import { beginScheduling, useScheduling } from './scheduling.ts'

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
      <Button icon={<Hand />} disabled={!ready} onClick={beginScheduling}>
        Pick what happens
      </Button>
    </Section>
  )
}
