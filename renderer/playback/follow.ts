import { type Chunk, HostError, type RecordedTransition } from '../../shared/api/contract.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { compile } from '../../shared/topology/compile.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { parseDocument } from '../../shared/topology/parse.ts'
import { problemText } from '../../shared/topology/problem.ts'
import { Trace } from '../../shared/trace/trace.ts'
import { getHost } from '../connection/host.ts'
import { ChunkLog } from './chunk-log.ts'
import { FrameBatch } from './frames.ts'
import { particles } from './particles.ts'
import { hasEnded, NOTHING, usePlayback } from './playback.ts'
import { followRuns, useRuns } from './runs.ts'

/** A run as far as this window knows it; kept when another is shown, so that coming back goes on from there. */
interface KnownRun {
  readonly run: string
  readonly document: TopologyDocument
  readonly text: string
  readonly input: Readonly<Record<string, unknown>>
  readonly trace: Trace
  readonly chunks: ChunkLog
}

const KEPT_RUNS = 4
const TICK_MS = 100
const known = new Map<string, KnownRun>()
let close: () => void = () => {}

/** Shows a run: at its live end, or where `position` says. */
export async function openRun(run: string, position?: number): Promise<void> {
  if (usePlayback.getState().run === run && usePlayback.getState().phase !== 'failed') return
  closeRun()
  followRuns()
  usePlayback.setState({ ...NOTHING, phase: 'opening', run })
  remember(run)
  try {
    const found = known.get(run) ?? (await loadRun(run))
    // Another one may have been asked for meanwhile.
    if (usePlayback.getState().run === run) show(found, position)
  } catch (error) {
    if (usePlayback.getState().run === run) usePlayback.setState({ phase: 'failed', problem: textOf(error) })
  }
}

const SHOWN = 'synod.run'

function remember(run: string): void {
  if (typeof sessionStorage !== 'undefined') sessionStorage.setItem(SHOWN, run)
}

/** After a reload the window shows the run that it had shown, when it is one of the open file. */
export async function reopenRun(path: string): Promise<void> {
  const run = typeof sessionStorage === 'undefined' ? null : sessionStorage.getItem(SHOWN)
  if (run === null || usePlayback.getState().phase !== 'none') return
  const found = await getHost()
    .call('run.get', { run })
    .catch(() => null)
  if (found?.summary.path === path && usePlayback.getState().phase === 'none') await openRun(run)
}

/** Another file is open: a run of the one before is not shown with it by itself. */
export function leaveFile(path: string | null): void {
  const { summary } = usePlayback.getState()
  if (summary !== null && summary.path !== path) closeRun()
}

export function closeRun(): void {
  close()
  close = () => {}
  particles.clear()
  usePlayback.setState(NOTHING)
}

async function loadRun(run: string): Promise<KnownRun> {
  const { text, input } = await getHost().call('run.get', { run })
  const parsed = parseDocument(text)
  if (!parsed.ok)
    throw new Error(`The drawing of this run cannot be read. ${parsed.problems.map(problemText).join('; ')}`)
  const plan = compile(parsed.value, kinds)
  if (!plan.ok)
    throw new Error(
      `The drawing of this run cannot be compiled. ${plan.problems.map(problemText).join('; ')}`,
    )
  const found: KnownRun = {
    ...{ run, text, input, document: parsed.value },
    ...{ trace: new Trace(plan.value), chunks: new ChunkLog() },
  }
  known.set(run, found)
  for (const oldest of known.keys()) if (known.size > KEPT_RUNS) known.delete(oldest)
  return found
}

function show(found: KnownRun, position: number | undefined): void {
  const { run, trace, chunks } = found
  const host = getHost()
  let records: RecordedTransition[] = []
  let pieces: Chunk[] = []
  const batch = new FrameBatch(() => {
    trace.append(records)
    chunks.append(pieces)
    const fresh = records
    records = []
    pieces = []
    if (usePlayback.getState().run === run) grow(trace, fresh)
  })
  usePlayback.setState({
    ...{ phase: 'ready', document: found.document, text: found.text, input: found.input, trace, chunks },
    ...{ last: trace.last, position: position ?? trace.last, live: position === undefined },
    ...{ summary: summaryOf(run), instant: position === undefined ? Date.now() : trace.at(position) },
  })
  const failed = (error: HostError): void => {
    if (usePlayback.getState().run === run) usePlayback.setState({ problem: error.message })
  }
  const stops = [
    host.follow(
      'run.transitions',
      { run, after: trace.last },
      (events) => {
        records.push(...events)
        return batch.schedule()
      },
      failed,
    ),
    host.follow(
      'run.chunks',
      { run, after: chunks.last },
      (events) => {
        pieces.push(...events)
        return batch.schedule()
      },
      failed,
    ),
    useRuns.subscribe(() => update(run)),
    tick(run),
  ]
  close = () => {
    for (const stop of stops) stop()
  }
}

function summaryOf(run: string): ReturnType<typeof usePlayback.getState>['summary'] {
  return useRuns.getState().runs.find((one) => one.run === run) ?? null
}

function grow(trace: Trace, fresh: readonly RecordedTransition[]): void {
  usePlayback.setState((state) => ({
    revision: state.revision + 1,
    last: trace.last,
    ...(state.live ? liveEnd(trace.last, state.summary) : {}),
  }))
  const { live } = usePlayback.getState()
  if (live) particles.spawn(trace, fresh)
}

function update(run: string): void {
  const state = usePlayback.getState()
  const summary = summaryOf(run)
  if (state.run !== run || summary === state.summary) return
  usePlayback.setState({ summary, ...(state.live ? liveEnd(state.last, summary) : {}) })
}

function liveEnd(last: number, summary: ReturnType<typeof usePlayback.getState>['summary']): object {
  return { position: last, instant: Date.now(), over: hasEnded(summary) && last >= (summary?.seq ?? 0) }
}

/** While a live run has something open, its clocks go on ten times a second. */
function tick(run: string): () => void {
  const timer = setInterval(() => {
    const state = usePlayback.getState()
    if (state.run === run && state.live && !state.over) usePlayback.setState({ instant: Date.now() })
  }, TICK_MS)
  return () => clearInterval(timer)
}

function textOf(error: unknown): string {
  if (error instanceof HostError) return error.body.message
  return error instanceof Error ? error.message : String(error)
}
