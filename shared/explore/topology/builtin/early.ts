import { type ActorPlan, actorAt, channelAt, type Plan } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'
import { doesOnce } from './effects.ts'

const MOST_ACTORS = 24

/** No join goes on while something before it that may happen once only is under way. */
export function earlyMonitors(plan: Plan): readonly Monitor[] {
  return plan.actors.flatMap((join) => {
    if (join.kind.kind !== 'join') return []
    const before = actorsBefore(plan, join).filter(doesOnce)
    return before.length === 0 || before.length > MOST_ACTORS ? [] : [early(join, before)]
  })
}

/** Over channels that do not lead back: what a later round does is no part of this one. */
function actorsBefore(plan: Plan, join: ActorPlan): readonly ActorPlan[] {
  const seen = new Set<number>()
  const open = [join]
  for (let one = open.pop(); one !== undefined; one = open.pop()) {
    for (const channel of one.inChannels) {
      const { from, raise } = channelAt(plan, channel)
      if (raise !== null || seen.has(from) || plan.components[from]?.type !== 'actor') continue
      seen.add(from)
      open.push(actorAt(plan, from))
    }
  }
  return [...seen].sort((a, b) => a - b).map((index) => actorAt(plan, index))
}

function early(join: ActorPlan, before: readonly ActorPlan[]): Monitor {
  const bitOf = new Map(before.map(({ index }, at) => [index, 1 << at]))
  const bad = 1 << before.length
  const goesOn = (event: MonitorEvent): boolean =>
    event.type === 'kernel' && event.transition.sent.some(({ channel }) => join.outChannels.includes(channel))
  return {
    id: `early ${join.id}`,
    title: `${join.name} goes on only when nothing before it is under way`,
    elements: [join.id, ...before.map(({ id }) => id)],
    initial: 0,
    interest: (event) => goesOn(event) || began(event, bitOf) !== 0 || ended(event, bitOf) !== 0,
    step(value, event) {
      if ((value & bad) !== 0) return value
      const now = (value | began(event, bitOf)) & ~ended(event, bitOf)
      return now !== 0 && goesOn(event) ? now | bad : now
    },
    bad: (value) => (value & bad) !== 0,
    sentence(value) {
      const busy = before
        .filter(({ index }) => (value & (bitOf.get(index) ?? 0)) !== 0)
        .map(({ name }) => name)
      return `${join.name} goes on while ${busy.join(' and ')} is still at work`
    },
    met: (value) => value !== 0,
  }
}

type Bits = ReadonlyMap<number, number>

/** What may happen once only never shares a step with its ask, so its begin is an input of its own. */
function began(event: MonitorEvent, bitOf: Bits): number {
  if (event.type !== 'kernel' || event.ask?.class !== 'once') return 0
  const { input } = event.transition
  return input.type === 'begin' ? (bitOf.get(input.component) ?? 0) : 0
}

function ended(event: MonitorEvent, bitOf: Bits): number {
  if (event.type !== 'kernel' || event.ask?.class !== 'once') return 0
  const { input } = event.transition
  return input.type === 'settle' || input.type === 'resolve' ? (bitOf.get(input.component) ?? 0) : 0
}
