import type { Payload } from '../topology/payload.ts'
import { type ActorPlan, channelAt } from '../topology/plan.ts'
import type { Access } from './access.ts'
import { leaveLoops, raiseRound, roundOf } from './activation.ts'
import type { Message } from './cells.ts'
import { added, withoutFirst } from './lists.ts'
import type { Sent } from './transition.ts'

/** Puts a message on a channel, by what its policy says when it is full. */
export function pushMessage(access: Access, index: number, message: Message): Sent {
  const channel = channelAt(access.plan, index)
  const cell = access.channel(index)
  if (cell.queue.length < channel.capacity) {
    access.set(index, { ...cell, queue: added(cell.queue, message) })
    return { channel: index, message, fate: 'queued' }
  }
  switch (channel.full) {
    case 'block':
      access.set(index, { ...cell, held: added(cell.held, message) })
      return { channel: index, message, fate: 'held' }
    case 'reject':
      return { channel: index, message, fate: 'rejected' }
    case 'drop-oldest':
      access.set(index, { ...cell, queue: added(withoutFirst(cell.queue), message) })
      return { channel: index, message, fate: 'dropped-oldest' }
  }
}

/** Takes a message out; the oldest held one moves in, in the same step. */
export function takeMessage(access: Access, index: number, place: number): Message {
  const cell = access.channel(index)
  const message = cell.queue[place]
  if (message === undefined) throw new Error(`channel ${index} has no message at ${place}`)
  const rest = place === 0 ? withoutFirst(cell.queue) : cell.queue.filter((_, at) => at !== place)
  const next = cell.held[0]
  const held = withoutFirst(cell.held)
  access.set(index, { type: 'channel', queue: next === undefined ? rest : added(rest, next), held })
  return message
}

/**
 * Sends from a port: a copy to each of its channels. On a channel that leads back, the round is raised; past its
 * rounds, the message leaves by the `exhausted` port, as it came.
 */
export function sendFrom(
  access: Access,
  actor: ActorPlan,
  port: string,
  payload: Payload,
  activation: string,
): readonly Sent[] {
  const sent: Sent[] = []
  for (const index of actor.outOf.get(port) ?? []) {
    const { raise, strip } = channelAt(access.plan, index)
    if (raise !== null && roundOf(activation, raise.loop) >= raise.rounds) {
      sent.push(...sendFrom(access, actor, 'exhausted', payload, activation))
      continue
    }
    const left = leaveLoops(activation, strip)
    const message = { payload, activation: raise === null ? left : raiseRound(left, raise.loop) }
    sent.push(pushMessage(access, index, message))
  }
  return sent
}
