import { StateGraph } from '../explore/engine/state-graph.ts'
import type { Model } from '../explore/model.ts'
import type { FaultBudget } from '../explore/result.ts'
import { hasCycle } from '../explore/topology/forever.ts'
import type { Monitor } from '../explore/topology/monitor.ts'
import { REDUCED } from '../explore/topology/reductions.ts'
import { type TopologyModel, topologyModel } from '../explore/topology/topology-model.ts'
import { type Verdict, verdict } from '../kernel/verdict.ts'
import type { Plan } from '../topology/plan.ts'
import { workMonitor } from './works.ts'

/** How runs may end: `running` waits for ever for an answer, `endless` goes on for ever. */
export type Ending = Verdict['status'] | 'endless'

/** What all runs of a plan show of some actors. */
export interface Seen {
  /** They do their work in some run. */
  readonly may: boolean
  /** How those runs may end in which they have not, and what fails was tried. */
  readonly without: readonly Ending[]
  /** What fails was tried in some run. */
  readonly tried: boolean
}

const NO_FAULTS: FaultBudget = {
  host: 0,
  crash: 0,
  error: 0,
  wrong: 0,
  drop: 0,
  duplicate: 0,
  reorder: 0,
}

/**
 * Follows all runs of a plan, with no other fault, up to where the actors have done their work once; with no actors up
 * to their ends. Timers fire when nothing else happens.
 */
export class RunSearch {
  private readonly plan: Plan
  private readonly model: TopologyModel
  private readonly graph: StateGraph

  constructor(plan: Plan, actors: ReadonlySet<number>, tried: Monitor) {
    this.plan = plan
    this.model = topologyModel(plan, {
      faults: NO_FAULTS,
      timing: 'partial-sync',
      monitors: [workMonitor(plan, actors), tried],
      reductions: REDUCED,
    })
    this.graph = new StateGraph(upToWork(this.model))
  }

  get states(): number {
    return this.graph.states
  }

  /** Expands at most so many more states; true once there are none left. */
  advance(states: number): boolean {
    return this.graph.advance(states)
  }

  /** To be asked when all states were expanded. */
  seen(): Seen {
    const { graph, model, plan } = this
    const cell = model.layout.firstMonitor
    const without = new Set<Ending>()
    const vector = new Int32Array(model.cells)
    let [may, tried] = [false, false]
    for (let state = 0; state < graph.states; state += 1) {
      if (graph.firstStep(state) < graph.firstStep(state + 1)) continue
      graph.read(state, vector)
      if (vector[cell + 1] === 1) tried = true
      if (vector[cell] === 1) may = true
      else if (vector[cell + 1] === 1) without.add(verdict(plan, model.layout.stateOf(vector)).status)
    }
    if (hasCycle(graph)) without.add('endless')
    return { may, without: [...without].sort(), tried }
  }
}

function upToWork(model: TopologyModel): Model {
  const cell = model.layout.firstMonitor
  return {
    name: model.name,
    cells: model.cells,
    sizes: model.sizes,
    initial: () => model.initial(),
    expand: (state, out) => {
      if (state[cell] !== 1) model.expand(state, out)
    },
    describe: (action) => model.describe(action),
  }
}
