import { create } from 'zustand'
import type { Result } from '../../shared/api/contract.ts'
import { getHost } from '../connection/host.ts'
import { messageOf } from '../files/files.ts'

type LessonRow = Result<'lesson.list'>['lessons'][number]

interface LessonList {
  /** In their order; none until they are read. */
  readonly lessons: readonly LessonRow[]
  /** Why they could not be read. */
  readonly problem: string | null
}

/** The lessons that the host has, and which of them were passed. */
export const useLessonList = create<LessonList>()(() => ({ lessons: [], problem: null }))

export async function readLessons(): Promise<void> {
  try {
    const { lessons } = await getHost().call('lesson.list', {})
    useLessonList.setState({ lessons, problem: null })
  } catch (error) {
    useLessonList.setState({ problem: messageOf(error) })
  }
}

/** The next after this one that was not passed yet, else the first of all such; null when there is none. */
export function nextAfter(lessons: readonly LessonRow[], id: string): LessonRow | null {
  const open = lessons.filter((one) => !one.passed && one.id !== id)
  const order = lessons.find((one) => one.id === id)?.order ?? 0
  return open.find((one) => one.order > order) ?? open[0] ?? null
}
