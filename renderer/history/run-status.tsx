import { usePlayback } from '../playback/playback.ts'
import { useRunView } from '../playback/shown.ts'
import { countText, shortRun } from '../playback/texts.ts'

/** The run's counts for the status bar. */
export function RunStatus() {
  const summary = usePlayback((state) => state.summary)
  const view = useRunView()
  if (summary === null || view === null) return null
  return (
    <>
      <span>run {shortRun(summary.run)}</span>
      <span>{view.inFlight} in flight</span>
      <span>{countText(summary.tokens)} tokens</span>
      <span>{summary.costUsd.toFixed(2)} USD</span>
      {summary.standin ? <span>stand-ins answer</span> : null}
      {summary.unsandboxed ? <span>unsandboxed</span> : null}
      {summary.chaos === true ? <span>chaos: faults are injected</span> : null}
    </>
  )
}
