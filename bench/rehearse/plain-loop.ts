import { outcomesOf } from '../../shared/kernel/abstract-world.ts'
import { actorCell, initialState, type RunState } from '../../shared/kernel/cells.ts'
import { enabled } from '../../shared/kernel/enabled.ts'
import { step } from '../../shared/kernel/step.ts'
import { applyTransition, type Input } from '../../shared/kernel/transition.ts'
import type { Random } from '../../shared/rehearse/random.ts'
import { taskOf } from '../../shared/rehearse/rehearsed-run.ts'
import type { Plan } from '../../shared/topology/plan.ts'

/** A run that is not over by then goes round for ever. */
const MOST_STEPS = 20_000

/** The world's turn, where the kernel has nothing to do: answers that are well, and timers that are no limits. */
function world(plan: Plan, state: RunState): readonly Input[] {
  return plan.actors.flatMap((actor) => {
    const component = actor.index
    const { effects, timers } = actorCell(state, component)
    const answers = effects
      .filter(({ ask, status }) => ask.to === undefined && status === 'begun' && ask.kind !== 'human.steer')
      .flatMap(({ ask }) =>
        outcomesOf(actor, ask)
          .filter(({ fault }) => fault === null)
          .map(({ outcome }): Input => ({ type: 'settle', component, tag: ask.tag, outcome })),
      )
    const due = timers.filter(({ tag }) => !/^(limit|silence):/.test(tag))
    return [...answers, ...due.map(({ tag }): Input => ({ type: 'fire', component, tag }))]
  })
}

/**
 * One run as anybody would write it over `enabled` and `step`: all that is enabled is listed at each step, one is
 * picked at random. Answers the transitions that it made.
 */
export function plainRun(plan: Plan, random: Random): number {
  const start: Input = { type: 'start', component: plan.entry, payload: taskOf(plan) }
  let state = initialState(plan)
  let steps = 0
  for (let input: Input | undefined = start; input !== undefined && steps < MOST_STEPS; steps += 1) {
    state = applyTransition(state, step(plan, state, input))
    const inputs = enabled(plan, state)
    const all = inputs.length > 0 ? inputs : world(plan, state)
    input = all[random.below(all.length)]
  }
  return steps
}
