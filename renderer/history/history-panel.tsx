import './history.css'
import { useVirtualizer } from '@tanstack/react-virtual'
import { RotateCcw } from 'lucide-react'
import { useEffect, useMemo, useRef, useState } from 'react'
import type { RunSummary } from '../../shared/api/contract.ts'
import { seconds } from '../../shared/trace/words.ts'
import { useDocument } from '../document/document.ts'
import { openRun } from '../playback/follow.ts'
import { usePlayback } from '../playback/playback.ts'
import { followRuns, useRuns } from '../playback/runs.ts'
import { countText, shortDigest, shortRun, whenText } from '../playback/texts.ts'
import { STATUS } from '../run/run-summary.tsx'
import { ScrollRegion } from '../run/scroll-region.tsx'
import { useRunShell } from '../run/shell.ts'
import { IconButton } from '../ui/button.tsx'
import { StateChip } from '../ui/chip.tsx'
import { Empty } from '../ui/empty.tsx'
import { rerun } from './rerun.ts'

const ROW_HEIGHT = 64

/** Every run of this home, newest first: of the open drawing's file, or of all. */
export function HistoryPanel() {
  const { runs, loaded, problem } = useRuns()
  const path = useDocument((state) => state.file?.path ?? null)
  const [all, setAll] = useState(false)
  const shown = useMemo(() => (all ? runs : runs.filter((run) => run.path === path)), [all, runs, path])
  useEffect(() => followRuns(), [])
  return (
    <div className="history">
      <fieldset className="history-which">
        <legend className="visually-hidden">Which runs</legend>
        <label>
          <input type="radio" name="history-which" checked={!all} onChange={() => setAll(false)} />
          Of this file
        </label>
        <label>
          <input type="radio" name="history-which" checked={all} onChange={() => setAll(true)} />
          All
        </label>
      </fieldset>
      {problem === null ? null : <p className="history-problem">{problem}</p>}
      {shown.length > 0 ? (
        <RunList runs={shown} named={all} />
      ) : (
        <Empty title={loaded ? 'No runs yet' : 'Reading the runs…'}>
          {loaded && !all && runs.length > 0
            ? `This file has not run yet; there are ${runs.length} of others.`
            : 'Each run stays here with all that happened in it, and can be opened and run again.'}
        </Empty>
      )}
    </div>
  )
}

function RunList({ runs, named }: { readonly runs: readonly RunSummary[]; readonly named: boolean }) {
  const scroller = useRef<HTMLElement>(null)
  const now = useMinute()
  const rows = useVirtualizer({
    count: runs.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW_HEIGHT,
    getItemKey: (index) => runs[index]?.run ?? index,
    overscan: 6,
  })
  return (
    <ScrollRegion ref={scroller} label="Runs" className="history-list">
      <ul style={{ height: rows.getTotalSize(), position: 'relative' }}>
        {rows.getVirtualItems().map((row) => {
          const run = runs[row.index]
          return run === undefined ? null : (
            <RunRow key={row.key} run={run} named={named} now={now} top={row.start} />
          )
        })}
      </ul>
    </ScrollRegion>
  )
}

interface RunRowProps {
  readonly run: RunSummary
  readonly named: boolean
  readonly now: number
  readonly top: number
}

function RunRow({ run, named, now, top }: RunRowProps) {
  const shell = useRunShell()
  const shown = usePlayback((state) => state.run === run.run)
  const [state, word] = STATUS[run.status]
  const title = named ? run.name : `run ${shortRun(run.run)}`
  const open = (): void => {
    shell.showRun()
    void openRun(run.run)
  }
  return (
    <li
      className={`history-row ${shown ? 'history-row-on' : ''}`}
      style={{ transform: `translateY(${top}px)` }}
    >
      <button type="button" className="history-open" aria-current={shown} onClick={open}>
        <span className="history-line">
          <StateChip state={state}>{word}</StateChip>
          <span className="history-when">{whenText(run.startedAt, now)}</span>
        </span>
        <span className="history-line">
          <span className="ellipsis history-title">{title}</span>
          <span className="data history-digest" title={`Drawing ${run.digest}`}>
            {shortDigest(run.digest).slice(0, 8)}
          </span>
        </span>
        <span className="history-line history-facts">
          <span>{run.endedAt === null ? 'under way' : seconds(run.endedAt - run.startedAt)}</span>
          <span>{countText(run.tokens)} tokens</span>
          {run.standin ? <span>stand-ins</span> : null}
        </span>
      </button>
      <IconButton
        label={`Run ${shortRun(run.run)} again with the same input`}
        onClick={() => void rerun(run)}
      >
        <RotateCcw />
      </IconButton>
    </li>
  )
}

/** The present, looked at twice a minute: for "3 min ago". */
function useMinute(): number {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 30_000)
    return () => clearInterval(timer)
  }, [])
  return now
}
