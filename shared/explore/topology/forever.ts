import type { Plan } from '../../topology/plan.ts'
import { explainLasso } from '../counterexample/explain-lasso.ts'
import { componentsOf } from '../engine/components.ts'
import { leadsTo } from '../engine/leads-to.ts'
import { StateGraph } from '../engine/state-graph.ts'
import type { Counterexample } from '../result.ts'
import { judge } from './judged.ts'
import type { Monitor } from './monitor.ts'
import type { TopologyModel, TopologyOptions } from './topology-model.ts'

export interface ForeverOptions {
  readonly faults: TopologyOptions['faults']
  readonly timing: TopologyOptions['timing']
  /** Of each of the two graphs. */
  readonly maxStates: number
  readonly maxBytes: number
}

/**
 * Runs that never end, and so never do what they owe. The search has seen all that runs do up to their end. What is
 * left are cycles: the reduced graph has one if any run goes on for ever, since a step that is put off can always still
 * be taken. Only then the whole graph is made, and judged under weak fairness of every component: one that stays able to
 * go on does at last; no fault and no person has to come.
 */
export class Forever {
  private readonly plan: Plan
  private readonly drawn: readonly Monitor[]
  private readonly options: ForeverOptions
  private graph: StateGraph
  private whole = false
  /** `none`: no run goes on for ever. `judged`: all that do were looked at. */
  verdict: 'open' | 'none' | 'judged' = 'open'
  readonly found = new Map<string, Counterexample>()

  constructor(plan: Plan, drawn: readonly Monitor[], options: ForeverOptions) {
    this.plan = plan
    this.drawn = drawn
    this.options = options
    this.graph = new StateGraph(this.model(false))
  }

  /** Expands at most so many more states; true once it has ended. */
  advance(states: number): boolean {
    const { graph } = this
    const { maxStates, maxBytes } = this.options
    if (!graph.advance(states)) return graph.states > maxStates || graph.bytes > maxBytes
    if (!this.whole) {
      if (!hasCycle(graph)) {
        this.verdict = 'none'
        return true
      }
      this.whole = true
      this.graph = new StateGraph(this.model(true))
      return false
    }
    for (const monitor of this.drawn) this.judge(monitor)
    this.verdict = 'judged'
    return true
  }

  private model(exact: boolean): TopologyModel {
    const { faults, timing } = this.options
    return judge(this.plan, this.drawn, { faults, timing, exact, searches: true }, faults).model
  }

  private judge(monitor: Monitor): void {
    const { owes } = monitor
    if (owes === undefined) return
    const model = this.graph.model as TopologyModel
    const cell = model.layout.firstMonitor + model.layout.monitors.indexOf(monitor)
    const open = (state: Int32Array): boolean => owes(state[cell] as number)
    const lasso = leadsTo(this.graph, { name: monitor.id, from: open, to: (state) => !open(state) })
    if (lasso !== null) this.found.set(monitor.id, explainLasso(model, monitor, lasso))
  }
}

export function hasCycle(graph: StateGraph): boolean {
  const { count } = componentsOf(graph, new Uint8Array(graph.states).fill(1))
  if (count < graph.states) return true
  for (let state = 0; state < graph.states; state += 1)
    for (let step = graph.firstStep(state); step < graph.firstStep(state + 1); step += 1)
      if (graph.target(step) === state) return true
  return false
}
