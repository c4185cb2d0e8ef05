import type { ActorCell, ChannelCell, DeadLetter } from '../kernel/cells.ts'
import type { Ref } from '../topology/payload.ts'
import type { ActorPlan, ChannelPlan, ClientPlan, Plan } from '../topology/plan.ts'
import { type BreakerView, openBreaker } from './control-view.ts'
import { effectStatusAt } from './effects.ts'
import { countAtMost } from './history.ts'
import type { MessageTrace } from './messages.ts'
import type { Trace } from './trace.ts'

/** A drawn edge and the components that it compiled to. */
export interface EdgeParts {
  readonly id: string
  /** Its channel; of a resource edge the client. */
  readonly first: ChannelPlan | ClientPlan
  /** The channels behind the actors that stand on it, in order. */
  readonly rest: readonly ChannelPlan[]
  /** Those actors: contract, condition, transform, guard. */
  readonly stages: readonly number[]
  readonly contract: number | null
}

export type EdgeFailureType = 'dropped' | 'rejected' | 'abandoned' | 'breach'

export interface EdgeFailure {
  readonly key: string
  readonly type: EdgeFailureType
  readonly seq: number
  /** Why a contract refused it, as a ref; null for what was lost on the way. */
  readonly error: Ref | null
}

/** An edge at one position of a run. */
export interface EdgeRunView {
  readonly queued: number
  readonly held: number
  /** 0 for a resource edge, which has no limit of its own. */
  readonly capacity: number
  readonly sent: number
  readonly delivered: number
  /** Newest last. */
  readonly failures: readonly EdgeFailure[]
  /** What stands on the edge is looking at a message now. */
  readonly checking: boolean
  /** Dead letters that lie here: those that wait for a person, and those that the edge's own policy made. */
  readonly letters: { readonly [reason in DeadLetter['reason']]: number }
  /** A breaker of its receiver's that is not closed. */
  readonly breaker: BreakerView | null
  /** Its sender is suspected. */
  readonly suspected: boolean
}

export function edgeParts(plan: Plan): ReadonlyMap<string, EdgeParts> {
  const parts = new Map<string, EdgeParts>()
  for (const component of plan.components) {
    if (component.type !== 'channel' && component.type !== 'client') continue
    if (component.id.includes('.')) continue
    parts.set(component.id, {
      id: component.id,
      first: component,
      ...behind(plan, component),
      contract: plan.byId.get(`${component.id}.contract`) ?? null,
    })
  }
  return parts
}

/** Follows the chain of actors that an edge's policy compiled to. */
function behind(plan: Plan, first: ChannelPlan | ClientPlan): Pick<EdgeParts, 'rest' | 'stages'> {
  const rest: ChannelPlan[] = []
  const stages: number[] = []
  let last = first
  while (last.type === 'channel') {
    const actor = plan.components[last.to]
    if (actor?.type !== 'actor' || !actor.id.startsWith(`${first.id}.`)) break
    stages.push(actor.index)
    const next = plan.components
      .filter((one) => one.type === 'channel')
      .find((one) => one.from === actor.index && one.id.startsWith(`${first.id}.`))
    if (next === undefined) break
    rest.push(next)
    last = next
  }
  return { rest, stages }
}

export function edgeView(trace: Trace, parts: EdgeParts, position: number): EdgeRunView {
  const first = load(trace, parts.first, position)
  const rest = parts.rest.map((channel) => load(trace, channel, position))
  return {
    queued: rest.reduce((sum, one) => sum + one.queued, first.queued),
    held: rest.reduce((sum, one) => sum + one.held, first.held),
    capacity: parts.first.type === 'channel' ? parts.first.capacity : 0,
    sent: trace.messages.sentBy(parts.first.index, position),
    delivered: trace.messages.deliveredBy((parts.rest.at(-1) ?? parts.first).index, position),
    failures: [...failuresOf(trace, parts, position)],
    checking: parts.stages.some((stage) => (trace.cell(stage, position) as ActorCell).effects.length > 0),
    letters: lettersOn(trace, parts, position),
    breaker: breakerAfter(trace, parts, position),
    suspected: suspectedBefore(trace, parts, position),
  }
}

