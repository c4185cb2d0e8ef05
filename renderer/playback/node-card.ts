import type { EffectCell } from '../../shared/kernel/cells.ts'
import type { ActorPlan } from '../../shared/topology/plan.ts'
import { effectStatusAt } from '../../shared/trace/effects.ts'
import { mergeView } from '../../shared/trace/merge-view.ts'
import { type NodeRunView, nodeView } from '../../shared/trace/node-view.ts'
import type { Trace } from '../../shared/trace/trace.ts'
import { inlineError, thingOf } from '../../shared/trace/words.ts'
import type { NodeState, NodeView } from '../canvas/view-model.ts'
import type { ChunkLog } from './chunk-log.ts'
import { agentAsks, gateChip, gateLeft } from './gate-card.ts'
import { mergeCard } from './merge-card.ts'
import { cardSpanText, countText, leftText } from './texts.ts'
import { budgetMeter, lettersText, troubleCaption, troubleChip } from './trouble-card.ts'

/** A moment of a run: all that the cards are drawn from. */
export interface Moment {
  readonly trace: Trace
  readonly chunks: ChunkLog
  readonly position: number
  readonly instant: number
  /** Streams are shown up to here: the present shows all that has come. */
  readonly streamed: number
  readonly over: boolean
}

const SPEAKS_FOR_MS = 3000
const TAIL_LENGTH = 60
/** Less than this rounds to nothing. */
const SHORT_MS = 50

export function nodeCard(moment: Moment, actor: ActorPlan): NodeView {
  const { trace, position, over } = moment
  const view = nodeView(trace, actor, position, over)
  const speaking = view.word === 'running' ? speakingEffect(moment, actor, view) : null
  const state: NodeState = speaking === null ? view.word : 'streaming'
  const card: NodeView = {
    state,
    chip:
      troubleChip(moment, actor, view) ??
      (state === 'waiting' ? gateChip(trace, actor, position) : null) ??
      chipText(actor, view, state),
    caption: captionOf(moment, actor, view),
    live: speaking === null ? null : moment.chunks.tail(speaking, moment.streamed, TAIL_LENGTH),
    time: timeText(view, moment.instant),
    meter: meterOf(moment, actor) ?? budgetMeter(moment, actor),
    spoken: spokenText(view),
  }
  const merges = mergeView(trace, actor, position)
  return merges === null ? card : mergeCard(trace.plan, merges, card)
}

/** The open effect that says something now; a stream that has gone quiet is only running. */
function speakingEffect(moment: Moment, actor: ActorPlan, view: NodeRunView): string | null {
  const { trace, chunks, position, streamed, instant } = moment
  const open = trace.effects
    .openAt(actor.index, position, view.open.length + 1)
    .find((effect) => effect.ask.kind !== 'human.steer')
  if (open === undefined) return null
  const chunk = chunks.lastChunk(open.id, streamed)
  if (chunk === undefined || chunk.type === 'note' || instant - chunk.at > SPEAKS_FOR_MS) return null
  return open.id
}

export const STATE_WORDS: Readonly<Record<NodeState, string>> = {
  idle: 'Idle',
  running: 'Running',
  streaming: 'Streaming',
  waiting: 'Waiting for you',
  suspected: 'Suspected',
  retrying: 'Retrying',
  held: 'Waits for room',
  open: 'Breaker open',
  restarting: 'Restarting',
  undoing: 'Taking back',
  failed: 'Failed',
  doubt: 'In doubt',
  done: 'Done',
  skipped: 'Skipped',
}

function chipText(actor: ActorPlan, view: NodeRunView, state: NodeState): string {
  if (state === 'retrying') return `Retry ${view.attempt + 1} of ${view.attempts}`
  if (state === 'running' && view.attempt > 1) return `Running · ${view.attempt} of ${view.attempts}`
  if (state === 'failed' && view.stopped) return 'Stopped it'
  if (state === 'idle' && actor.kind.look.outline === 'join' && view.unfinished > 0)
    return `${view.unfinished} of ${actor.inChannels.length} in`
  if (state === 'skipped' && view.received > 0) return 'Stopped'
  return STATE_WORDS[state]
}

function captionOf(moment: Moment, actor: ActorPlan, view: NodeRunView): string | null {
  const { word } = view
  if (word === 'failed' && view.error !== null) return inlineError(view.error)
  if (word === 'doubt') return 'It is not known whether it happened'
  if (word === 'retrying') return lastError(moment, actor, view)
  const trouble = troubleCaption(moment, actor, view)
  if (trouble !== null) return trouble
  if (word === 'waiting')
    return agentAsks(view.open) ?? gateLeft(moment.trace, actor, moment.position, moment.instant)
  const open = view.open.at(-1)
  const doing = word === 'running' && open !== undefined ? doingText(open) : null
  const cell = moment.trace.cell(actor.index, moment.position)
  return doing ?? (cell.type === 'actor' ? (actor.kind.standing?.(actor.bound, cell.local) ?? null) : null)
}

function doingText(effect: EffectCell): string | null {
  switch (effect.ask.kind) {
    case 'model.generate':
      return 'Waits for the model'
    case 'process.exec':
      return typeof effect.ask.control['tool'] === 'string' ? thingOf(effect.ask) : null
    case 'repo.checkout':
      return 'Waits for its worktree'
    case 'repo.commit':
      return 'Hands its change over'
    default:
      return null
  }
}

function lastError({ trace, position }: Moment, actor: ActorPlan, view: NodeRunView): string | null {
  const open = trace.effects.openAt(actor.index, position, view.open.length)
  const failed = open.find((one) => effectStatusAt(one, position) === 'waiting')
  return failed === undefined || failed.error === null ? null : inlineError(failed.error)
}

function timeText(view: NodeRunView, instant: number): string | null {
  const due = view.retryAt ?? view.restartAt ?? (view.word === 'running' ? null : (view.hold?.dueAt ?? null))
  if (due !== null) return `in ${leftText(due - instant)}`
  const busyMs = view.spentMs + (view.busySince === null ? 0 : Math.max(0, instant - view.busySince))
  return busyMs < SHORT_MS && view.busySince === null ? null : cardSpanText(busyMs)
}

/** Tokens of all its effects, against its own budget where it has one. */
function meterOf({ chunks, streamed }: Moment, actor: ActorPlan): NonNullable<NodeView['meter']> | null {
  const usage = chunks.nodeUsage(actor.id, streamed)
  const tokens = usage.inputTokens + usage.outputTokens
  if (tokens === 0) return null
  const budget = budgetOf(actor.bound.config)
  return { text: countText(tokens), part: budget === null ? null : Math.min(1, tokens / budget) }
}

export function budgetOf(config: unknown): number | null {
  const tokens = typeof config === 'object' && config !== null && 'tokens' in config ? config.tokens : null
  return typeof tokens === 'number' ? tokens : null
}

function spokenText(view: NodeRunView): string {
  const parts = []
  if (view.attempt > 1 || view.word === 'retrying') parts.push(`attempt ${view.attempt} of ${view.attempts}`)
  if (view.queued > 0) parts.push(`${view.queued} queued`)
  if (view.letters > 0 && view.word === 'waiting')
    parts.push(`${lettersText(view.letters)} for you to settle`)
  return parts.join(', ')
}
