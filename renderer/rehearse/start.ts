import { formatDocument } from '../../shared/topology/parse.ts'
import { getHost } from '../connection/host.ts'
import { followTask, problemText } from '../connection/task.ts'
import { useDocument } from '../document/document.ts'
import { type Rehearsing, useRehearsing } from './rehearsing.ts'
import { hideSample } from './show.ts'

/** The rehearsal that goes on; the host names it a moment after it was asked for. */
interface Going {
  rehearsal: string | null
  stopped: boolean
}

let going: Going | null = null

/** Rehearses the drawing as it is, with the faults that it says. */
export async function rehearseDocument(): Promise<void> {
  const { document, file, opened } = useDocument.getState()
  const { seed, runs } = useRehearsing.getState()
  // Another drawing may be opened meanwhile: then this is nothing to it.
  const tell = (change: Partial<Rehearsing>): void => {
    if (useDocument.getState().opened === opened) useRehearsing.setState(change)
  }
  hideSample()
  tell({ phase: 'running', progress: null, problem: null })
  const own: Going = { rehearsal: null, stopped: false }
  going = own
  try {
    const { rehearsal } = await getHost().call('rehearse.start', {
      path: file?.path ?? '',
      text: formatDocument(document),
      settings: { seed, runs, faults: null },
    })
    own.rehearsal = rehearsal
    if (own.stopped) stop(own)
    await followTask('rehearse.progress', { rehearsal }, (progress) => tell({ progress }))
    const { result } = await getHost().call('rehearse.result', { rehearsal })
    tell({ phase: 'done', result, document })
  } catch (error) {
    tell({ phase: 'failed', problem: problemText(error) })
  } finally {
    if (going === own) going = null
  }
}

/** The figures are of the runs so far. */
export function cancelRehearsal(): void {
  if (going !== null) stop(going)
}

function stop(own: Going): void {
  own.stopped = true
  if (own.rehearsal !== null) void getHost().call('rehearse.cancel', { rehearsal: own.rehearsal })
}
