import type { StateGraph } from './state-graph.ts'

export interface Components {
  readonly count: number
  /** By state: its component, -1 outside. */
  readonly of: Int32Array
}

const UNSEEN = 0

/**
 * Strongly connected components of the states that are inside (1), by Tarjan's algorithm (1972) with a stack of its
 * own, since a path may be longer than the call stack.
 */
export function componentsOf(graph: StateGraph, inside: Uint8Array): Components {
  const of = new Int32Array(graph.states).fill(-1)
  /** Order of discovery, from 1, and the least order that a state can get back to. */
  const order = new Int32Array(graph.states)
  const low = new Int32Array(graph.states)
  const nextStep = new Int32Array(graph.states)
  const path = new Int32Array(graph.states)
  const open = new Int32Array(graph.states)
  let discovered = 0
  let pathLength = 0
  let openLength = 0
  let count = 0

  const discover = (state: number): void => {
    discovered += 1
    order[state] = discovered
    low[state] = discovered
    nextStep[state] = graph.firstStep(state)
    path[pathLength] = state
    pathLength += 1
    open[openLength] = state
    openLength += 1
  }

  const close = (state: number): void => {
    let member: number
    do {
      openLength -= 1
      member = open[openLength] as number
      of[member] = count
    } while (member !== state)
    count += 1
  }

  const leave = (state: number): void => {
    pathLength -= 1
    if (low[state] === order[state]) close(state)
    if (pathLength === 0) return
    const before = path[pathLength - 1] as number
    low[before] = Math.min(low[before] as number, low[state] as number)
  }

  for (let root = 0; root < graph.states; root += 1) {
    if (inside[root] !== 1 || order[root] !== UNSEEN) continue
    discover(root)
    while (pathLength > 0) {
      const state = path[pathLength - 1] as number
      const step = nextStep[state] as number
      if (step === graph.firstStep(state + 1)) {
        leave(state)
        continue
      }
      nextStep[state] = step + 1
      const target = graph.target(step)
      if (inside[target] !== 1) continue
      if (order[target] === UNSEEN) discover(target)
      else if (of[target] === -1) low[state] = Math.min(low[state] as number, order[target] as number)
    }
  }
  return { count, of }
}
