import { formatDocument } from '../../shared/topology/parse.ts'
import { getHost } from '../connection/host.ts'
import { followTask, problemText } from '../connection/task.ts'
import { useDocument } from '../document/document.ts'
import { useRehearsing } from './rehearsing.ts'
import { hideSample } from './show.ts'

/** The rehearsal that goes on. */
let going: string | null = null

/** Rehearses the drawing as it is, with the faults that it says. */
export async function rehearseDocument(): Promise<void> {
  const { document, file } = useDocument.getState()
  const { seed, runs } = useRehearsing.getState()
  hideSample()
  useRehearsing.setState({ phase: 'running', progress: null, problem: null })
  try {
    const { rehearsal } = await getHost().call('rehearse.start', {
      path: file?.path ?? '',
      text: formatDocument(document),
      settings: { seed, runs, faults: null },
    })
    going = rehearsal
    await followTask('rehearse.progress', { rehearsal }, (progress) => useRehearsing.setState({ progress }))
    const { result } = await getHost().call('rehearse.result', { rehearsal })
    useRehearsing.setState({ phase: 'done', result, document })
  } catch (error) {
    useRehearsing.setState({ phase: 'failed', problem: problemText(error) })
  } finally {
    going = null
  }
}

/** The figures are of the runs so far. */
export function cancelRehearsal(): void {
  if (going !== null) void getHost().call('rehearse.cancel', { rehearsal: going })
}
