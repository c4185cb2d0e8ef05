import type { Ask } from '../topology/kind.ts'
import type { ActorPlan } from '../topology/plan.ts'
import type { ActorCell, EffectCell } from './cells.ts'
import { type Draft, disarmTimer } from './draft.ts'
import { added, kept } from './lists.ts'

/** Wrapper timers share the actor's list with the behaviour's own, under these prefixes. */
export const LIMIT = 'limit:'
export const RETRY = 'retry:'
/** No word within the limit; whoever performs puts it off with each word. */
export const SILENCE = 'silence:'

/**
 * An ask begins at once when nothing can tell the two apart: it may run twice without harm, and no limit counts
 * from its beginning.
 */
export function fuses(actor: ActorPlan, ask: Ask): boolean {
  return (
    ask.class !== 'once' &&
    limitOf(actor, ask) === null &&
    silenceOf(actor, ask) === null &&
    actor.controllers.length === 0
  )
}

export function byMachine(ask: Ask): boolean {
  return ask.kind !== 'human.ask' && ask.kind !== 'human.steer' && ask.to === undefined
}

/** People take their time: the start-to-close limit holds for machines only. */
export function limitOf(actor: ActorPlan, ask: Ask): number | null {
  return byMachine(ask) ? actor.timeoutMs : null
}

/** How long an attempt may say nothing at first. */
export function silenceOf(actor: ActorPlan, ask: Ask): number | null {
  return byMachine(ask) ? (actor.firstChunkMs ?? actor.chunkMs) : null
}

/** The limits of one attempt. */
export function disarmLimits(draft: Draft, cell: ActorCell, tag: string): ActorCell {
  return disarmTimer(draft, disarmTimer(draft, cell, LIMIT + tag), SILENCE + tag)
}

/**
 * Takes back an effect. One that was begun and may happen only once stays until its fate is known (DESIGN: effects,
 * "withdrawal"), and so does a request that its resource has taken, since its reply would else be taken for a later
 * one's: the resource is told, so that it lets go of what it only holds. Any other is forgotten and its executor told.
 */
export function withdrawEffect(draft: Draft, cell: ActorCell, tag: string): ActorCell {
  const effect = cell.effects.find((entry) => entry.ask.tag === tag)
  if (effect === undefined) return cell
  // A resource of a run that ends answers no more.
  const unanswered = effect.ask.to !== undefined && draft.access.run().status !== 'running'
  if (effect.withdrawn) return unanswered ? dropEffect(cell, tag) : cell
  const happens = effect.ask.class === 'once' && (effect.status === 'begun' || effect.status === 'doubt')
  const stays = happens || (effect.ask.to !== undefined && !takeRequest(draft, effect.ask))
  if (effect.status === 'begun' && effect.ask.to === undefined)
    draft.withdrawn.push({ tag, attempt: effect.attempt })
  const timersGone = disarmTimer(draft, disarmLimits(draft, cell, tag), RETRY + tag)
  return stays ? putEffect(timersGone, { ...effect, withdrawn: true }) : dropEffect(timersGone, tag)
}

/** Takes a request back; false when its resource has it already, and is told. A run that ends is not waited for. */
function takeRequest({ access, actor }: Draft, ask: Ask): boolean {
  const index = actor.clientOf.get(ask.to ?? '')
  if (index === undefined || access.run().status !== 'running') return true
  const client = access.client(index)
  // By name: a run that is taken up has read the request and the effect as two.
  const requests = kept(client.requests, (one) => one.tag !== ask.tag)
  const isTaken = requests === client.requests
  const isAnswered = client.replies.some(({ tag }) => tag === ask.tag)
  if (!isTaken) access.set(index, { ...client, requests })
  else if (!isAnswered) access.set(index, { ...client, recalled: added(client.recalled ?? [], ask.tag) })
  return !isTaken
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

/** A member that was taken out has stopped, or starts anew, once the fate of its last begun effect is known. */
export function whenIdle(actor: ActorPlan, cell: ActorCell): ActorCell {
  if (cell.effects.length > 0) return cell
  if (cell.status === 'stopping') return { ...cell, status: 'stopped' }
  if (cell.status !== 'restarting') return cell
  return { ...cell, status: 'up', local: actor.kind.initial(actor.bound), unfinished: [], timers: [] }
}
