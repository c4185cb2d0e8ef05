import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Model } from '../model.ts'
import { naiveSearch, stepsOf } from '../testing/naive-search.ts'
import { drawnModels, modelOf } from '../testing/random-model.ts'
import { type Lasso, type LeadsTo, leadsTo } from './leads-to.ts'
import { canReach, pivotOf } from './reach.ts'
import { search } from './search.ts'
import { StateGraph } from './state-graph.ts'

function graphOf(model: Model): StateGraph {
  const graph = new StateGraph(model)
  while (!graph.advance(100)) expect(graph.expanded % 100).toBe(0)
  return graph
}

const property: LeadsTo = {
  name: 'owned leads to 1',
  from: (state) => state[0] !== 0,
  to: (state) => state[1] === 1,
}

/** Steps of each state that change something. */
function movesOf(model: Model, state: readonly number[]): readonly { action: number; state: string }[] {
  return stepsOf(model, state)
    .map((step) => ({ action: step.action, state: step.state.join() }))
    .filter((step) => step.state !== state.join())
}

/** Decides by the definition, with reachability closed by brute force. */
function isBroken(model: Model, { from, to }: LeadsTo): boolean {
  const { states } = naiveSearch(model)
  const waiting = new Map([...states].filter(([, state]) => !to(Int32Array.from(state))))
  const moves = new Map([...waiting].map(([name, state]) => [name, movesOf(model, state)]))
  const reachable = new Map(
    [...waiting.keys()].map((name) => {
      const seen = new Set([name])
      for (const one of seen)
        for (const { state } of moves.get(one) ?? []) if (waiting.has(state)) seen.add(state)
      return [name, seen]
    }),
  )
  const isFair = (members: readonly string[]): boolean =>
    members
      .flatMap((name) => moves.get(name) ?? [])
      .every(
        ({ action }) =>
          members.some((name) => !moves.get(name)?.some((move) => move.action === action)) ||
          members.some((name) =>
            moves.get(name)?.some((move) => move.action === action && members.includes(move.state)),
          ),
      )
  return [...waiting].some(
    ([root, state]) =>
      from(Int32Array.from(state)) &&
      [...(reachable.get(root) ?? [])].some((name) =>
        isFair([...(reachable.get(name) ?? [])].filter((other) => reachable.get(other)?.has(name))),
      ),
  )
}

function mustBeFairLasso(model: Model, { prefix, cycle }: Lasso, { from, to }: LeadsTo): void {
  expect(model.initial()).toContainEqual(prefix.states[0])
  expect(cycle.states[0]).toEqual(prefix.states.at(-1))
  expect(cycle.states.at(-1)).toEqual(cycle.states[0])
  for (const { actions, states } of [prefix, cycle])
    for (const [at, action] of actions.entries())
      expect(stepsOf(model, states[at] ?? [])).toContainEqual({ action, state: states[at + 1] })
  const last = prefix.states.findLastIndex((state) => from(Int32Array.from(state)))
  const after = [...prefix.states.slice(last), ...cycle.states]
  expect(last).toBeGreaterThanOrEqual(0)
  expect(after.some((state) => to(Int32Array.from(state)))).toBe(false)
  const taken = new Set(
    cycle.actions.filter((_, at) => cycle.states[at]?.join() !== cycle.states[at + 1]?.join()),
  )
  for (const { action } of cycle.states.flatMap((state) => movesOf(model, state)))
    expect(
      taken.has(action) ||
        cycle.states.some((state) => !movesOf(model, state).some((move) => move.action === action)),
    ).toBe(true)
}

test('a fair lasso is found if and only if there is one, and it is what it says', () => {
  let broken = 0
  fc.assert(
    fc.property(
      drawnModels.filter(({ processes }) => processes < 3),
      (drawn) => {
        const model = modelOf(drawn)
        const lasso = leadsTo(graphOf(model), property)
        expect(lasso !== null).toBe(isBroken(model, property))
        if (lasso === null) return
        broken += 1
        mustBeFairLasso(model, lasso, property)
      },
    ),
    { numRuns: 300 },
  )
  expect(broken).toBeGreaterThan(10)
})

test('the graph has the states and steps of the search', () => {
  fc.assert(
    fc.property(drawnModels, (drawn) => {
      const model = modelOf(drawn)
      const graph = graphOf(model)
      const { distinct, generated } = search(model, { keys: 'exact' })
      expect([graph.states, graph.steps + 1]).toEqual([distinct, generated])
      for (let state = 0; state < graph.states; state += 1)
        expect(graph.numberOf(graph.vector(state))).toBe(state)
    }),
    { numRuns: 40 },
  )
})

test('the pivotal state is the last one with a way to the goal', () => {
  fc.assert(
    fc.property(drawnModels, (drawn) => {
      const model = modelOf(drawn)
      const graph = graphOf(model)
      const isGoal = (state: Int32Array): boolean => state[1] === 2
      const hopeful = [...canReach(graph, graph.mark(isGoal))].map((mark) => mark === 1)
      for (const [number, hope] of hopeful.entries()) {
        const { states } = naiveSearch({ ...model, initial: () => [graph.vector(number)] })
        expect([...states.values()].some((state) => state[1] === 2)).toBe(hope)
      }
      const { violations } = search(model, { accepts: (state) => isGoal(state) })
      for (const { trace } of violations) {
        const pivot = pivotOf(graph, trace, isGoal)
        const hopes = trace.states.map((state) => hopeful[graph.numberOf(state)])
        expect(pivot ?? -1).toBe(hopes.lastIndexOf(true))
      }
    }),
    { numRuns: 40 },
  )
})
