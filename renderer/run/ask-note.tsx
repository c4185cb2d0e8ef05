import { openAsk } from '../approvals/approvals.ts'
import { usePlayback } from '../playback/playback.ts'
import { useRuns } from '../playback/runs.ts'
import { Button } from '../ui/button.tsx'
import { useRunShell } from './shell.ts'

/** Where a node waits for a person: the way to its question. */
export function AskNote({ node }: { readonly node: string }) {
  const run = usePlayback((state) => state.run)
  const ask = useRuns((state) => state.asks.find((one) => one.run === run && one.node === node))
  const shell = useRunShell()
  if (ask === undefined) return null
  const doubt = ask.type === 'doubt'
  return (
    <div className={`run-note ${doubt ? 'run-note-doubt' : ''}`}>
      <span>{ask.question}</span>
      <Button
        onClick={() => {
          openAsk(ask)
          shell.showApprovals()
        }}
      >
        {doubt ? 'Say what happened' : ask.type === 'letter' ? 'See the message' : 'See what it asks'}
      </Button>
    </div>
  )
}
