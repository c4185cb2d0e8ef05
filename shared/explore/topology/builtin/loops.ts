import { type ActorPlan, actorAt, type ChannelPlan, channelAt, type Plan } from '../../../topology/plan.ts'

/** A loop of the drawing: the node that its rounds begin at, the edges that lead back to it, and all on the way. */
export interface Loop {
  readonly header: ActorPlan
  readonly back: readonly ChannelPlan[]
  readonly body: ReadonlySet<number>
}

export function loopsIn(plan: Plan): readonly Loop[] {
  const back = plan.components.filter(
    (one): one is ChannelPlan => one.type === 'channel' && one.raise !== null,
  )
  return [...Map.groupBy(back, ({ to }) => to)].flatMap(([to, channels]) => {
    const header = plan.components[to]
    if (header?.type !== 'actor') return []
    return [{ header, back: channels, body: bodyOf(plan, header, channels) }]
  })
}

function bodyOf(plan: Plan, header: ActorPlan, back: readonly ChannelPlan[]): ReadonlySet<number> {
  const body = new Set([header.index])
  const open = back.map(({ from }) => from)
  for (let index = open.pop(); index !== undefined; index = open.pop()) {
    const one = plan.components[index]
    // A saga sends to compensators, and is none of the loop.
    if (body.has(index) || one?.type !== 'actor') continue
    body.add(index)
    open.push(...actorAt(plan, index).inChannels.map((channel) => channelAt(plan, channel).from))
  }
  return body
}
