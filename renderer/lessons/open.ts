import { parseDocument } from '../../shared/topology/parse.ts'
import { setMode } from '../app/layout.ts'
import { tell, tellProblem } from '../app/notices.ts'
import { forgetCheck } from '../check/checking.ts'
import { hideCounterexample } from '../check/show.ts'
import { getHost } from '../connection/host.ts'
import { isDirty, markSaved, perform, useDocument } from '../document/document.ts'
import { closeToStart, messageOf, openPath, save } from '../files/files.ts'
import { becoming } from '../hazards/apply.ts'
import { teach } from './follow.ts'
import { UNTRIED, useTeaching } from './teaching.ts'

/** Opens the person's own drawing of a lesson, where they left it. */
export async function openLesson(id: string): Promise<void> {
  if (!(await keepWork())) return
  try {
    const { path, lesson, passed } = await getHost().call('lesson.open', { id })
    // The panels come first: the drawing fits itself into what they leave.
    const prepare = (): void => {
      setMode('check')
      teach(lesson, passed, false)
    }
    await openPath(path, { look: true, prepare })
  } catch (error) {
    tellProblem(`The lesson cannot be opened. ${messageOf(error)}`)
  }
}

/** Opens one way to mend it, to look at. */
export async function showSolution(id: string): Promise<void> {
  if (!(await keepWork())) return
  try {
    const { path } = await getHost().call('lesson.solution', { id })
    await openPath(path, { look: true, prepare: () => setMode('design') })
  } catch (error) {
    tellProblem(`The way to mend it cannot be shown. ${messageOf(error)}`)
  }
}

/** The drawing as it was in the beginning. One undo brings back what the person had. */
export async function startOver(id: string): Promise<void> {
  try {
    const { path } = await getHost().call('lesson.open', { id, again: true })
    const { text, digest, writable } = await getHost().call('document.open', { path, look: true })
    const parsed = parseDocument(text)
    if (!parsed.ok || useDocument.getState().file?.path !== path) return
    hideCounterexample()
    forgetCheck()
    perform(becoming('Start over', parsed.value))
    markSaved({ path, digest, writable })
    useTeaching.setState(UNTRIED)
    setMode('check')
    tell('The lesson starts over. Undo in Design brings your drawing back')
  } catch (error) {
    tellProblem(`The lesson cannot start over. ${messageOf(error)}`)
  }
}

export async function leaveLesson(): Promise<void> {
  if (await keepWork()) await closeToStart()
}

/** A lesson's drawing is the app's own copy: nobody needs to be asked whether it is kept. */
async function keepWork(): Promise<boolean> {
  const { lesson, solution } = useTeaching.getState()
  if (lesson === null || solution || !isDirty(useDocument.getState())) return true
  return save()
}
