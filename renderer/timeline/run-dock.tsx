import './run-dock.css'
import { Clock, List, ListChecks, MessageSquare } from 'lucide-react'
import { useEffect, useState } from 'react'
import { usePlayback } from '../playback/playback.ts'
import { Empty } from '../ui/empty.tsx'
import { TabPanel, Tabs } from '../ui/tabs.tsx'
import { Journal } from './journal.tsx'
import { LedgerTable } from './ledger-table.tsx'
import { MessagesTable } from './messages-table.tsx'
import { PlayerBar } from './player-bar.tsx'
import { Timeline } from './timeline.tsx'

/** A step on or back in what is played. */
type Step = (direction: 1 | -1) => void

type DockTab = 'timeline' | 'messages' | 'effects' | 'journal'

/** Under the canvas: the run in time, its messages, its journal, and the player that moves through all three. */
export function RunDock({ step }: { readonly step: Step }) {
  const [tab, setTab] = useState<DockTab>('timeline')
  const phase = usePlayback((state) => state.phase)
  const trace = usePlayback((state) => state.trace)
  const last = usePlayback((state) => state.last)
  useStepKeys(step)
  return (
    <div className="run-dock">
      <Tabs<DockTab>
        label="The run in time"
        value={tab}
        onChange={setTab}
        tabs={[
          { value: 'timeline', label: 'Timeline', icon: <Clock /> },
          { value: 'messages', label: 'Messages', icon: <MessageSquare /> },
          { value: 'effects', label: 'Effects', icon: <ListChecks /> },
          { value: 'journal', label: 'Journal', icon: <List /> },
        ]}
        aside={tab === 'timeline' && trace !== null ? <Legend /> : undefined}
      />
      <TabPanel label={tab} className="run-dock-panel">
        {trace === null || last === 0 ? (
          <Empty title={phase === 'opening' ? 'Opening the run…' : 'Nothing has happened yet'}>
            Every event of a run stands here as it happens, and can be gone back to.
          </Empty>
        ) : (
          <>
            <PlayerBar />
            {tab === 'timeline' ? <Timeline trace={trace} /> : null}
            {tab === 'messages' ? <MessagesTable trace={trace} /> : null}
            {tab === 'effects' ? <LedgerTable /> : null}
            {tab === 'journal' ? <Journal trace={trace} /> : null}
          </>
        )}
      </TabPanel>
    </div>
  )
}

function Legend() {
  return (
    <ul className="legend" aria-label="Marks">
      <li>
        <svg viewBox="0 0 8 10" width="8" height="10" aria-hidden="true">
          <path d="M0 0L8 5 0 10z" fill="currentColor" />
        </svg>
        start
      </li>
      <li>
        <svg viewBox="0 0 3 12" width="3" height="12" aria-hidden="true">
          <path d="M0.5 0h2v12h-2z" fill="currentColor" />
        </svg>
        message
      </li>
      <li className="legend-failure">
        <svg viewBox="0 0 8 8" width="8" height="8" aria-hidden="true">
          <path d="M0.5 0.5l7 7M7.5 0.5l-7 7" stroke="currentColor" strokeWidth="2" />
        </svg>
        failure
      </li>
    </ul>
  )
}

/** `[` and `]` step from anywhere but a field that is written in. */
function useStepKeys(step: Step): void {
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent): void => {
      if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return
      if (event.key !== '[' && event.key !== ']') return
      const target = event.target
      if (
        target instanceof HTMLElement &&
        target.closest('input, textarea, select, [contenteditable], dialog')
      )
        return
      event.preventDefault()
      step(event.key === ']' ? 1 : -1)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [step])
}
