import { formatDocument } from '../../shared/topology/parse.ts'
import { getHost } from '../connection/host.ts'
import { followTask, problemText } from '../connection/task.ts'
import { useDocument } from '../document/document.ts'
import { useChecking } from './checking.ts'
import { hideCounterexample, showCounterexample } from './show.ts'

/** The check that goes on. */
let going: string | null = null

/** Checks the drawing as it is; what an earlier check found goes away when there is something newer. */
export async function checkDocument(): Promise<void> {
  const { document, file } = useDocument.getState()
  const { settings } = useChecking.getState()
  hideCounterexample()
  useChecking.setState({ phase: 'running', progress: null, problem: null })
  try {
    const text = formatDocument(document)
    const { check } = await getHost().call('check.start', { path: file?.path ?? '', text, settings })
    going = check
    await followTask('check.progress', { check }, (progress) => useChecking.setState({ progress }))
    const { result, kept = [] } = await getHost().call('check.result', { check })
    useChecking.setState({ phase: 'done', result, kept, check, document })
    const first = result?.violated[0]
    if (first !== undefined) showCounterexample(first.property)
  } catch (error) {
    useChecking.setState({ phase: 'failed', problem: problemText(error) })
  } finally {
    going = null
  }
}

/** What was found so far is the result, as a partial one. */
export function cancelCheck(): void {
  if (going !== null) void getHost().call('check.cancel', { check: going })
}
