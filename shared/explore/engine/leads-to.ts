import { componentsOf } from './components.ts'
import { reachFrom, rootOf, stepsTo, traceAlong } from './reach.ts'
import type { Trace } from './report.ts'
import type { StateGraph } from './state-graph.ts'

/** Whenever `from` holds, `to` holds then or later. */
export interface LeadsTo {
  readonly name: string
  from(state: Int32Array): boolean
  to(state: Int32Array): boolean
}

/** A way that never gets there: a prefix, then a cycle for ever. Without an action, it stays where it is. */
export interface Lasso {
  readonly prefix: Trace
  readonly cycle: Trace
}

/**
 * Is there a weakly fair way on which `from` is not followed by `to`? Fairness is the model's: a class of actions
 * that stays enabled is taken at last. Steps that change nothing count for nothing, as in TLA+ (Lamport 1994).
 * One exists if and only if some strongly connected component without `to`, reached from `from` without `to`, has
 * for each class a step of it inside, or a state in which the class is not enabled. The graph must be whole.
 */
export function leadsTo(graph: StateGraph, property: LeadsTo): Lasso | null {
  if (graph.expanded < graph.states) throw new Error('the graph is not whole yet')
  const outside = graph.mark((state) => property.to(state))
  const inside = outside.map((mark) => 1 - mark)
  const from = graph.mark((state) => property.from(state))
  const roots: number[] = []
  for (let state = 0; state < from.length; state += 1) if (from[state] === 1) roots.push(state)
  const reach = reachFrom(graph, roots, inside)
  const reached = new Uint8Array(graph.states)
  for (const state of reach.order) reached[state] = 1
  const { of, count } = componentsOf(graph, reached)
  const members = membersOf(of, count)
  const judged = new Uint8Array(count)
  for (const state of reach.order) {
    const component = of[state] as number
    if (judged[component] === 1) continue
    judged[component] = 1
    const duties = dutiesOf(graph, members(component), of)
    if (duties === null) continue
    const root = rootOf(reach, state)
    const whole = reachFrom(graph, graph.initial, new Uint8Array(graph.states).fill(1))
    const steps = [...stepsTo(whole, root), ...stepsTo(reach, state)]
    return {
      prefix: traceAlong(graph, rootOf(whole, root), steps),
      cycle: traceAlong(graph, state, cycleFrom(graph, state, duties, of)),
    }
  }
  return null
}

/** What a cycle must do to be fair: for each class take a step of it, or pass a state where it is not enabled. */
type Duty =
  | { readonly type: 'take'; readonly class: number }
  | { readonly type: 'pass'; readonly class: number }

/** Null where the component cannot be stayed in fairly. */
function dutiesOf(graph: StateGraph, members: Int32Array, of: Int32Array): readonly Duty[] | null {
  const enabledIn = new Map<number, number>()
  const taken = new Set<number>()
  for (const state of members) {
    for (const fair of classesAt(graph, state)) enabledIn.set(fair, (enabledIn.get(fair) ?? 0) + 1)
    for (let step = graph.firstStep(state); step < graph.firstStep(state + 1); step += 1)
      if (graph.target(step) !== state && of[graph.target(step)] === of[state])
        taken.add(classOf(graph, step))
  }
  const duties: Duty[] = []
  for (const [fair, states] of enabledIn) {
    if (states < members.length) duties.push({ type: 'pass', class: fair })
    else if (taken.has(fair)) duties.push({ type: 'take', class: fair })
    else return null
  }
  return duties
}

/** From a state through its component and back, doing every duty on the way, each by a nearest one. */
function cycleFrom(
  graph: StateGraph,
  start: number,
  duties: readonly Duty[],
  of: Int32Array,
): readonly number[] {
  const inside = Uint8Array.from(of, (component) => (component === of[start] ? 1 : 0))
  const steps: number[] = []
  let here = start
  const goTo = (state: number, reach = reachFrom(graph, [here], inside)): void => {
    steps.push(...stepsTo(reach, state))
    here = state
  }
  const passed = (fair: number): boolean =>
    [start, ...steps.map((step) => graph.target(step))].some((state) => !classesAt(graph, state).has(fair))
  for (const duty of duties) {
    if (duty.type === 'pass') {
      if (passed(duty.class)) continue
      const reach = reachFrom(graph, [here], inside)
      const goal = reach.order.find((state) => !classesAt(graph, state).has(duty.class))
      if (goal !== undefined) goTo(goal, reach)
      continue
    }
    if (steps.some((step) => classOf(graph, step) === duty.class)) continue
    const reach = reachFrom(graph, [here], inside)
    for (const state of reach.order) {
      const step = stepInside(graph, state, duty.class, inside)
      if (step === null) continue
      goTo(state, reach)
      steps.push(step)
      here = graph.target(step)
      break
    }
  }
  goTo(start)
  return steps
}

function stepInside(graph: StateGraph, state: number, fair: number, inside: Uint8Array): number | null {
  for (let step = graph.firstStep(state); step < graph.firstStep(state + 1); step += 1) {
    const target = graph.target(step)
    if (target !== state && inside[target] === 1 && classOf(graph, step) === fair) return step
  }
  return null
}

function classesAt(graph: StateGraph, state: number): ReadonlySet<number> {
  const classes = new Set<number>()
  for (let step = graph.firstStep(state); step < graph.firstStep(state + 1); step += 1) {
    const fair = classOf(graph, step)
    if (fair >= 0 && graph.target(step) !== state) classes.add(fair)
  }
  return classes
}

function classOf(graph: StateGraph, step: number): number {
  return graph.model.fairness?.(graph.action(step)) ?? -1
}

/** The states of each component, grouped by a counting sort. */
function membersOf(of: Int32Array, count: number): (component: number) => Int32Array {
  const starts = new Int32Array(count + 1)
  for (const component of of) if (component >= 0) starts[component + 1] = (starts[component + 1] ?? 0) + 1
  for (let at = 1; at <= count; at += 1) starts[at] = (starts[at] ?? 0) + (starts[at - 1] ?? 0)
  const grouped = new Int32Array(starts[count] ?? 0)
  const next = starts.slice()
  for (const [state, component] of of.entries())
    if (component >= 0) {
      const place = next[component] ?? 0
      grouped[place] = state
      next[component] = place + 1
    }
  return (component) => grouped.subarray(starts[component], starts[component + 1])
}
