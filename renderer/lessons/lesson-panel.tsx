import './lesson-panel.css'
import { CircleCheck, Ellipsis } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { useLayout } from '../app/layout.ts'
import { useConnection } from '../connection/host.ts'
import { showHelp } from '../hazards/help.ts'
import { Button, IconButton } from '../ui/button.tsx'
import { Menu } from '../ui/menu.tsx'
import { AgainStep } from './again-step.tsx'
import { useLessonList } from './lesson-list.ts'
import { LessonWhy } from './lesson-why.tsx'
import { MendStep } from './mend-step.tsx'
import { leaveLesson, openLesson, showSolution, startOver } from './open.ts'
import { type Teaching, useTeaching } from './teaching.ts'
import { WatchStep } from './watch-step.tsx'

/** At the left while a lesson's drawing is open: what the team does, three steps, and why in the end. */
export function LessonPanel() {
  const { lesson, solution, passed, hints } = useTeaching()
  const lost = useConnection((state) => state.state === 'lost')
  const open = useLayout((state) => state.sizes[state.mode].leftOpen)
  if (lesson === null || !open) return null
  return (
    <div className="lesson">
      <Head lesson={lesson} passed={passed} />
      <div className="lesson-body">
        {lost ? (
          <p className="lesson-lost" role="alert">
            The host does not answer. What is asked of it goes on when it is back.
          </p>
        ) : null}
        <p className="lesson-team">{lesson.team}</p>
        {solution ? (
          <Solution id={lesson.id} />
        ) : (
          <ol className="lesson-steps">
            <WatchStep lesson={lesson} />
            <MendStep lesson={lesson} hints={hints} />
            <AgainStep lesson={lesson} />
          </ol>
        )}
        {solution || passed ? <LessonWhy key={lesson.id} lesson={lesson} /> : null}
      </div>
    </div>
  )
}

interface HeadProps {
  readonly lesson: NonNullable<Teaching['lesson']>
  readonly passed: boolean
}

function Head({ lesson: { id, order, rule, title, topic }, passed }: HeadProps) {
  const count = useLessonList((state) => state.lessons.length)
  const heading = useRef<HTMLHeadingElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another lesson is begun at its heading
  useEffect(() => {
    // What led here is gone from the window: the keyboard goes on from the lesson.
    if (document.activeElement === document.body) heading.current?.focus()
  }, [id])
  return (
    <header className="lesson-head">
      <div className="lesson-names">
        <p className="lesson-place">{count === 0 ? topic : `${order} of ${count} · ${topic}`}</p>
        <h2 ref={heading} tabIndex={-1}>
          {title}
        </h2>
        {passed ? (
          <p className="lesson-done">
            <CircleCheck size={14} aria-hidden="true" />
            Passed
          </p>
        ) : null}
      </div>
      <Menu
        label="Lesson"
        align="end"
        items={[
          { label: 'About this hazard', run: () => showHelp(rule) },
          { label: 'Show one way to mend it', run: () => void showSolution(id) },
          { label: 'Start over', run: () => void startOver(id) },
          { label: 'Leave the lesson', apart: true, run: () => void leaveLesson() },
        ]}
      >
        <IconButton label="More of this lesson">
          <Ellipsis />
        </IconButton>
      </Menu>
    </header>
  )
}

function Solution({ id }: { readonly id: string }) {
  return (
    <div className="lesson-part">
      <p className="lesson-strong">This is one way to mend it</p>
      <p>It is here to look at and to check. Other ways pass as well. Your own drawing is kept.</p>
      <div className="lesson-actions">
        <Button look="primary" onClick={() => void openLesson(id)}>
          Back to my drawing
        </Button>
      </div>
    </div>
  )
}
