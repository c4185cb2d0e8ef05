import type { Ask, BehaviourInput, Reaction } from '../topology/kind.ts'
import type { Payload } from '../topology/payload.ts'
import { fuses, withdrawEffect } from './attempts.ts'
import type { ActorCell, EffectCell, Unfinished } from './cells.ts'
import { sendFrom } from './channels.ts'
import { clientName } from './clients.ts'
import { armTimer, type Draft, disarmTimer } from './draft.ts'
import { failMessage } from './failure.ts'
import { added, kept } from './lists.ts'
import { finishedMember } from './supervision.ts'

/** Lets the behaviour react to one input and carries out what it says, within the step. */
export function reactTo(draft: Draft, before: ActorCell, input: BehaviourInput): ActorCell {
  const { actor } = draft
  const reaction = actor.kind.react(actor.bound, before.local, input)
  let cell: ActorCell = { ...before, local: reaction.local }
  let came: readonly Unfinished[] = []
  if (reaction.finished !== undefined && reaction.finished.length > 0) {
    const finished = reaction.finished
    came = kept(cell.unfinished, (entry) => finished.includes(entry.slot))
    cell = { ...cell, unfinished: kept(cell.unfinished, (entry) => !finished.includes(entry.slot)) }
  }
  for (const tag of reaction.withdraw ?? []) cell = withdrawEffect(draft, cell, tag)
  for (const tag of reaction.disarm ?? []) cell = disarmTimer(draft, cell, tag)
  for (const { tag, ms } of reaction.arm ?? []) cell = armTimer(draft, cell, tag, ms)
  for (const ask of reaction.ask ?? []) cell = addAsk(draft, cell, ask)
  const taken = carryMessages(draft, reaction, came)
  return taken && cell.status === 'up' ? { ...cell, status: 'restarting' } : cell
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

/** True when the actor is taken out by its group. */
function carryMessages(draft: Draft, reaction: Reaction<unknown>, came: readonly Unfinished[]): boolean {
  const { access, actor, sent } = draft
  let failed = false
  let taken = false
  let made: Payload | null = null
  for (const { port, payload, activation } of reaction.send ?? []) {
    if (port === 'error') {
      failed = true
      if (failMessage(draft, came, payload, activation)) taken = true
    } else {
      made ??= payload
      sent.push(...sendFrom(access, actor, port, payload, activation))
    }
  }
  for (const { client, tag, outcome } of reaction.reply ?? []) {
    const index = actor.serves.find((at) => clientName(access.plan, at) === client)
    if (index === undefined) throw new Error(`${actor.id} has no client ${client}`)
    const cell = access.client(index)
    access.set(index, { ...cell, replies: added(cell.replies, { tag, outcome }) })
  }
  if (!failed && came.length > 0) finishedMember(draft, came, made)
  return taken
}
