import type { Trace } from './report.ts'
import type { StateGraph } from './state-graph.ts'

/** A breadth-first tree: for each state that was reached, the step that led to it. */
export interface Reach {
  /** In the order of reaching. */
  readonly order: Int32Array
  /** By state: the state before it (itself at a root), and the step from there; -1 where it was not reached. */
  readonly before: Int32Array
  readonly by: Int32Array
}

/** From the roots, over states that are inside (1). */
export function reachFrom(graph: StateGraph, roots: Iterable<number>, inside: Uint8Array): Reach {
  const order = new Int32Array(graph.states)
  const before = new Int32Array(graph.states).fill(-1)
  const by = new Int32Array(graph.states).fill(-1)
  let end = 0
  for (const root of roots)
    if (inside[root] === 1 && before[root] === -1) {
      before[root] = root
      order[end] = root
      end += 1
    }
  for (let at = 0; at < end; at += 1) {
    const state = order[at] as number
    for (let step = graph.firstStep(state); step < graph.firstStep(state + 1); step += 1) {
      const target = graph.target(step)
      if (inside[target] !== 1 || before[target] !== -1) continue
      before[target] = state
      by[target] = step
      order[end] = target
      end += 1
    }
  }
  return { order: order.subarray(0, end), before, by }
}

/** The steps from a root to a state that was reached. */
export function stepsTo({ before, by }: Reach, state: number): readonly number[] {
  const steps: number[] = []
  for (let at = state; before[at] !== at; at = before[at] as number) steps.push(by[at] as number)
  return steps.reverse()
}

/** The root from which it was reached. */
export function rootOf({ before }: Reach, state: number): number {
  let at = state
  while (before[at] !== at) at = before[at] as number
  return at
}

export function traceAlong(graph: StateGraph, from: number, steps: readonly number[]): Trace {
  return {
    actions: steps.map((step) => graph.action(step)),
    states: [graph.vector(from), ...steps.map((step) => graph.vector(graph.target(step)))],
  }
}

/** By state, 1 where some way leads to a goal (a goal itself counts). */
export function canReach(graph: StateGraph, goals: Uint8Array): Uint8Array {
  const { starts, sources } = reversed(graph)
  const can = new Uint8Array(goals)
  const queue = new Int32Array(graph.states)
  let end = 0
  for (let state = 0; state < can.length; state += 1)
    if (can[state] === 1) {
      queue[end] = state
      end += 1
    }
  for (let at = 0; at < end; at += 1) {
    const state = queue[at] as number
    for (let place = starts[state] as number; place < (starts[state + 1] as number); place += 1) {
      const source = sources[place] as number
      if (can[source] === 1) continue
      can[source] = 1
      queue[end] = source
      end += 1
    }
  }
  return can
}

/**
 * The pivotal state of a trace: the index of the last one from which a goal could still be reached; null if there was
 * never hope, or the graph does not hold the trace.
 */
export function pivotOf(
  graph: StateGraph,
  trace: Trace,
  isGoal: (state: Int32Array) => boolean,
): number | null {
  const can = canReach(graph, graph.mark(isGoal))
  const pivot = trace.states.findLastIndex((state) => can[graph.numberOf(state)] === 1)
  return pivot < 0 ? null : pivot
}

/** The states before each state, as rows of a compressed table. */
function reversed(graph: StateGraph): { readonly starts: Int32Array; readonly sources: Int32Array } {
  const starts = new Int32Array(graph.states + 1)
  for (let step = 0; step < graph.steps; step += 1) {
    const row = graph.target(step) + 1
    starts[row] = (starts[row] as number) + 1
  }
  for (let row = 1; row < starts.length; row += 1)
    starts[row] = (starts[row] as number) + (starts[row - 1] as number)
  const next = starts.slice()
  const sources = new Int32Array(graph.steps)
  for (let state = 0; state < graph.expanded; state += 1)
    for (let step = graph.firstStep(state); step < graph.firstStep(state + 1); step += 1) {
      const target = graph.target(step)
      const place = next[target] as number
      sources[place] = state
      next[target] = place + 1
    }
  return { starts, sources }
}
