import { expect, test } from 'vitest'
import { leadsTo } from '../engine/leads-to.ts'
import { pivotOf } from '../engine/reach.ts'
import { search } from '../engine/search.ts'
import { StateGraph } from '../engine/state-graph.ts'
import type { Model } from '../model.ts'
import { naiveSearch } from '../testing/naive-search.ts'
import { ABORTED, blockingCommit, COMMITTED, PREPARED, type Recovery } from './blocking-commit.ts'
import { allOrNone, broadcast } from './broadcast.ts'
import { CRITICAL, peterson } from './peterson.ts'
import { philosophers } from './philosophers.ts'
import { allBuilt, oneReading, readings, type Settling } from './readings.ts'
import { twoGenerals } from './two-generals.ts'

function graphOf(model: Model): StateGraph {
  const graph = new StateGraph(model)
  graph.advance(Number.POSITIVE_INFINITY)
  return graph
}

test.each([
  philosophers(4, 'left first'),
  philosophers(5, 'ordered'),
  peterson('flag first'),
  peterson('turn first'),
  blockingCommit(3, 'durable'),
  broadcast(3, 'act first', 2),
  twoGenerals({ type: 'acknowledge', messages: 4 }, 2),
  readings(3, 'look first', 1),
])('$name: counts are those of the naive search', (model) => {
  const naive = naiveSearch(model)
  for (const keys of ['fingerprints', 'exact'] as const) {
    const { distinct, generated, levels } = search(model, { keys })
    expect({ distinct, generated, levels }).toEqual({
      distinct: naive.states.size,
      generated: naive.generated,
      levels: naive.levels,
    })
  }
})

test.each([2, 3, 5, 8])(
  '%i philosophers are stuck when each has one fork; with ordered forks never',
  (seats) => {
    const never = { accepts: () => false }
    const { violations } = search(philosophers(seats, 'left first'), never)
    expect(violations.map(({ invariant }) => invariant)).toEqual([null])
    expect(violations[0]?.trace.actions).toHaveLength(seats)
    expect(violations[0]?.trace.states.at(-1)).toEqual(new Array<number>(2 * seats).fill(1))
    expect(search(philosophers(seats, 'ordered'), never).violations).toEqual([])
    expect(search(philosophers(seats, 'ordered'), { ...never, partialOrder: true }).violations).toEqual([])
    expect(
      search(philosophers(seats, 'left first'), { ...never, partialOrder: true }).violations,
    ).toHaveLength(1)
  },
)

test('the last state with hope is the one before the last fork is taken', () => {
  const model = philosophers(3, 'left first')
  const trace = search(model, { accepts: () => false }).violations[0]?.trace
  expect(trace && pivotOf(graphOf(model), trace, (state) => state.slice(3).includes(2))).toBe(2)
})

test('Peterson keeps two apart and lets both in; with the turn first it does not keep them apart', () => {
  const apart = {
    name: 'apart',
    holds: (state: Int32Array) => state[0] !== CRITICAL || state[1] !== CRITICAL,
  }
  expect(search(peterson('flag first'), { keys: 'exact', invariants: [apart] })).toMatchObject({
    coverage: 'proved within bounds',
    violations: [],
  })
  expect(search(peterson('turn first'), { invariants: [apart] }).violations).toHaveLength(1)
  const getsIn = (model: Model) =>
    leadsTo(graphOf(model), {
      name: 'gets in',
      from: (state) => state[0] === 2,
      to: (state) => state[0] === CRITICAL,
    })
  expect(getsIn(peterson('flag first'))).toBeNull()
  const unfair = getsIn({ ...peterson('flag first'), fairness: () => -1 })
  expect(unfair?.cycle.actions).toEqual([])
})

test.each([
  ['none', true, true],
  ['forgets', false, false],
  ['durable', false, true],
] as const)('a coordinator that dies: recovery %s', (recovery: Recovery, blocks, agrees) => {
  const model = blockingCommit(3, recovery)
  const one = {
    name: 'one decision',
    holds: (state: Int32Array) => !(has(state, COMMITTED) && has(state, ABORTED)),
  }
  const decided = (state: Int32Array): boolean => !has(state, PREPARED) && !has(state, 0)
  const found = search(model, { invariants: [one], accepts: decided }).violations
  expect(found.some(({ invariant }) => invariant === null)).toBe(blocks)
  expect(found.some(({ invariant }) => invariant !== null)).toBe(!agrees)
  const symmetric = search(model, { invariants: [one], accepts: decided, symmetry: true }).violations
  expect(symmetric.map(({ invariant }) => invariant)).toEqual(found.map(({ invariant }) => invariant))
  const lasso = leadsTo(graphOf(model), {
    name: 'prepared leads to decided',
    from: (state) => state[0] === PREPARED,
    to: (state) => state[0] === COMMITTED || state[0] === ABORTED,
  })
  expect(lasso !== null).toBe(blocks)
})

function has(state: Int32Array, value: number): boolean {
  return state.subarray(0, 3).includes(value)
}

test('however often generals acknowledge, one may attack alone; one that decides alone is followed', () => {
  const together = { accepts: (state: Int32Array) => state[1] === state[2] }
  for (const messages of [1, 2, 3, 6, 7]) {
    const { violations } = search(twoGenerals({ type: 'acknowledge', messages }, 1), together)
    expect(violations[0]?.trace.actions).toEqual([...new Array<number>(messages - 1).fill(0), 1])
    expect(search(twoGenerals({ type: 'acknowledge', messages }, 0), together).violations).toEqual([])
  }
  expect(search(twoGenerals({ type: 'reconcile' }, 5), { ...together, keys: 'exact' })).toMatchObject({
    coverage: 'proved within bounds',
    violations: [],
  })
})

test('who acts before it relays acts alone when it dies; who relays first does not', () => {
  const accepts = allOrNone(3)
  const wrong = search(broadcast(3, 'act first', 1), { accepts }).violations
  expect(wrong[0]?.trace.actions.map((action) => broadcast(3, 'act first', 1).describe(action))).toEqual([
    '1 delivers',
    '1 dies',
  ])
  expect(search(broadcast(3, 'act first', 0), { accepts }).violations).toEqual([])
  for (const deaths of [1, 2])
    expect(search(broadcast(3, 'relay first', deaths), { accepts }).violations).toEqual([])
})

test.each([
  ['alone', false],
  ['look first', false],
  ['write once', true],
] as const)('agents that read one task, %s: they build by one reading: %s', (settling: Settling, agree) => {
  const invariants = [{ name: 'one reading', holds: oneReading(3) }]
  for (const deaths of [0, 1, 2]) {
    const { violations, coverage } = search(readings(3, settling, deaths), {
      ...{ keys: 'exact', invariants, accepts: allBuilt(3) },
    })
    expect(violations.map(({ invariant }) => invariant)).toEqual(agree ? [] : ['one reading'])
    if (agree) expect(coverage).toBe('proved within bounds')
  }
})
