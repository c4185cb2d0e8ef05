import type { Payload } from '../topology/payload.ts'
import { type ActorPlan, channelAt } from '../topology/plan.ts'
import type { Access } from './access.ts'
import { leaveLoops, raiseRound, roundOf } from './activation.ts'
import type { Message } from './cells.ts'
import { bury } from './letters.ts'
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
      bury(access, index, { message, reason: 'rejected', error: null })
      return { channel: index, message, fate: 'rejected' }
    case 'drop-oldest': {
      access.set(index, { ...cell, queue: added(withoutFirst(cell.queue), message) })
      const oldest = cell.queue[0]
      if (oldest !== undefined) bury(access, index, { message: oldest, reason: 'dropped', error: null })
      return { channel: index, message, fate: 'dropped-oldest' }
    }
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
  access.set(index, { ...cell, queue: next === undefined ? rest : added(rest, next), held })
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

/** Puts a message back at the head of its queue: whoever took it was restarted. It counts as sent once more. */
export function returnMessage(access: Access, index: number, message: Message): Sent {
  const cell = access.channel(index)
  const again: Message = { ...message, attempt: (message.attempt ?? 1) + 1 }
  access.set(index, { ...cell, queue: [again, ...cell.queue] })
  return { channel: index, message: again, fate: 'returned' }
}

/** What a bad edge does to a message that waits; a copy is sent like any other message. */
export function spoil(
  access: Access,
  fault: 'drop' | 'duplicate' | 'reorder',
  index: number,
  place: number,
): readonly Sent[] {
  if (fault === 'drop') {
    takeMessage(access, index, place)
    return []
  }
  const cell = access.channel(index)
  const message = cell.queue[place]
  if (message === undefined) throw new Error(`channel ${index} has no message at ${place}`)
  if (fault === 'duplicate') return [pushMessage(access, index, message)]
  access.set(index, { ...cell, queue: [message, ...cell.queue.toSpliced(place, 1)] })
  return []
}
