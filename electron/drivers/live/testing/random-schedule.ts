import { Steps } from '../../../../shared/explore/counterexample/play.ts'
import type { FaultBudget, TraceStep } from '../../../../shared/explore/result.ts'
import { topologyModel } from '../../../../shared/explore/topology/topology-model.ts'
import { verdict } from '../../../../shared/kernel/verdict.ts'
import type { Plan } from '../../../../shared/topology/plan.ts'

const STEPS = 60
const FAULTS: FaultBudget = {
  host: 1,
  crash: 1,
  error: 2,
  wrong: 2,
  drop: 1,
  duplicate: 1,
  reorder: 1,
  cancel: 1,
}

/** A schedule of the model that a check searches, with every fault, drawn step by step. */
export function randomSchedule(plan: Plan, random: () => number): readonly TraceStep[] {
  const model = topologyModel(plan, { faults: FAULTS, timing: 'async', monitors: [] })
  const steps = new Steps(model)
  const actions: number[] = []
  let state = steps.initial()
  // What deadlines and windows do once the run has ended concerns nobody: the driver is gone by then.
  while (actions.length < STEPS && verdict(plan, model.layout.stateOf(state)).status === 'running') {
    const offered = steps.from(state)
    const taken = offered[Math.floor(random() * offered.length)]
    if (taken === undefined) break
    actions.push(taken.action)
    state = taken.state
  }
  return model.replay(actions)
}