/** The channels of an edge: one, or those between and behind all that stands on it. */
export function channelsOf({ first, rest }: EdgeParts): readonly ChannelPlan[] {
  return first.type === 'channel' ? [first, ...rest] : []
}

function lettersOn(trace: Trace, parts: EdgeParts, position: number): EdgeRunView['letters'] {
  const letters = { failed: 0, rejected: 0, dropped: 0, abandoned: 0 }
  for (const { index } of channelsOf(parts)) {
    for (const { reason } of (trace.cell(index, position) as ChannelCell).dead ?? []) letters[reason] += 1
  }
  return letters
}

function receiverOf({ plan }: Trace, parts: EdgeParts): ActorPlan | null {
  const target = plan.components[channelsOf(parts).at(-1)?.to ?? -1]
  return target?.type === 'actor' ? target : null
}

function breakerAfter(trace: Trace, parts: EdgeParts, position: number): BreakerView | null {
  const target = receiverOf(trace, parts)
  return target === null ? null : openBreaker(trace, target, position)
}

function suspectedBefore(trace: Trace, { first }: EdgeParts, position: number): boolean {
  const from = first.type === 'channel' ? trace.cell(first.from, position) : null
  return from?.type === 'actor' && from.effects.some((effect) => effect.suspected === true)
}

export function edgeKey(trace: Trace, parts: EdgeParts, position: number): number {
  let latest = trace.changedAt(parts.first.index, position)
  for (const { index } of parts.rest) latest = Math.max(latest, trace.changedAt(index, position))
  for (const stage of parts.stages) latest = Math.max(latest, trace.changedAt(stage, position))
  const from = parts.first.type === 'channel' ? parts.first.from : null
  if (from !== null) latest = Math.max(latest, trace.changedAt(from, position))
  const target = receiverOf(trace, parts)
  for (const index of target?.controllers ?? []) latest = Math.max(latest, trace.changedAt(index, position))
  // In journals of an older Synod a rejected message leaves its channel as it was.
  const failures = trace.messages.failuresOn(parts.first.index)
  const failed = failures[countAtMost(failures, position, (one) => one.endSeq) - 1]
  return Math.max(latest, failed?.endSeq ?? 0)
}

function load(
  trace: Trace,
  plan: ChannelPlan | ClientPlan,
  position: number,
): { readonly queued: number; readonly held: number } {
  const cell = trace.cell(plan.index, position)
  if (cell.type === 'channel') return { queued: cell.queue.length, held: cell.held.length }
  if (cell.type === 'client') return { queued: cell.requests.length + cell.replies.length, held: 0 }
  return { queued: 0, held: 0 }
}

function* failuresOf(trace: Trace, parts: EdgeParts, position: number): Generator<EdgeFailure> {
  for (const message of trace.messages.failuresOn(parts.first.index)) {
    if (message.endSeq <= position) yield lost(message)
  }
  for (const { index } of channelsOf(parts)) {
    for (const { id, letter, seq } of trace.letters.on(index, position))
      if (letter.reason === 'abandoned') yield { key: id, type: letter.reason, seq, error: null }
  }
  if (parts.contract === null) return
  for (const effect of trace.effects.of(parts.contract)) {
    const status = effectStatusAt(effect, position)
    if (status !== 'settled' || effect.outcome?.tag !== 'breach') continue
    const error = effect.outcome.refs['error']
    const text = typeof error === 'string' ? error : null
    yield { key: `${effect.id}@${effect.endSeq}`, type: 'breach', seq: effect.endSeq, error: text }
  }
}

function lost(message: MessageTrace): EdgeFailure {
  const type = message.end === 'rejected' ? 'rejected' : 'dropped'
  return { key: `${message.id}@${message.endSeq}`, type, seq: message.endSeq, error: null }
}
