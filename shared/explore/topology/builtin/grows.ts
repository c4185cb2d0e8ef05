import { leaveLoops } from '../../../kernel/activation.ts'
import type { Sent } from '../../../kernel/transition.ts'
import { type ActorPlan, actorAt, type ChannelPlan, channelAt, type Plan } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'
import { loopsIn } from './loops.ts'

const GROWS = 1

/** Round a loop one message stays one: of each round no more are sent back than have come in. */
export function growthMonitors(plan: Plan): readonly Monitor[] {
  return loopsIn(plan).flatMap(({ header, back, body }) =>
    isLimited(plan, header) || !mayGrow(plan, body) ? [] : [grows(header, back)],
  )
}

/** Then it may grow as far as that allows. */
function isLimited(plan: Plan, { controllers }: ActorPlan): boolean {
  return plan.controllers.some(
    ({ index, spec }) => controllers.includes(index) && (spec.type === 'budget' || spec.type === 'bulkhead'),
  )
}

/** Does a port inside the loop send to two places inside? Elsewhere one message stays one, and nothing is to be kept of it. */
function mayGrow(plan: Plan, body: ReadonlySet<number>): boolean {
  return [...body].some((index) =>
    [...actorAt(plan, index).outOf.values()].some(
      (channels) => channels.filter((channel) => body.has(channelAt(plan, channel).to)).length > 1,
    ),
  )
}

function grows(header: ActorPlan, channels: readonly ChannelPlan[]): Monitor {
  const back = new Set(channels.map(({ index }) => index))
  const loops = channels.flatMap(({ raise }) => (raise === null ? [] : [raise.loop]))
  const histories: string[] = ['{}', '']
  const sentTo = (event: MonitorEvent): readonly Sent[] =>
    event.type === 'kernel'
      ? event.transition.sent.filter(
          ({ channel, fate }) => header.inChannels.includes(channel) && fate !== 'returned',
        )
      : []
  return {
    id: `grows ${header.id}`,
    title: `No message becomes several in the loop of ${header.name}`,
    elements: [header.id],
    initial: 0,
    interest: (event) => sentTo(event).length > 0,
    step(value, event) {
      if (value === GROWS) return value
      const counts = JSON.parse(histories[value] as string) as Record<string, number>
      for (const { message } of sentTo(event)) {
        const { activation } = message
        counts[activation] = (counts[activation] ?? 0) + 1
      }
      const grown = sentTo(event).some(({ channel, message: { activation } }) => {
        return back.has(channel) && (counts[activation] ?? 0) > (counts[leaveLoops(activation, loops)] ?? 0)
      })
      if (grown) return GROWS
      const text = JSON.stringify(Object.fromEntries(Object.entries(counts).sort()))
      if (!histories.includes(text)) histories.push(text)
      return histories.indexOf(text)
    },
    bad: (value) => value === GROWS,
    sentence: () => `One message has become several that all come back to ${header.name} in the same round`,
    met: (value) => value > GROWS,
  }
}
