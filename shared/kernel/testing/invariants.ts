import type { ActorPlan, ChannelPlan, Plan } from '../../topology/plan.ts'
import { roundOf } from '../activation.ts'
import { LIMIT, limitOf, RETRY } from '../attempts.ts'
import type { ActorCell, ChannelCell, RunState } from '../cells.ts'

/** What holds in every state that a run can reach, as sentences about what does not. */
export function brokenInvariants(plan: Plan, state: RunState): readonly string[] {
  return plan.components.flatMap((component) => {
    const cell = state[component.index]
    if (component.type === 'actor') return ofActor(component, cell as ActorCell)
    if (component.type === 'channel') return ofChannel(component, cell as ChannelCell)
    return []
  })
}

function told(id: string, rules: readonly (readonly [boolean, string])[]): readonly string[] {
  return rules.filter(([holds]) => !holds).map(([, rule]) => `${id}: ${rule}`)
}

function unique(values: readonly (string | number)[]): boolean {
  return new Set(values).size === values.length
}

function ofActor(actor: ActorPlan, cell: ActorCell): readonly string[] {
  const { effects, timers } = cell
  const all = timers.map((timer) => timer.tag)
  // A behaviour's own timers are its own business.
  const own = all.filter((tag) => tag.startsWith(LIMIT) || tag.startsWith(RETRY))
  const limits = effects
    .filter(({ ask, status, withdrawn }) => status === 'begun' && !withdrawn && limitOf(actor, ask) !== null)
    .map(({ ask }) => LIMIT + ask.tag)
  const pauses = effects.filter(({ status }) => status === 'waiting').map(({ ask }) => RETRY + ask.tag)
  return told(actor.id, [
    [unique(effects.map(({ ask }) => ask.tag)), 'effects have names of their own'],
    [unique(all), 'timers have names of their own'],
    [unique(cell.unfinished.map(({ slot }) => slot)), 'messages have slots of their own'],
    [
      own.toSorted().join() === [...limits, ...pauses].toSorted().join(),
      'limits and pauses are armed where they must be',
    ],
    [
      effects.every((one) => !one.withdrawn || one.status === 'begun' || one.status === 'doubt'),
      'only what was begun is kept after its withdrawal',
    ],
    [
      effects.every((one) => (!one.withdrawn && one.status !== 'doubt') || one.ask.class === 'once'),
      'only what may happen once is in doubt, or kept after its withdrawal',
    ],
    [effects.every((one) => one.ask.to === undefined || one.status === 'begun'), 'requests are begun'],
    [cell.status !== 'stopped' || effects.length + timers.length === 0, 'a stopped actor waits for nothing'],
    [
      cell.status !== 'stopping' || (effects.length > 0 && effects.every((one) => one.withdrawn)),
      'a stopping actor waits for the fate of what was withdrawn',
    ],
  ])
}

function ofChannel(channel: ChannelPlan, cell: ChannelCell): readonly string[] {
  const { raise } = channel
  const messages = [...cell.queue, ...cell.held]
  return told(channel.id, [
    [cell.queue.length <= channel.capacity, 'no more wait than there is room for'],
    [cell.held.length === 0 || cell.queue.length === channel.capacity, 'only a full channel holds back'],
    [cell.held.length === 0 || channel.full === 'block', 'only a channel that blocks holds back'],
    [
      raise === null || messages.every(({ activation }) => roundOf(activation, raise.loop) <= raise.rounds),
      'no message goes round more often than it may',
    ],
    [
      messages.every(({ activation }) => channel.strip.every((loop) => roundOf(activation, loop) === 0)),
      'no message outside of a loop has a round of it',
    ],
  ])
}

/** The places in a value that JSON would lose or change: `undefined`, NaN, Map, a class. */
export function notJson(value: unknown, path = ''): readonly string[] {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return []
  if (typeof value === 'number') return Number.isFinite(value) && !Object.is(value, -0) ? [] : [path]
  if (Array.isArray(value)) {
    const holes = value.length === Object.keys(value).length ? [] : [path]
    return [...holes, ...value.flatMap((one, at) => notJson(one, `${path}[${at}]`))]
  }
  if (typeof value !== 'object' || Object.getPrototypeOf(value) !== Object.prototype) return [path]
  return Object.entries(value).flatMap(([key, one]) => notJson(one, `${path}.${key}`))
}
