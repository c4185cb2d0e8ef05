import { type ActorPlan, actorAt, type ChannelPlan, channelAt, type Plan } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'

const GROWS = 1

/** Round a loop one message stays one: of each round no second message is sent back. */
export function growthMonitors(plan: Plan): readonly Monitor[] {
  const back = plan.components.filter(
    (one): one is ChannelPlan => one.type === 'channel' && one.raise !== null,
  )
  const loops = Map.groupBy(back, ({ to }) => to)
  return [...loops].flatMap(([to, channels]) => {
    const header = plan.components[to]
    if (header?.type !== 'actor' || isLimited(plan, header) || ticksBefore(plan, header)) return []
    return [grows(header, new Set(channels.map(({ index }) => index)))]
  })
}

/** Then it may grow as far as that allows. */
function isLimited(plan: Plan, { controllers }: ActorPlan): boolean {
  return plan.controllers.some(
    ({ index, spec }) => controllers.includes(index) && (spec.type === 'budget' || spec.type === 'bulkhead'),
  )
}

/** A clock's ticks are of one round, and each is a message of its own. */
function ticksBefore(plan: Plan, header: ActorPlan): boolean {
  const seen = new Set([header.index])
  const open = [header]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    if (one.kind.kind === 'timer') return true
    for (const channel of one.inChannels) {
      const { from } = channelAt(plan, channel)
      if (seen.has(from) || plan.components[from]?.type !== 'actor') continue
      seen.add(from)
      open.push(actorAt(plan, from))
    }
  }
  return false
}

function grows(header: ActorPlan, back: ReadonlySet<number>): Monitor {
  const histories: string[] = ['[]', '']
  const sentBack = (event: MonitorEvent): readonly string[] =>
    event.type === 'kernel'
      ? event.transition.sent
          .filter(({ channel, fate }) => back.has(channel) && fate !== 'returned')
          .map(({ message }) => message.activation)
      : []
  return {
    id: `grows ${header.id}`,
    title: `No message becomes several in the loop of ${header.id}`,
    elements: [header.id],
    initial: 0,
    interest: (event) => sentBack(event).length > 0,
    step(value, event) {
      if (value === GROWS) return value
      const known = JSON.parse(histories[value] as string) as string[]
      const sent = sentBack(event)
      if (new Set(sent).size < sent.length || sent.some((one) => known.includes(one))) return GROWS
      const text = JSON.stringify([...known, ...sent].sort())
      if (!histories.includes(text)) histories.push(text)
      return histories.indexOf(text)
    },
    bad: (value) => value === GROWS,
    sentence: () => `One message has become several that all come back to ${header.id} in the same round`,
    met: (value) => value > GROWS,
  }
}
