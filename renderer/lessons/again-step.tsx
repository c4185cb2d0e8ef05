import { ArrowRight, CircleCheck, CircleDashed, ListChecks, Square } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { boundsText } from '../../shared/explore/bounds-text.ts'
import type { CheckResult } from '../../shared/explore/result.ts'
import type { Lesson } from '../../shared/lessons/lesson.ts'
import { useChecking } from '../check/checking.ts'
import { cancelCheck } from '../check/start.ts'
import { useDocument } from '../document/document.ts'
import { useProblems } from '../document/problems.ts'
import { sameDrawing } from '../document/same.ts'
import { Button } from '../ui/button.tsx'
import { nextAfter, useLessonList } from './lesson-list.ts'
import { LessonStep } from './lesson-step.tsx'
import { leaveLesson, openLesson } from './open.ts'
import { useTeaching } from './teaching.ts'
import { tryLesson } from './watch.ts'

/** The third step: the checker decides, and what it misses stands here in sentences. */
export function AgainStep({ lesson }: { readonly lesson: Lesson }) {
  const { verdict, watched, passed } = useTeaching()
  const running = useChecking((state) => state.phase === 'running')
  const drawn = useDocument((state) => state.document)
  const undrawn = useProblems().length > 0
  const current = verdict !== null && sameDrawing(verdict.document, drawn)
  const won = verdict?.passed === true && current
  return (
    <LessonStep number={3} title="Check again" done={passed}>
      <Judged lesson={lesson} undrawn={undrawn} />
      <div className="lesson-actions">
        {running && (watched !== null || passed) ? (
          <Button look="danger" icon={<Square />} onClick={cancelCheck}>
            Stop
          </Button>
        ) : won ? null : (
          <Button
            look={!passed && watched !== null && verdict !== null && !current ? 'primary' : 'outline'}
            icon={<ListChecks />}
            disabled={running || undrawn}
            onClick={() => void tryLesson()}
          >
            Check again
          </Button>
        )}
        {passed ? <NextLesson id={lesson.id} /> : null}
      </div>
    </LessonStep>
  )
}

interface JudgedProps {
  readonly lesson: Lesson
  /** It is no drawing that could run. */
  readonly undrawn: boolean
}

/** What the last check means for the lesson; the one that was to fail means nothing for it. */
function Judged({ lesson, undrawn }: JudgedProps) {
  const { verdict, watched, judging, problem, passed } = useTeaching()
  const { phase, problem: refused } = useChecking()
  const drawn = useDocument((state) => state.document)
  const place = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (verdict === null || verdict.check === watched) return
    // With its buttons: what to do next stands there.
    place.current?.closest('li')?.scrollIntoView({ block: 'nearest' })
  }, [verdict, watched])
  const why = problem ?? (watched === null ? null : refused)
  const tried = verdict !== null && (verdict.check !== watched || verdict.passed)
  return (
    <div ref={place} className="lesson-judged" role="status">
      {phase === 'running' ? (
        <p>Synod tries every order of events.</p>
      ) : judging ? (
        <p>Synod looks whether the team still does its work.</p>
      ) : undrawn ? (
        <p>The drawing cannot be checked as it is: the problems below the canvas in Design say why.</p>
      ) : why !== null ? (
        <p className="lesson-problem">{`It could not be judged. ${why}`}</p>
      ) : !tried ? (
        <p>
          {passed
            ? 'This lesson is passed. Another way to mend it can be checked as well.'
            : 'When the checker finds no order that fails any more, the lesson is passed.'}
        </p>
      ) : !sameDrawing(verdict.document, drawn) ? (
        <p className="lesson-strong">The drawing has changed since the last check. Check again.</p>
      ) : verdict.passed ? (
        <Proved lesson={lesson} result={verdict.result} />
      ) : (
        <Left left={verdict.left} />
      )}
    </div>
  )
}

function Left({ left }: { readonly left: readonly string[] }) {
  return (
    <>
      <p className="lesson-strong">
        <CircleDashed size={14} aria-hidden="true" />
        Not yet
      </p>
      <ul className="lesson-left">
        {left.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </>
  )
}

/** What the checker has shown, with how sure that is. */
function Proved({ lesson, result }: { readonly lesson: Lesson; readonly result: CheckResult }) {
  const { coverage, states, bounds, omission } = result
  const held = result.properties.filter(({ id }) => lesson.goal.includes(id))
  return (
    <>
      <p className="lesson-done">
        <CircleCheck size={14} aria-hidden="true" />
        Passed: no order of events fails any more
      </p>
      <ul className="lesson-left">
        {held.map(({ id, title }) => (
          <li key={id}>{`${title}: holds`}</li>
        ))}
      </ul>
      <p>
        {`${coverage.charAt(0).toUpperCase()}${coverage.slice(1)}: ${states.toLocaleString('en')} states. Tried: ${boundsText(bounds)}.`}
        {omission > 0 ? ` Chance that a state was left out: ${omission.toExponential(0)}.` : ''}
      </p>
    </>
  )
}

function NextLesson({ id }: { readonly id: string }) {
  const next = useLessonList((state) => nextAfter(state.lessons, id))
  if (next === null) {
    return (
      <>
        <p className="lesson-strong">Every lesson is passed.</p>
        <Button look="primary" onClick={() => void leaveLesson()}>
          Back to the start
        </Button>
      </>
    )
  }
  return (
    <Button look="primary" icon={<ArrowRight />} title={next.title} onClick={() => void openLesson(next.id)}>
      {`Next: ${next.topic}`}
    </Button>
  )
}
