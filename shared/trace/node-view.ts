import { RETRY } from '../kernel/attempts.ts'
import type { ActorCell, ChannelCell, ControllerCell, EffectCell } from '../kernel/cells.ts'
import type { Payload } from '../topology/payload.ts'
import { type ActorPlan, channelAt } from '../topology/plan.ts'
import { holders } from './control-view.ts'
import { type UndoWord, undoOf } from './group-view.ts'
import type { MessageTrace } from './messages.ts'
import type { Trace } from './trace.ts'

/** The state words of the canvas. `streaming` comes from what is not state, so nobody gives it here. */
export type StateWord =
  | 'idle'
  | 'running'
  | 'streaming'
  | 'waiting'
  | 'suspected'
  | 'retrying'
  /**
   * It waits: for room at a bulkhead or a rate limit, for a queue after it that is full, for its own time, or
   * for the end of a pause.
   */
  | 'held'
  /** A breaker lets it not begin. */
  | 'open'
  | 'restarting'
  /** A saga takes its work back. */
  | 'undoing'
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

/** What keeps a node from going on, other than the world. */
export interface HoldView {
  readonly type: 'breaker' | 'bulkhead' | 'rate' | 'queue' | 'timer' | 'pause'
  /** Of the controller, or of the channel that is full; of its own time, the timer's tag; of a pause, the run's. */
  readonly id: string
  /** When it may end by itself, ms since 1970. */
  readonly dueAt: number | null
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
  readonly hold: HoldView | null
  /** Since when its attempt is suspected, ms since 1970. */
  readonly suspectedAt: number | null
  /** When its group starts it anew, ms since 1970; null when that is not what it waits for. */
  readonly restartAt: number | null
  readonly undo: UndoWord | null
  /** Messages to it that failed and wait for a person. */
  readonly letters: number
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
  const hold = over ? null : holdOf(trace, actor, cell, position)
  const undo = undoOf(trace, actor, position)
  const letters = lettersTo(trace, actor, position)
  const queued = queues.reduce((sum, queue) => sum + queue.waiting, 0)
  const after = afterWork({
    cell,
    hold,
    undo,
    letters,
    queued,
    started,
    over,
    failed: failure !== null || stopped,
  })
  const word = wordOf(cell, deciding, hold) ?? after
  return {
    word,
    attempt: deciding?.attempt ?? 0,
    attempts: actor.attempts,
    spentMs: busy.spentMs,
    busySince: busy.since,
    retryAt:
      word === 'retrying' && deciding !== null
        ? trace.timers.dueAt(actor.index, RETRY + deciding.ask.tag, position)
        : null,
    hold,
    suspectedAt: word === 'suspected' ? suspectedAt(trace, actor, position, cell.effects.length) : null,
    restartAt:
      word === 'restarting' && actor.supervisor !== null
        ? trace.timers.dueAt(actor.supervisor, 'restart', position)
        : null,
    undo,
    letters,
    open: worked(cell),
    queues,
    queued,
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
  for (const component of [actor.index, ...actor.inChannels, ...actor.outChannels, ...actor.controllers]) {
    latest = Math.max(latest, trace.changedAt(component, position))
  }
  if (actor.supervisor !== null) latest = Math.max(latest, trace.changedAt(actor.supervisor, position))
  // A rejected message changes no channel, but its sender has changed then.
  return over ? -latest - 1 : latest
}

/** What it works on: that it may be told something is no work. */
function worked(cell: ActorCell): readonly EffectCell[] {
  return cell.effects.filter((effect) => effect.ask.kind !== 'human.steer')
}

/** The open effect that a person should hear of first. */
function decidingEffect(cell: ActorCell): EffectCell | null {
  const open = worked(cell)
  return (
    open.find((effect) => effect.status === 'doubt') ??
    open.find((effect) => effect.ask.kind === 'human.ask') ??
    open.find((effect) => effect.status === 'waiting') ??
    open.find((effect) => effect.suspected === true) ??
    open[0] ??
    null
  )
}

/** The word while something is under way; null when nothing is. */
function wordOf(cell: ActorCell, effect: EffectCell | null, hold: HoldView | null): StateWord | null {
  if (effect?.status === 'doubt') return 'doubt'
  if (effect?.ask.kind === 'human.ask' && !effect.withdrawn) return 'waiting'
  if (cell.status === 'restarting') return 'restarting'
  if (effect?.status === 'waiting') return 'retrying'
  if (cell.effects.some((one) => one.suspected === true)) return 'suspected'
  if (effect === null) return null
  if (hold === null || hold.type === 'queue') return 'running'
  return cell.effects.some((one) => one.status === 'begun') ? 'running' : holdWord(hold)
}

function holdWord(hold: HoldView): StateWord {
  return hold.type === 'breaker' ? 'open' : 'held'
}

interface Rest {
  readonly cell: ActorCell
  readonly hold: HoldView | null
  readonly undo: UndoWord | null
  readonly letters: number
  readonly queued: number
  readonly started: boolean
  readonly over: boolean
  readonly failed: boolean
}

function afterWork({ cell, hold, undo, letters, queued, started, over, failed }: Rest): StateWord {
  if (undo === 'now' || undo === 'left') return 'undoing'
  // Once the run is over nobody can send it again.
  if (letters > 0) return over ? 'failed' : 'waiting'
  if (failed) return 'failed'
  if (!started) return over || cell.status !== 'up' ? 'skipped' : 'idle'
  if (undo === 'undone') return 'skipped'
  if (hold !== null) return holdWord(hold)
  if (cell.unfinished.length > 0) return cell.status === 'up' ? 'idle' : 'skipped'
  return queued > 0 && cell.status === 'up' ? 'idle' : 'done'
}

function holdOf(trace: Trace, actor: ActorPlan, cell: ActorCell, position: number): HoldView | null {
  const isAsked = cell.effects.some(({ status }) => status === 'asked')
  if (isAsked && trace.run(position).paused) return { type: 'pause', id: 'run', dueAt: null }
  for (const effect of cell.effects) {
    const [controller] = holders(trace, actor, effect, position)
    if (controller === undefined || controller.spec.type === 'budget') continue
    const [timer] = (trace.cell(controller.index, position) as ControllerCell).timers
    const dueAt = timer === undefined ? null : trace.timers.dueAt(controller.index, timer.tag, position)
    return { type: controller.spec.type, id: controller.id, dueAt }
  }
  const full = actor.outChannels.find((index) => (trace.cell(index, position) as ChannelCell).held.length > 0)
  if (full !== undefined) return { type: 'queue', id: channelAt(trace.plan, full).id, dueAt: null }
  return actor.kind.look.outline === 'timer' ? ownTime(trace, actor, cell, position) : null
}

/** Of a timer, when it does what comes next. */
function ownTime(
  trace: Trace,
  { index }: ActorPlan,
  { timers }: ActorCell,
  position: number,
): HoldView | null {
  const due = timers
    .map(({ tag }): HoldView => ({ type: 'timer', id: tag, dueAt: trace.timers.dueAt(index, tag, position) }))
    .toSorted((a, b) => (a.dueAt ?? 0) - (b.dueAt ?? 0))
  return due[0] ?? null
}

function suspectedAt(trace: Trace, actor: ActorPlan, position: number, open: number): number | null {
  for (const effect of trace.effects.openAt(actor.index, position, open)) {
    const doubted = effect.suspicions.findLast((one) => one.seq <= position)
    if (doubted !== undefined && (doubted.endSeq === 0 || doubted.endSeq > position)) return doubted.at
  }
  return null
}

function lettersTo(trace: Trace, actor: ActorPlan, position: number): number {
  let letters = 0
  for (const index of actor.inChannels) {
    const { dead = [] } = trace.cell(index, position) as ChannelCell
    letters += dead.filter(({ reason }) => reason === 'failed').length
  }
  return letters
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
  const group = actor.supervisor === null ? null : trace.cell(actor.supervisor, position)
  if (group?.type === 'supervisor' && group.failed?.member === actor.index) return group.failed.error
  if (failure !== null && failure.actor === actor.id) return failure.error
  return last !== null && isErrorPort(actor, last.port) ? last.payload : null
}

export function isErrorPort(actor: ActorPlan, port: string): boolean {
  return actor.kind.ports(actor.bound.config).out.some((spec) => spec.name === port && spec.error === true)
}

function isStop(actor: ActorPlan, last: MessageTrace | null): boolean {
  return actor.kind.look.outline === 'verifier' && last?.port === 'fail'
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
