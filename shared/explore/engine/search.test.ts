import { expect, test } from 'vitest'
import { ABORTED, COMMITTED, twoPhase } from '../models/two-phase.ts'
import { search } from './search.ts'

test.each([
  [3, 288, 1146],
  [5, 8832, 58146],
])('two-phase commit with %i managers has the published counts', (managers, distinct, generated) => {
  for (const keys of ['fingerprints', 'exact'] as const) {
    const report = search(twoPhase(managers), { keys })
    expect(report).toMatchObject({ distinct, generated, ended: true, frontier: 0, capsHit: [] })
    expect(report.coverage).toBe(keys === 'exact' ? 'proved within bounds' : 'exhausted within bounds')
    expect(report.levels.reduce((sum, level) => sum + level, 0)).toBe(distinct)
    expect(report.levels).toHaveLength(report.depth + 1)
    expect(report.fired.reduce((sum, count) => sum + count, 0)).toBe(generated - 1)
  }
})

test.each([
  [3, 80],
  [5, 314],
])('under full symmetry two-phase commit with %i managers has %i orbits', (managers, orbits) => {
  const report = search(twoPhase(managers), { symmetry: true, keys: 'exact' })
  expect(report).toMatchObject({ distinct: orbits, coverage: 'exhausted within bounds' })
  expect(report.reductions).toEqual(['symmetry'])
})

test('a violation has a shortest way to it, which the model can walk', () => {
  const model = twoPhase(3)
  const never = { name: 'no manager commits', holds: (state: Int32Array) => state[0] !== COMMITTED }
  const consistent = {
    name: 'consistent',
    holds: (state: Int32Array) =>
      !([0, 3, 6].some((rm) => state[rm] === COMMITTED) && [0, 3, 6].some((rm) => state[rm] === ABORTED)),
  }
  const { violations } = search(model, { invariants: [never, consistent] })
  expect(violations.map(({ invariant }) => invariant)).toEqual(['no manager commits'])
  const trace = violations[0]?.trace
  expect(trace?.actions.map((action) => model.describe(action))).toHaveLength(8)
  expect(trace?.states.at(-1)?.[0]).toBe(COMMITTED)
})

test('a limit ends the search with what it knows', () => {
  const few = search(twoPhase(5), { maxStates: 1000 })
  expect(few).toMatchObject({ coverage: 'partial', ended: true, capsHit: ['states'] })
  expect(few.distinct).toBeGreaterThanOrEqual(1000)
  expect(few.frontier).toBeGreaterThan(0)
  const small = search(twoPhase(5), { maxBytes: 100_000 })
  expect(small).toMatchObject({ coverage: 'partial', capsHit: ['memory'] })
  let looks = 0
  const stopped = search(twoPhase(7), { stop: () => ++looks === 2 })
  expect(stopped).toMatchObject({ coverage: 'partial', capsHit: ['stopped'] })
})

test('several initial states count as generated, and equal ones as one state', () => {
  const model = { ...twoPhase(3), initial: () => [zeros, zeros, [...zeros.slice(0, -1), 1]] }
  const report = search(model, { invariants: [{ name: 'no abort', holds: (state) => state[11] === 0 }] })
  expect(report.violations[0]?.trace).toEqual({ actions: [], states: [[...zeros.slice(0, -1), 1]] })
  const whole = search(model)
  expect(whole.levels[0]).toBe(2)
  expect(whole.generated).toBe(whole.fired.reduce((sum, count) => sum + count, 3))
})

const zeros = new Array<number>(12).fill(0)

test('memory is kept to, whichever table grows', () => {
  for (const keys of ['fingerprints', 'exact'] as const) {
    const limit = 4_000_000
    const report = search(twoPhase(7), { keys, maxBytes: limit })
    expect(report).toMatchObject({ coverage: 'partial', capsHit: ['memory'] })
    expect(report.bytes).toBeLessThan(limit)
    expect(report.distinct).toBeGreaterThan(20_000)
  }
})
