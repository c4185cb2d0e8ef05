import './run-panel.css'
import { useEffect, useState } from 'react'
import type { Result, RunSummary } from '../../shared/api/contract.ts'
import type { RunView } from '../../shared/trace/run-view.ts'
import { inlineError, laneText, listText, nameAt, placeAt } from '../../shared/trace/words.ts'
import { openAsk, showAsker } from '../approvals/approvals.ts'
import { DecisionsSection } from '../approvals/decisions-section.tsx'
import { showElement } from '../canvas/showing.ts'
import type { NodeState } from '../canvas/view-model.ts'
import { getHost } from '../connection/host.ts'
import type { Moment } from '../playback/node-card.ts'
import { hasEnded, usePlayback } from '../playback/playback.ts'
import { useRuns } from '../playback/runs.ts'
import { useRunView } from '../playback/shown.ts'
import { clockText, countText, shortDigest, shortRun, spanText } from '../playback/texts.ts'
import { nodeViewOf } from '../playback/views.ts'
import { StateChip } from '../ui/chip.tsx'
import { Section } from '../ui/section.tsx'
import { Fact } from './edge-panel.tsx'
import { LettersOverview, PoliciesSection } from './policies-section.tsx'
import { useRunShell } from './shell.ts'

export const STATUS: Readonly<Record<RunView['status'], readonly [NodeState, string]>> = {
  running: ['running', 'Running'],
  waiting: ['waiting', 'Waiting for you'],
  doubt: ['doubt', 'In doubt'],
  paused: ['idle', 'Paused'],
  done: ['done', 'Done'],
  stuck: ['failed', 'Stuck'],
  failed: ['failed', 'Failed'],
  cancelled: ['skipped', 'Stopped'],
}

/** The run as a whole, where nothing is selected. */
export function RunSummaryPanel({ moment }: { readonly moment: Moment }) {
  const summary = usePlayback((state) => state.summary)
  const problem = usePlayback((state) => state.problem)
  const view = useRunView()
  if (view === null) return null
  const [state, word] = STATUS[view.status]
  return (
    <div className="run-panel">
      <header className="run-panel-head">
        <h2 className="ellipsis">{summary?.name ?? 'Run'}</h2>
        <StateChip state={state}>{word}</StateChip>
        <span className="run-panel-aside">{summary === null ? '' : `run ${shortRun(summary.run)}`}</span>
      </header>
      {problem === null ? null : <p className="run-problem">{problem}</p>}
      <FailureNote view={view} moment={moment} summary={summary} />
      <div className="run-body">
        {summary === null ? null : <SummaryFacts summary={summary} view={view} moment={moment} />}
        <OpenAsks />
        <LettersOverview moment={moment} />
        <DecisionsSection />
        <OpenNodes moment={moment} />
        <PoliciesSection moment={moment} />
        <Outputs summary={summary} moment={moment} />
      </div>
    </div>
  )
}

interface SummaryFactsProps {
  readonly summary: RunSummary
  readonly view: RunView
  readonly moment: Moment
}

function SummaryFacts({ summary, view, moment }: SummaryFactsProps) {
  const { instant, over } = moment
  const used = moment.chunks.totalUsage(moment.streamed)
  const until = summary.endedAt === null || !over ? instant : summary.endedAt
  return (
    <dl className="run-facts">
      <Fact name="Started">{clockText(summary.startedAt)}</Fact>
      <Fact name="Time">{spanText(until - summary.startedAt)}</Fact>
      <Fact name="In flight">
        {view.inFlight} {view.inFlight === 1 ? 'message' : 'messages'}, {view.open}{' '}
        {view.open === 1 ? 'effect' : 'effects'}
      </Fact>
      <Fact name="Tokens">{countText(used.inputTokens + used.outputTokens)}</Fact>
      <Fact name="Cost">{used.costUsd.toFixed(2)} USD</Fact>
      <Fact name="Drawing">
        <span className="data" title={summary.digest}>
          {shortDigest(summary.digest)}
        </span>
      </Fact>
      {moment.trace.plan.actors.some((actor) => actor.kind.kind === 'agent') ? (
        <Fact name="Agents">{summary.standin ? 'Stand-ins: scripts answer, not a model' : 'Models'}</Fact>
      ) : null}
      <Fact name="Commands">{summary.unsandboxed ? 'Unsandboxed, as you allowed' : 'In a sandbox'}</Fact>
    </dl>
  )
}

