import { COMMUTING } from '../../../nodes/commuting.ts'
import { type ActorPlan, actorAt, type ChannelPlan, type Plan } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'

const OLDER_LATER = 1

/** Who minds the order takes no older message from an edge after a newer one. */
export function orderMonitors(plan: Plan): readonly Monitor[] {
  return plan.components.flatMap((one) => {
    if (one.type !== 'channel' || one.order !== 'any' || one.capacity < 2) return []
    const to = actorAt(plan, one.to)
    return COMMUTING.has(to.kind.kind) ? [] : [inOrder(one, to)]
  })
}

/** Of those that stand in the channel, so many at its head are older than one that has been taken: 0, or one more. */
function inOrder(channel: ChannelPlan, to: ActorPlan): Monitor {
  return {
    id: `in-order ${channel.id}`,
    title: `${to.name} takes what comes by ${channel.id} in the order in which it was sent`,
    elements: [channel.id, to.id],
    initial: 0,
    interest: (event) =>
      takenFrom(event, channel) !== null || losesHead(event, channel) || comesBack(event, channel),
    step(value, event) {
      if (value === OLDER_LATER) return value
      if (comesBack(event, channel)) return 0
      const place = takenFrom(event, channel)
      const before = Math.max(0, value - 1)
      if (place !== null && place < before) return OLDER_LATER
      const older = (place ?? before) - (losesHead(event, channel) ? 1 : 0)
      return older > 0 ? older + 1 : 0
    },
    bad: (value) => value === OLDER_LATER,
    sentence: () =>
      `${to.name} takes an older message from ${channel.id} after a newer one: what it does last, it does by what is out of date`,
    met: (value) => value !== 0,
  }
}

function takenFrom(event: MonitorEvent, { index }: ChannelPlan): number | null {
  if (event.type !== 'kernel') return null
  const { input } = event.transition
  return input.type === 'deliver' && input.channel === index ? input.place : null
}

/** The oldest is given up. */
function losesHead(event: MonitorEvent, { index }: ChannelPlan): boolean {
  if (event.type !== 'kernel') return false
  const { input, sent } = event.transition
  if (input.type === 'drop' && input.channel === index) return true
  return sent.some(({ channel, fate }) => channel === index && fate === 'dropped-oldest')
}

/** What a restart gives back stands at the head again, whatever its age, so the count begins anew. */
function comesBack(event: MonitorEvent, { index }: ChannelPlan): boolean {
  if (event.type !== 'kernel') return false
  return event.transition.sent.some(({ channel, fate }) => channel === index && fate === 'returned')
}
