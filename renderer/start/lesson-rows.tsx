import './lesson-rows.css'
import { Circle, CircleCheck, CircleDot } from 'lucide-react'
import { useEffect } from 'react'
import { readLessons, useLessonList } from '../lessons/lesson-list.ts'
import { openLesson } from '../lessons/open.ts'

/** Short lessons: each a team that fails, to be watched and mended. Those that were passed are ticked. */
export function LessonRows() {
  const { lessons, problem } = useLessonList()
  useEffect(() => {
    // The first reading comes with the connection; a lesson may have been begun since.
    if (useLessonList.getState().lessons.length > 0) void readLessons()
  }, [])
  const done = lessons.filter(({ passed }) => passed).length
  return (
    <section className="start-lessons" aria-labelledby="start-lessons">
      <div className="start-lessons-head">
        <h2 id="start-lessons" className="start-title">
          Lessons
        </h2>
        {lessons.length === 0 ? null : <span>{`${done} of ${lessons.length} done`}</span>}
      </div>
      {problem === null ? null : <p className="welcome-none">The lessons could not be read. {problem}</p>}
      {lessons.length === 0 ? null : (
        <ul className="lesson-rows">
          {lessons.map(({ id, title, topic, minutes, passed, started }) => (
            <li key={id}>
              <button type="button" className="lesson-row" onClick={() => void openLesson(id)}>
                <LessonMark passed={passed} started={started} />
                <span className="lesson-row-names">
                  <strong className="ellipsis">{title}</strong>
                  <span className="ellipsis">{topic}</span>
                </span>
                <span className="data">{`${minutes} min`}</span>
              </button>
            </li>
          ))}
        </ul>
      )}
    </section>
  )
}

function LessonMark({ passed, started }: { readonly passed: boolean; readonly started: boolean }) {
  if (passed) return <CircleCheck className="lesson-row-done" size={16} aria-label="Passed" />
  return started ? <CircleDot size={16} aria-label="Begun" /> : <Circle size={16} aria-hidden="true" />
}
