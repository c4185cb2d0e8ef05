import './run-panel.css'
import { useMemo } from 'react'
import { edgeParts } from '../../shared/trace/edge-view.ts'
import { useSelectedInRun } from '../playback/naming.ts'
import { usePlayback } from '../playback/playback.ts'
import { useMoment } from '../playback/shown.ts'
import { Empty } from '../ui/empty.tsx'
import { EdgePanel } from './edge-panel.tsx'
import { NodePanel } from './node-panel.tsx'
import { RunSummaryPanel } from './run-summary.tsx'

/** The run mode's inspector: the selected node or edge at the shown moment, or the run as a whole. */
export function RunPanel() {
  const phase = usePlayback((state) => state.phase)
  const problem = usePlayback((state) => state.problem)
  const moment = useMoment()
  const selected = useSelectedInRun()
  const plan = moment?.trace.plan ?? null
  const edges = useMemo(() => (plan === null ? null : edgeParts(plan)), [plan])
  if (phase === 'none') {
    return (
      <Empty title="No run is shown">
        Press Run to start one, or open an earlier one from the history. What each node says and does stands
        here.
      </Empty>
    )
  }
  if (phase === 'opening') return <Empty title="Opening the run…" />
  if (moment === null) return <Empty title="This run cannot be shown">{problem}</Empty>
  const actor = selected?.type === 'node' ? plan?.actors.find((one) => one.id === selected.id) : undefined
  if (actor !== undefined) return <NodePanel key={actor.id} moment={moment} actor={actor} />
  const parts = selected?.type === 'edge' ? edges?.get(selected.id) : undefined
  if (parts !== undefined) return <EdgePanel key={parts.id} moment={moment} parts={parts} />
  return <RunSummaryPanel moment={moment} />
}
