import { RETRY } from '../kernel/attempts.ts'
import type { ActorCell, EffectCell } from '../kernel/cells.ts'
import type { Payload } from '../topology/payload.ts'
import { type ActorPlan, channelAt } from '../topology/plan.ts'
import type { MessageTrace } from './messages.ts'
import type { Trace } from './trace.ts'

/** The state words of the canvas. `streaming` and `suspected` come from what is not state, so nobody gives them here. */
export type StateWord =
  | 'idle'
  | 'running'
  | 'streaming'
  | 'waiting'
  | 'suspected'
  | 'retrying'
  | 'failed'
  | 'doubt'
  | 'done'
  | 'skipped'

export interface QueueView {
  /** The channel's id: the drawn edge, or the half of it behind its contract. */
  readonly channel: string
  readonly port: string
  readonly waiting: number
}

/** A node at one position of a run. */
export interface NodeRunView {
  readonly word: StateWord
  /** Of the effect that decides the word; 0 when there is none. */
  readonly attempt: number
  readonly attempts: number
  /** Time with something under way, closed spans only; `busySince` adds what still runs. ms. */
  readonly spentMs: number
  readonly busySince: number | null
  /** When the next attempt starts, ms since 1970. */
  readonly retryAt: number | null
  /** The effects that are open, oldest first. */
  readonly open: readonly EffectCell[]
  readonly queues: readonly QueueView[]
  readonly queued: number
  /** Messages taken in and not finished with. */
  readonly unfinished: number
  readonly received: number
  readonly sent: number
  /** Why it failed, when it did. */
  readonly error: Payload | null
  /** A check that said no is not an error of the node's own. */
  readonly stopped: boolean
}

export function nodeView(trace: Trace, actor: ActorPlan, position: number, over: boolean): NodeRunView {
  const cell = trace.cell(actor.index, position) as ActorCell
  const busy = trace.busyAt(actor.index, position)
  const queues = queuesOf(trace, actor, position)
  const last = lastSent(trace, actor, position)
  const failure = failureOf(trace, actor, position, last)
  const stopped = failure === null && isStop(actor, last)
  const deciding = decidingEffect(cell)
  const started = startedAt(trace, actor.index, position)
  const word = wordOf(cell, deciding, started, over, failure !== null || stopped)
  return {
    word,
    attempt: deciding?.attempt ?? 0,
    attempts: actor.attempts,
    spentMs: busy.spentMs,
    busySince: busy.since,
    retryAt: word === 'retrying' && deciding !== null ? retryAt(trace, actor, deciding, position) : null,
    open: cell.effects,
    queues,
    queued: queues.reduce((sum, queue) => sum + queue.waiting, 0),
    unfinished: cell.unfinished.length,
    received: countReceived(trace, actor, position),
    sent: countSent(trace, actor, position),
    error: failure,
    stopped,
  }
}

/** What changes a node's view: its own cell, its channels' and the run's. Equal keys, equal views. */
export function nodeKey(trace: Trace, actor: ActorPlan, position: number, over: boolean): number {
  let latest = trace.changedAt(0, position)
  for (const component of [actor.index, ...actor.inChannels, ...actor.outChannels]) {
    latest = Math.max(latest, trace.changedAt(component, position))
  }
  // A rejected message changes no channel, but its sender has changed then.
  return over ? -latest - 1 : latest
}

/** The open effect that a person should hear of first. */
function decidingEffect(cell: ActorCell): EffectCell | null {
  const open = cell.effects
  return (
    open.find((effect) => effect.status === 'doubt') ??
    open.find((effect) => effect.ask.kind === 'human.ask') ??
    open.find((effect) => effect.status === 'waiting') ??
    open[0] ??
    null
  )
}

function wordOf(
  cell: ActorCell,
  effect: EffectCell | null,
  started: boolean,
  over: boolean,
  failed: boolean,
): StateWord {
  if (effect?.status === 'doubt') return 'doubt'
  if (effect?.ask.kind === 'human.ask' && !effect.withdrawn) return 'waiting'
  if (effect?.status === 'waiting') return 'retrying'
  if (effect !== null) return 'running'
  if (failed) return 'failed'
  if (!started) return over || cell.status !== 'up' ? 'skipped' : 'idle'
  if (cell.unfinished.length > 0) return cell.status === 'up' ? 'idle' : 'skipped'
  return 'done'
}

function startedAt(trace: Trace, component: number, position: number): boolean {
  for (const seq of trace.inputsOf(component)) {
    if (seq > position) return false
    if (trace.record(seq)?.transition.input.type !== 'cancel') return true
  }
  return false
}

/** The newest message that it had sent by a position. */
function lastSent(trace: Trace, actor: ActorPlan, position: number): MessageTrace | null {
  let newest: MessageTrace | null = null
  for (const channel of actor.outChannels) {
    const message = trace.messages.lastSentBy(channel, position)
    if (message !== undefined && (newest === null || message.sentSeq > newest.sentSeq)) newest = message
  }
  return newest
}

function failureOf(
  trace: Trace,
  actor: ActorPlan,
  position: number,
  last: MessageTrace | null,
): Payload | null {
  const { failure } = trace.run(position)
  if (failure !== null && failure.actor === actor.id) return failure.error
  return last !== null && isErrorPort(actor, last.port) ? last.payload : null
}

export function isErrorPort(actor: ActorPlan, port: string): boolean {
  return actor.kind.ports(actor.bound.config).out.some((spec) => spec.name === port && spec.error === true)
}

function isStop(actor: ActorPlan, last: MessageTrace | null): boolean {
  return actor.kind.look.outline === 'verifier' && last?.port === 'fail'
}

function retryAt(trace: Trace, actor: ActorPlan, effect: EffectCell, position: number): number | null {
  const tag = RETRY + effect.ask.tag
  const armedBy = trace.inputsOf(actor.index).findLast((seq) => {
    return seq <= position && trace.record(seq)?.transition.armed.some((timer) => timer.tag === tag)
  })
  const record = armedBy === undefined ? undefined : trace.record(armedBy)
  const place = record?.transition.armed.findIndex((timer) => timer.tag === tag) ?? -1
  return record?.identity.due[place] ?? null
}

function queuesOf(trace: Trace, actor: ActorPlan, position: number): readonly QueueView[] {
  const queues: QueueView[] = []
  for (const [port, channels] of actor.into) {
    for (const index of channels) {
      const cell = trace.cell(index, position)
      if (cell.type !== 'channel') continue
      const waiting = cell.queue.length + cell.held.length
      queues.push({ channel: channelAt(trace.plan, index).id, port, waiting })
    }
  }
  return queues
}

function countReceived(trace: Trace, actor: ActorPlan, position: number): number {
  return actor.inChannels.reduce((sum, channel) => sum + trace.messages.deliveredBy(channel, position), 0)
}

function countSent(trace: Trace, actor: ActorPlan, position: number): number {
  return actor.outChannels.reduce((sum, channel) => sum + trace.messages.sentBy(channel, position), 0)
}
