import { type ActorPlan, type Plan, supervisorAt } from '../../../topology/plan.ts'
import type { Monitor, MonitorEvent } from '../monitor.ts'

/** So many attempts without one that succeeds are a storm. */
const MOST = 8

/** Layers that each try again do not multiply: a worker in a group that restarts it gives up in time. */
export function stormMonitors(plan: Plan): readonly Monitor[] {
  return plan.actors.filter((actor) => actor.attempts > 1 && isRestarted(plan, actor)).map(storm)
}

function isRestarted(plan: Plan, { supervisor }: ActorPlan): boolean {
  return supervisor !== null && supervisorAt(plan, supervisor).spec.restart !== undefined
}

function storm(actor: ActorPlan): Monitor {
  return {
    id: `storm ${actor.id}`,
    title: `${actor.name} tries no more than ${MOST} times in a row without success`,
    elements: [actor.id],
    initial: 0,
    interest: (event) => begun(event, actor) > 0 || succeeds(event, actor),
    step(value, event) {
      if (value > MOST) return value
      return succeeds(event, actor) ? begun(event, actor) : value + begun(event, actor)
    },
    bad: (value) => value > MOST,
    sentence: () => `${actor.name} has tried more than ${MOST} times in a row at something that is down`,
    met: (value) => value > 1,
  }
}

/** Attempts of the world's effects that begin in this step, those that share it with their ask among them. */
function begun(event: MonitorEvent, { index }: ActorPlan): number {
  if (event.type !== 'kernel' || event.transition.input.component !== index) return 0
  const { input, asked } = event.transition
  const alone = input.type === 'begin' && event.ask !== null && event.ask.to === undefined ? 1 : 0
  return alone + asked.filter((one) => one.begun && one.ask.to === undefined).length
}

function succeeds(event: MonitorEvent, { index, kind }: ActorPlan): boolean {
  if (event.type !== 'kernel' || event.ask === null || event.ask.to !== undefined) return false
  const { input } = event.transition
  if (input.type !== 'settle' || input.component !== index) return false
  return input.outcome.tag !== 'error' && kind.fails?.(event.ask, input.outcome) !== true
}
