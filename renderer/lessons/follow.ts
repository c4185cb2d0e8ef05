import type { CheckSettings } from '../../shared/api/check.ts'
import type { Lesson } from '../../shared/lessons/lesson.ts'
import { dropLessonTab, showLeft } from '../app/layout.ts'
import { currentStage } from '../canvas/stage.ts'
import { useChecking } from '../check/checking.ts'
import { getHost, useConnection } from '../connection/host.ts'
import { problemText } from '../connection/task.ts'
import { isDirty, useDocument } from '../document/document.ts'
import { save } from '../files/files.ts'
import { onNextFrame } from '../playback/frames.ts'
import { readLessons } from './lesson-list.ts'
import { UNTRIED, useTeaching } from './teaching.ts'

/** Where the host keeps the drawings of lessons; whether it is one, the host says. */
const DRAWING = /[\\/]lessons[\\/]([a-z][a-z0-9-]*)(?:\.synod\.json|[\\/]repaired\.synod\.json)$/

/** What the person's own drawings are checked with, while a lesson brings its own. */
let usual: CheckSettings | null = null

/** Knows a lesson by the file that is open, however it was opened, and judges each check of it. */
export function followLessons(): () => void {
  const read = (): void => void readLessons()
  if (useConnection.getState().state === 'open') read()
  void recognise()
  const stops = [
    useConnection.subscribe(({ state }, before) => {
      if (state === 'open' && before.state !== 'open') read()
    }),
    useDocument.subscribe(({ file, opened }, before) => {
      if (opened !== before.opened || file?.path !== before.file?.path) void recognise()
    }),
    useChecking.subscribe(({ check }, before) => {
      if (check !== null && check !== before.check) void judgeCheck(check)
    }),
  ]
  return () => {
    for (const stop of stops) stop()
  }
}

async function recognise(): Promise<void> {
  const path = useDocument.getState().file?.path ?? null
  const id = path?.match(DRAWING)?.[1]
  if (path === null || id === undefined) return forget()
  try {
    const { lesson, passed, path: own } = await getHost().call('lesson.open', { id })
    const solution = path !== own && path === (await getHost().call('lesson.solution', { id })).path
    if (useDocument.getState().file?.path !== path) return
    if (path !== own && !solution) return forget()
    const came = useTeaching.getState().lesson === null
    teach(lesson, passed, solution)
    // The panel takes width from a drawing that had fitted itself in already.
    if (came) onNextFrame(() => currentStage()?.fit())
  } catch {
    // A drawing in a folder of that name that is no lesson of this host.
    forget()
  }
}

/** Shows a lesson beside the drawing, which is checked with the lesson's settings from now on. */
export function teach(lesson: Lesson, passed: boolean, solution: boolean): void {
  usual ??= useChecking.getState().settings
  useChecking.setState({ settings: lesson.settings })
  const { lesson: before } = useTeaching.getState()
  // The hints that were read stay read, from the drawing to the solution and back.
  const tried = before?.id === lesson.id ? { judging: false } : UNTRIED
  useTeaching.setState({ ...tried, lesson, passed, solution })
  showLeft('lesson')
}

function forget(): void {
  if (useTeaching.getState().lesson === null) return
  useTeaching.setState({ ...UNTRIED, lesson: null, solution: false, passed: false })
  if (usual !== null) useChecking.setState({ settings: usual })
  usual = null
  dropLessonTab()
  void readLessons()
}

/** Of the person's own drawing of a lesson; the drawing is kept, since what is judged should be there tomorrow. */
async function judgeCheck(check: string): Promise<void> {
  const { lesson, solution, watched } = useTeaching.getState()
  const { document, result } = useChecking.getState()
  if (lesson === null || solution || document === null || result === null) return
  const breaks = result.violated.some(({ property }) => lesson.goal.includes(property))
  useTeaching.setState({
    judging: true,
    problem: null,
    ...(breaks && watched === null ? { watched: check } : {}),
  })
  if (isDirty(useDocument.getState())) await save()
  const isSame = (): boolean => {
    const now = useTeaching.getState()
    return now.lesson?.id === lesson.id && !now.solution && useChecking.getState().check === check
  }
  try {
    const { passed, left } = await getHost().call('lesson.judge', { id: lesson.id, check })
    if (passed) void readLessons()
    if (!isSame()) return
    const verdict = { check, passed, left, document, result }
    useTeaching.setState((before) => ({ judging: false, verdict, passed: before.passed || passed }))
  } catch (error) {
    if (isSame()) useTeaching.setState({ judging: false, problem: problemText(error) })
  }
}
