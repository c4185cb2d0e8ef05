import type { TopologyDocument } from '../../shared/topology/document.ts'
import { formatDocument } from '../../shared/topology/parse.ts'
import type { Recorded } from '../../shared/trace/recorded.ts'
import type { Trace } from '../../shared/trace/trace.ts'
import { ChunkLog } from './chunk-log.ts'
import { closeRun, openRun } from './follow.ts'
import { particles } from './particles.ts'
import { NOTHING, usePlayback } from './playback.ts'

/** The run that was shown before, which comes back afterwards. */
let before: { readonly run: string; readonly position: number | undefined } | null = null

/** Shows what never ran: a counterexample or a rehearsal, by the same player as runs. */
export function showTrace(trace: Trace, document: TopologyDocument, timeless: boolean): void {
  const { run, live, position } = usePlayback.getState()
  if (run !== null) before = { run, position: live ? undefined : position }
  closeRun()
  usePlayback.setState({
    ...NOTHING,
    ...{ phase: 'ready', document, text: formatDocument(document), trace, chunks: new ChunkLog() },
    ...{ last: trace.last, position: trace.last, instant: trace.at(trace.last), live: false, timeless },
  })
}

/** Takes it away again, and shows the run that was there before, if there was one. */
export function leaveTrace(): void {
  const back = before
  if (dropTrace() && back !== null) void openRun(back.run, back.position)
}

/** Takes it away for good; false where nothing local is shown. */
export function dropTrace(): boolean {
  const { phase, run } = usePlayback.getState()
  if (phase !== 'ready' || run !== null) return false
  closeRun()
  before = null
  return true
}

/** Lets what is shown go on, with what moves seen to move; false where nothing local is shown. */
export function growTrace(records: readonly Recorded[]): boolean {
  const { trace, run, phase, revision } = usePlayback.getState()
  if (trace === null || run !== null || phase !== 'ready') return false
  const before = trace.last
  trace.append(records)
  const { last } = trace
  usePlayback.setState({ revision: revision + 1, last, position: last, instant: trace.at(last) })
  particles.replay(trace, before, last)
  return true
}
