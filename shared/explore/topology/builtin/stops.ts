import type { ActorCell, ChannelCell, RunCell } from '../../../kernel/cells.ts'
import type { TimerConfig } from '../../../nodes/timer/index.ts'
import { type ActorPlan, actorAt, channelAt, type Plan, RUN } from '../../../topology/plan.ts'
import type { Layout } from '../layout.ts'
import type { Predicate } from './predicate.ts'

/** A clock without end is never left ticking by all who could stop it. */
export function stopPredicates(layout: Layout): readonly Predicate[] {
  return layout.plan.actors.flatMap((timer) => {
    const { mode, count } = timer.bound.config as TimerConfig
    if (timer.kind.kind !== 'timer' || mode !== 'interval' || count !== 0) return []
    const before = stoppersOf(layout.plan, timer)
    // Who is woken by the ticks themselves may stop it at the next one.
    return before.some(({ index }) => index === timer.index) ? [] : [stops(layout, timer, before)]
  })
}

/** All from whom a message may come to its port `stop`. */
function stoppersOf(plan: Plan, timer: ActorPlan): readonly ActorPlan[] {
  const seen = new Set<number>()
  const open = [...(timer.into.get('stop') ?? [])]
  for (let channel = open.pop(); channel !== undefined; channel = open.pop()) {
    const { from } = channelAt(plan, channel)
    const one = plan.components[from]
    if (seen.has(from) || one?.type !== 'actor') continue
    seen.add(from)
    open.push(...one.inChannels)
  }
  return [...seen].map((index) => actorAt(plan, index))
}

function stops(layout: Layout, timer: ActorPlan, before: readonly ActorPlan[]): Predicate {
  const actors = [timer, ...before]
  const channels = [...(timer.into.get('stop') ?? []), ...before.flatMap(({ inChannels }) => inChannels)]
  const cellAt = (state: Int32Array, index: number) => layout.interners[index]?.at(state[index] as number)
  const rests = (state: Int32Array, { index, kind, bound }: ActorPlan): boolean => {
    const { local, unfinished } = cellAt(state, index) as ActorCell
    return kind.rest(bound, local) && unfinished.length === 0
  }
  const isEmpty = (state: Int32Array, channel: number): boolean => {
    const { queue, held } = cellAt(state, channel) as ChannelCell
    return queue.length + held.length === 0
  }
  return {
    id: `stops ${timer.id}`,
    title: `Somebody is left who may stop ${timer.name}`,
    elements: [timer.id],
    reads: [RUN, ...actors.map(({ index }) => index), ...channels],
    bad: (state) =>
      (cellAt(state, RUN) as RunCell).status === 'running' &&
      !rests(state, timer) &&
      channels.every((channel) => isEmpty(state, channel)) &&
      before.every((actor) => rests(state, actor)),
    sentence: () => `${timer.name} ticks, and all who could stop it are done: the run never ends`,
  }
}
