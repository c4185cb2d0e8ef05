import { Play, Square } from 'lucide-react'
import type { Lesson } from '../../shared/lessons/lesson.ts'
import { useChecking } from '../check/checking.ts'
import { cancelCheck } from '../check/start.ts'
import { useDocument } from '../document/document.ts'
import { sameDrawing } from '../document/same.ts'
import { Button } from '../ui/button.tsx'
import { LessonStep } from './lesson-step.tsx'
import { useTeaching } from './teaching.ts'
import { failureOf, watchItFail } from './watch.ts'

/** The first step: one press, and the shortest way to the failure plays on the canvas. */
export function WatchStep({ lesson }: { readonly lesson: Lesson }) {
  const { watched, passed, problem: unjudged } = useTeaching()
  const checking = useChecking()
  const { phase, problem, document } = checking
  const drawn = useDocument((state) => state.document)
  const seen = watched !== null
  const running = phase === 'running'
  const broken = failureOf(lesson, checking, drawn)
  const unbroken = !seen && phase === 'done' && broken === null && sameDrawing(document, drawn)
  // What was mended has nothing to be watched.
  const shows = seen ? broken !== null : !unbroken
  return (
    <LessonStep number={1} title="Watch it fail" done={seen || passed}>
      <p>
        {seen || passed
          ? lesson.watch
          : 'Synod tries every order of events, and plays the shortest that fails.'}
      </p>
      {broken === null ? null : (
        <p className="lesson-broken">{`It fails in ${broken.steps.length} steps: ${broken.sentence.replace(/\.$/, '')}.`}</p>
      )}
      {seen || problem === null ? null : (
        <p className="lesson-problem" role="alert">
          {`It could not be checked. ${problem}`}
        </p>
      )}
      {unbroken && unjudged === null ? (
        <p>It does not fail in this way any more. Start over, in the menu above, to watch how it did.</p>
      ) : null}
      <div className="lesson-actions">
        {running && !seen && !passed ? (
          <Button look="danger" icon={<Square />} onClick={cancelCheck}>
            Stop
          </Button>
        ) : shows ? (
          <Button
            look={seen || passed ? 'outline' : 'primary'}
            icon={<Play />}
            disabled={running}
            onClick={() => void watchItFail()}
          >
            {seen ? 'Watch it again' : 'Watch it fail'}
          </Button>
        ) : null}
      </div>
    </LessonStep>
  )
}
