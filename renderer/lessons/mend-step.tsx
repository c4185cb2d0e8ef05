import { Lightbulb, Wrench } from 'lucide-react'
import type { Lesson } from '../../shared/lessons/lesson.ts'
import { resizePanels, setMode, useLayout } from '../app/layout.ts'
import { onNextFrame } from '../playback/frames.ts'
import { Button } from '../ui/button.tsx'
import { LessonStep } from './lesson-step.tsx'
import { showSolution } from './open.ts'
import { useTeaching } from './teaching.ts'

interface MendStepProps {
  readonly lesson: Lesson
  readonly hints: number
}

/** The second step: the drawing is changed in Design, by hand or by a fix; hints come one at a time. */
export function MendStep({ lesson: { id, hints }, hints: shown }: MendStepProps) {
  const passed = useTeaching((state) => state.passed)
  const design = useLayout((state) => state.mode === 'design')
  const below = useLayout((state) => state.sizes.design.dockOpen)
  return (
    <LessonStep number={2} title="Mend it" done={passed}>
      <p>
        Change the drawing so that it cannot happen, and the team still does its work. The problems below the
        canvas tell what is wrong; some have a fix that draws itself.
      </p>
      {shown === 0 ? null : (
        <ol className="lesson-hints">
          {hints.slice(0, shown).map((hint) => (
            <li key={hint}>{hint}</li>
          ))}
        </ol>
      )}
      <div className="lesson-actions">
        {design && below ? null : (
          <Button icon={<Wrench />} onClick={goToProblems}>
            Mend it in Design
          </Button>
        )}
        {shown < hints.length ? (
          <Button icon={<Lightbulb />} onClick={() => useTeaching.setState({ hints: shown + 1 })}>
            {shown === 0 ? 'Give me a hint' : `Another hint (${shown} of ${hints.length})`}
          </Button>
        ) : (
          <Button icon={<Lightbulb />} onClick={() => void showSolution(id)}>
            Show one way
          </Button>
        )}
      </div>
    </LessonStep>
  )
}

function goToProblems(): void {
  setMode('design')
  resizePanels({ dockOpen: true })
  // The button that was pressed is gone then; the problems are what comes next.
  onNextFrame(() => document.querySelector<HTMLElement>('.dock [role="tab"]')?.focus())
}
