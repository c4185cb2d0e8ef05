import { facts } from '../../../kernel/abstract-world.ts'
import { type Payload, refsIn } from '../../../topology/payload.ts'
import type { ActorPlan, Plan } from '../../../topology/plan.ts'
import type { Monitor } from '../monitor.ts'
import { doesOnce } from './effects.ts'

/** What is wrong takes no effect. */
export function wrongMonitors(plan: Plan): readonly Monitor[] {
  return plan.actors.filter(doesOnce).map(neverInEffect)
}

export function isWrong(payload: Payload): boolean {
  return refsIn(payload).some((ref) => facts(ref).wrong)
}

/** 0 nothing yet, 1 something right, 2 something wrong. */
function neverInEffect(actor: ActorPlan): Monitor {
  return {
    id: `right ${actor.id}`,
    title: `Nothing wrong takes effect at ${actor.name}`,
    elements: [actor.id],
    initial: 0,
    nameless: true,
    interest: (event) =>
      event.type === 'kernel' &&
      event.transition.input.type === 'begin' &&
      event.transition.input.component === actor.index &&
      event.ask?.class === 'once',
    step: (value, event) =>
      value === 2 || event.type !== 'kernel' ? value : isWrong(event.ask?.payload ?? {}) ? 2 : 1,
    bad: (value) => value === 2,
    sentence: () => `${actor.name} acts on something wrong that nothing has stopped on its way`,
    met: (value) => value > 0,
  }
}
