import type { Ask, BehaviourInput, Reaction } from '../topology/kind.ts'
import type { Payload } from '../topology/payload.ts'
import { type ActorPlan, RUN } from '../topology/plan.ts'
import type { Access } from './access.ts'
import type { ActorCell, EffectCell, TimerCell } from './cells.ts'
import { sendFrom } from './channels.ts'
import { clientName } from './clients.ts'
import { added, kept } from './lists.ts'
import type { Asked, Sent } from './transition.ts'

/** Wrapper timers share the actor's list with the behaviour's own, under these prefixes. */
export const LIMIT = 'limit:'
export const RETRY = 'retry:'

/** What one step has gathered so far, besides the cells. */
export interface Draft {
  readonly access: Access
  readonly actor: ActorPlan
  readonly sent: Sent[]
  readonly asked: Asked[]
  readonly withdrawn: { readonly tag: string; readonly attempt: number }[]
  readonly armed: TimerCell[]
  readonly disarmed: string[]
}

/**
 * An ask begins at once when nothing can tell the two apart: it may run twice without harm, and no limit counts
 * from its beginning.
 */
export function fuses(actor: ActorPlan, ask: Ask): boolean {
  return ask.class !== 'once' && limitOf(actor, ask) === null
}

/** People take their time: the start-to-close limit holds for machines only. */
export function limitOf(actor: ActorPlan, ask: Ask): number | null {
  return ask.kind === 'human.ask' || ask.to !== undefined ? null : actor.timeoutMs
}

export function armTimer(draft: Draft, cell: ActorCell, tag: string, ms: number): ActorCell {
  draft.armed.push({ tag, ms })
  return {
    ...cell,
    timers: added(
      kept(cell.timers, (timer) => timer.tag !== tag),
      { tag, ms },
    ),
  }
}

export function disarmTimer(draft: Draft, cell: ActorCell, tag: string): ActorCell {
  if (!cell.timers.some((timer) => timer.tag === tag)) return cell
  draft.disarmed.push(tag)
  return { ...cell, timers: kept(cell.timers, (timer) => timer.tag !== tag) }
}

/** Lets the behaviour react to one input and carries out what it says, within the step. */
export function reactTo(draft: Draft, before: ActorCell, input: BehaviourInput): ActorCell {
  const { actor } = draft
  const reaction = actor.kind.react(actor.bound, before.local, input)
  let cell: ActorCell = { ...before, local: reaction.local }
  if (reaction.finished !== undefined && reaction.finished.length > 0) {
    const finished = reaction.finished
    cell = { ...cell, unfinished: kept(cell.unfinished, (entry) => !finished.includes(entry.slot)) }
  }
  for (const tag of reaction.withdraw ?? []) cell = withdrawEffect(draft, cell, tag)
  for (const tag of reaction.disarm ?? []) cell = disarmTimer(draft, cell, tag)
  for (const { tag, ms } of reaction.arm ?? []) cell = armTimer(draft, cell, tag, ms)
  for (const ask of reaction.ask ?? []) cell = addAsk(draft, cell, ask)
  carryMessages(draft, reaction)
  return cell
}

function addAsk(draft: Draft, cell: ActorCell, ask: Ask): ActorCell {
  const { access, actor } = draft
  // Two effects of one name could not be told apart, one that was withdrawn but not yet settled included.
  if (cell.effects.some((effect) => effect.ask.tag === ask.tag))
    throw new Error(`${actor.id} already has an effect ${ask.tag}`)
  if (ask.to !== undefined) {
    const index = actor.clientOf.get(ask.to)
    if (index === undefined) throw new Error(`${actor.id} has no access to ${ask.to}`)
    const client = access.client(index)
    access.set(index, { ...client, requests: added(client.requests, ask) })
    return {
      ...cell,
      effects: added<EffectCell>(cell.effects, { ask, status: 'begun', attempt: 1, withdrawn: false }),
    }
  }
  const begun = fuses(actor, ask)
  draft.asked.push({ ask, attempt: 1, begun })
  return {
    ...cell,
    effects: added<EffectCell>(cell.effects, {
      ask,
      status: begun ? 'begun' : 'asked',
      attempt: 1,
      withdrawn: false,
    }),
  }
}

function carryMessages(draft: Draft, reaction: Reaction<unknown>): void {
  const { access, actor, sent } = draft
  for (const { port, payload, activation } of reaction.send ?? []) {
    if (port === 'error' && !actor.outOf.has('error')) failRun(access, actor.id, payload)
    else sent.push(...sendFrom(access, actor, port, payload, activation))
  }
  for (const { client, tag, outcome } of reaction.reply ?? []) {
    const index = actor.serves.find((at) => clientName(access.plan, at) === client)
    if (index === undefined) throw new Error(`${actor.id} has no client ${client}`)
    const cell = access.client(index)
    access.set(index, { ...cell, replies: added(cell.replies, { tag, outcome }) })
  }
}

/** The first failure is kept; what fails while the run already ends adds nothing. */
function failRun(access: Access, actor: string, error: Payload): void {
  const run = access.run()
  if (run.status === 'running') access.set(RUN, { ...run, status: 'failing', failure: { actor, error } })
}

/**
 * Takes back an effect. One that was begun and may happen only once stays until its fate is known (DESIGN:
 * effects, "withdrawal"); any other is forgotten and its executor told.
 */
export function withdrawEffect(draft: Draft, cell: ActorCell, tag: string): ActorCell {
  const effect = cell.effects.find((entry) => entry.ask.tag === tag)
  if (effect === undefined || effect.withdrawn) return cell
  const kept = effect.ask.class === 'once' && (effect.status === 'begun' || effect.status === 'doubt')
  if (effect.status === 'begun' && effect.ask.to === undefined)
    draft.withdrawn.push({ tag, attempt: effect.attempt })
  const timersGone = disarmTimer(draft, disarmTimer(draft, cell, LIMIT + tag), RETRY + tag)
  return kept ? putEffect(timersGone, { ...effect, withdrawn: true }) : dropEffect(timersGone, tag)
}

export function putEffect(cell: ActorCell, effect: EffectCell): ActorCell {
  return {
    ...cell,
    effects: cell.effects.map((entry) => (entry.ask.tag === effect.ask.tag ? effect : entry)),
  }
}

export function dropEffect(cell: ActorCell, tag: string): ActorCell {
  return { ...cell, effects: kept(cell.effects, (entry) => entry.ask.tag !== tag) }
}
