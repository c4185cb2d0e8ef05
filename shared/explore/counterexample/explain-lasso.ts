import type { Lasso } from '../engine/leads-to.ts'
import type { Counterexample } from '../result.ts'
import type { Monitor } from '../topology/monitor.ts'
import type { TopologyModel } from '../topology/topology-model.ts'
import { Steps } from './play.ts'
import { tell } from './story.ts'

/** A run that never does what it owes: a way to a circle, and once round it. */
export function explainLasso(
  model: TopologyModel,
  { id, title, elements }: Monitor,
  { prefix, cycle }: Lasso,
): Counterexample {
  const actions = [...prefix.actions, ...cycle.actions]
  const states = [...prefix.states, ...cycle.states.slice(1)].map((state) => Int32Array.from(state))
  return {
    property: id,
    sentence: `The run goes on for ever, and it never comes to this: ${title}`,
    elements,
    steps: tell(model, new Steps(model), { actions, states }),
    pivot: null,
    loop: prefix.actions.length,
  }
}
