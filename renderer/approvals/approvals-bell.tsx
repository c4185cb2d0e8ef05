import './approvals.css'
import { Bell } from 'lucide-react'
import { useEffect } from 'react'
import { usePlayback } from '../playback/playback.ts'
import { followRuns, useRuns } from '../playback/runs.ts'
import { useRunShell } from '../run/shell.ts'
import { IconButton } from '../ui/button.tsx'
import { closeAsk, openAsk, showAsker } from './approvals.ts'
import { useNotifications } from './notify.ts'

/** How many questions wait for a person; opens that of the run that is shown, else the oldest. */
export function ApprovalsBell() {
  const asks = useRuns((state) => state.asks)
  const shell = useRunShell()
  useEffect(() => followRuns(), [])
  useNotifications()
  const count = asks.length
  const label =
    count === 0 ? 'Approvals: none wait' : `Approvals: ${count} ${count === 1 ? 'waits' : 'wait'} for you`
  const open = (): void => {
    const { run } = usePlayback.getState()
    const first = asks.find((ask) => ask.run === run) ?? asks[0]
    if (first === undefined) closeAsk()
    else openAsk(first)
    shell.showApprovals()
    if (first !== undefined) showAsker(first)
  }
  return (
    <span className="bell">
      <IconButton label={label} onClick={open}>
        <Bell />
      </IconButton>
      {count === 0 ? null : (
        <span className="bell-count" aria-hidden="true">
          {count}
        </span>
      )}
      <span className="visually-hidden" role="status" aria-live="assertive">
        {count === 0 ? '' : label}
      </span>
    </span>
  )
}
