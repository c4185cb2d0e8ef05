import { CircleCheck, GraduationCap } from 'lucide-react'
import type { Found } from '../ui/finder.tsx'
import type { useLessonList } from './lesson-list.ts'
import { openLesson } from './open.ts'

type Rows = ReturnType<typeof useLessonList.getState>['lessons']

/** Lessons by name, beside the commands. */
export function foundLessons(lessons: Rows, close: () => void): readonly Found[] {
  return lessons.map(
    ({ id, title, topic, passed }): Found => ({
      id: `lesson-${id}`,
      label: title,
      aside: topic,
      icon: passed ? (
        <CircleCheck size={14} aria-label="Passed" />
      ) : (
        <GraduationCap size={14} aria-hidden="true" />
      ),
      words: 'lesson lessons learn',
      run: () => {
        close()
        void openLesson(id)
      },
    }),
  )
}
