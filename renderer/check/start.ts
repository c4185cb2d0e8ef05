import { formatDocument } from '../../shared/topology/parse.ts'
import { getHost } from '../connection/host.ts'
import { followTask, problemText } from '../connection/task.ts'
import { useDocument } from '../document/document.ts'
import { type Checking, useChecking } from './checking.ts'
import { hideCounterexample, showCounterexample } from './show.ts'

/** The check that goes on; the host names it a moment after it was asked for. */
interface Going {
  check: string | null
  stopped: boolean
}

let going: Going | null = null

/** Checks the drawing as it is; what an earlier check found goes away when there is something newer. */
export async function checkDocument(): Promise<void> {
  const { document, file, opened } = useDocument.getState()
  const { settings } = useChecking.getState()
  // Another drawing may be opened meanwhile: then this is nothing to it.
  const tell = (change: Partial<Checking>): boolean => {
    const same = useDocument.getState().opened === opened
    if (same) useChecking.setState(change)
    return same
  }
  hideCounterexample()
  tell({ phase: 'running', progress: null, problem: null })
  const own: Going = { check: null, stopped: false }
  going = own
  try {
    const text = formatDocument(document)
    const { check } = await getHost().call('check.start', { path: file?.path ?? '', text, settings })
    own.check = check
    if (own.stopped) stop(own)
    await followTask('check.progress', { check }, (progress) => tell({ progress }))
    const { result, kept = [] } = await getHost().call('check.result', { check })
    const first = result?.violated[0]
    const told = tell({ phase: 'done', result, kept, check, document })
    if (told && first !== undefined) showCounterexample(first.property)
  } catch (error) {
    tell({ phase: 'failed', problem: problemText(error) })
  } finally {
    if (going === own) going = null
  }
}

/** What was found so far is the result, as a partial one. */
export function cancelCheck(): void {
  if (going !== null) stop(going)
}

function stop(own: Going): void {
  own.stopped = true
  if (own.check !== null) void getHost().call('check.cancel', { check: own.check })
}
