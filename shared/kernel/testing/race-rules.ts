import { type ActorPlan, type ControllerPlan, type Plan, RUN } from '../../topology/plan.ts'
import type { ActorCell, ControllerCell, EffectCell, RunCell, RunState } from '../cells.ts'
import type { Race } from './races.ts'

/** What must hold after every schedule, as sentences about what does not. */
export function brokenRules(race: Race): readonly string[] {
  return [...twice(race), ...lost(race), ...unended(race)]
}

/** A bulkhead knows exactly how many are inside. */
export function miscounted(plan: Plan, state: RunState): readonly string[] {
  return plan.controllers.flatMap((controller) => {
    const { control } = state[controller.index] as ControllerCell
    if (control.type !== 'bulkhead') return []
    const inside = plan.actors.reduce((sum, actor) => sum + begunOf(actor, controller, state), 0)
    return control.busy === inside ? [] : [`${controller.id} counts ${control.busy}, ${inside} are inside`]
  })
}

function begunOf(actor: ActorPlan, { users }: ControllerPlan, state: RunState): number {
  if (!users.includes(actor.index)) return 0
  const counted = ({ ask, status }: EffectCell): boolean =>
    status === 'begun' && ask.to === undefined && !UNCOUNTED.has(ask.kind)
  return (state[actor.index] as ActorCell).effects.filter(counted).length
}

const UNCOUNTED: ReadonlySet<string> = new Set(['human.ask', 'human.steer', 'eval'])

/** What may happen only once begins again only when it is known that it did not happen. */
function twice({ plan, transitions }: Race): readonly string[] {
  /** By effect: begun since it was last known not to have happened. */
  const begun = new Map<string, boolean>()
  const found: string[] = []
  for (const { input, asked } of transitions) {
    const actor = plan.components[input.component]?.id ?? ''
    for (const { ask, attempt } of asked)
      if (ask.class === 'once' && attempt === 1) begun.set(`${actor}/${ask.tag}`, false)
    const key = 'tag' in input ? `${actor}/${input.tag}` : ''
    if (!begun.has(key)) continue
    if (input.type === 'begin') {
      if (begun.get(key) === true) found.push(`${key} may happen once and began twice`)
      begun.set(key, true)
    }
    const denied =
      (input.type === 'resolve' && input.answer.type === 'not-happened') ||
      (input.type === 'settle' && input.outcome.control['happened'] === 'no')
    if (denied) begun.set(key, false)
  }
  return found
}

/** A message is delivered, waits, or lies among the dead letters; none is in two places. */
function lost({ plan, state, transitions }: Race): readonly string[] {
  const waiting = new Map<number, number>()
  const add = (channel: number, count: number): void => {
    waiting.set(channel, (waiting.get(channel) ?? 0) + count)
  }
  for (const { input, sent } of transitions) {
    if (input.type === 'deliver') add(input.channel, -1)
    for (const { channel, fate } of sent)
      if (fate !== 'rejected' && fate !== 'dropped-oldest') add(channel, 1)
  }
  return plan.components.flatMap(({ index, id }) => {
    const cell = state[index]
    if (cell?.type !== 'channel') return []
    const there = cell.queue.length + cell.held.length
    const due = waiting.get(index) ?? 0
    return there === due ? [] : [`${id} should hold ${due} messages and holds ${there}`]
  })
}

/** Whoever was stopped has stopped, and whoever was restarted is up again. */
function unended({ plan, state }: Race): readonly string[] {
  const { status } = state[RUN] as RunCell
  return plan.actors.flatMap(({ index, id }) => {
    const cell = state[index] as ActorCell
    const allowed = status === 'running' ? ['up', 'stopped'] : ['stopped']
    return allowed.includes(cell.status) ? [] : [`${id} is ${cell.status} in a run that is ${status}`]
  })
}