interface FailureNoteProps {
  readonly view: RunView
  readonly moment: Moment
  readonly summary: RunSummary | null
}

function FailureNote({ view, moment, summary }: FailureNoteProps) {
  if (view.status === 'stuck') {
    const names = listText(view.waiting.map((id) => placeAt(moment.trace.plan, id)))
    return (
      <p className="run-problem">
        The run is stuck: nothing can happen any more, yet something is left waiting at {names}.
      </p>
    )
  }
  if (view.failure === null) return null
  // The host has read the error's content and named who failed.
  if (moment.over && summary !== null && summary.message !== '')
    return <p className="run-problem">{summary.message}</p>
  const text = inlineError(view.failure.error)
  return (
    <p className="run-problem">
      {placeAt(moment.trace.plan, view.failure.actor)} failed{text === null ? '.' : `: ${text}`}
    </p>
  )
}

function OpenAsks() {
  const run = usePlayback((state) => state.run)
  const all = useRuns((state) => state.asks)
  const shell = useRunShell()
  const asks = all.filter((ask) => ask.run === run)
  if (asks.length === 0) return null
  return (
    <Section title="Waits for you" aside={asks.length}>
      <div className="run-list">
        {asks.map((ask) => (
          <button
            key={ask.ask}
            type="button"
            onClick={() => {
              openAsk(ask)
              shell.showApprovals()
              showAsker(ask)
            }}
          >
            <span className="ellipsis">{ask.question}</span>
            <StateChip state={ask.type === 'doubt' ? 'doubt' : 'waiting'}>
              {ask.nodeName} {laneText(ask.node)}
            </StateChip>
          </button>
        ))}
      </div>
    </Section>
  )
}

/** What is under way at the shown moment. */
function OpenNodes({ moment }: { readonly moment: Moment }) {
  const { trace, position } = moment
  const state = usePlayback()
  const asks = useRuns((runs) => runs.asks)
  const busy = trace.plan.actors.filter(
    (actor) =>
      actor.kind.internal !== true &&
      trace.busyAt(actor.index, position).since !== null &&
      !(state.live && asks.some((ask) => ask.run === state.run && ask.node === actor.id)),
  )
  if (busy.length === 0 || moment.over) return null
  return (
    <Section title="Under way" aside={busy.length}>
      <div className="run-list">
        {busy.map((actor) => {
          const view = nodeViewOf(state, actor.id)
          return (
            <button key={actor.id} type="button" title={actor.id} onClick={() => showElement(actor.id)}>
              <span className="ellipsis">{nameAt(trace.plan, actor.index)}</span>
              {view === null ? null : <StateChip state={view.state}>{view.chip}</StateChip>}
            </button>
          )
        })}
      </div>
    </Section>
  )
}

function Outputs({ summary, moment }: { readonly summary: RunSummary | null; readonly moment: Moment }) {
  const [outcome, setOutcome] = useState<Result<'run.outcome'> | null>(null)
  const run = summary?.run ?? null
  const ended = hasEnded(summary)
  useEffect(() => {
    setOutcome(null)
    if (run === null || !ended) return
    let wanted = true
    getHost()
      .call('run.outcome', { run })
      .then(
        (found) => wanted && setOutcome(found),
        () => {},
      )
    return () => {
      wanted = false
    }
  }, [run, ended])
  const outputs = Object.entries(outcome?.outputs ?? {})
  if (!moment.over || outputs.length === 0) return null
  return (
    <Section title="Results" aside={outputs.length}>
      {outputs.map(([node, values]) => (
        <div key={node} className="run-outputs">
          <p>{placeAt(moment.trace.plan, node)}</p>
          {values.map((value, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: results never move
            <pre key={at}>{typeof value === 'string' ? value : JSON.stringify(value, null, 2)}</pre>
          ))}
        </div>
      ))}
    </Section>
  )
}
