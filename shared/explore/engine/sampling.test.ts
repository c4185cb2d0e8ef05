import { expect, test } from 'vitest'
import type { Model } from '../model.ts'
import { twoPhase } from '../models/two-phase.ts'
import { stepsOf } from '../testing/naive-search.ts'
import { Sampling, type SamplingOptions } from './sampling.ts'
import { search } from './search.ts'
import { Swarm } from './swarm.ts'

const LONG = 40

/** One process counts to forty, the other reads once: wrong only if it reads at the very end. */
const lateReader: Model = {
  name: 'late reader',
  cells: 2,
  sizes: [LONG + 1, LONG + 2],
  initial: () => [[0, 0]],
  expand(state, out) {
    const count = state[0] ?? 0
    if (count < LONG) {
      out.set(0, count + 1)
      out.emit(0)
    }
    if (state[1] === 0) {
      out.set(1, count + 1)
      out.emit(1)
    }
  },
  describe: (action) => (action === 0 ? 'count' : 'read'),
  owner: (action) => action,
}
const early = { name: 'early', holds: (state: Int32Array) => state[1] !== LONG + 1 }

function sampled(model: Model, options: SamplingOptions) {
  const sampling = new Sampling(model, options)
  while (!sampling.advance(7)) expect(sampling.report().ended).toBe(false)
  return sampling.report()
}

test('by priorities a bug that even draws hardly meet is met, again with the same seed', () => {
  const options = { seed: 3, schedules: 50, steps: 100, invariants: [early] }
  expect(sampled(lateReader, { ...options, depth: null }).violations).toEqual([])
  const report = sampled(lateReader, { ...options, depth: 1 })
  expect(report.violations).toHaveLength(1)
  expect(report.violations[0]?.trace.actions).toEqual([...new Array<number>(LONG).fill(0), 1])
  expect(sampled(lateReader, { ...options, depth: 1 })).toEqual(report)
})

test('a change point makes the first the last', () => {
  const middle = { name: 'not in the middle', holds: (state: Int32Array) => state[1] !== LONG / 2 }
  const options = { seed: 1, steps: LONG, invariants: [middle] }
  expect(sampled(lateReader, { ...options, schedules: 100, depth: 1 }).violations).toEqual([])
  expect(sampled(lateReader, { ...options, schedules: 2000, depth: 2 }).violations).toHaveLength(1)
})

test('schedules are ways of the model, and say what they met', () => {
  const model = twoPhase(3)
  const undecided = { name: 'undecided', holds: (state: Int32Array) => state[9] === 0 }
  const report = sampled(model, { seed: 9, schedules: 200, steps: 60, depth: null, invariants: [undecided] })
  expect(report.coverage).toBe('sampled')
  const trace = report.violations[0]?.trace
  for (const [at, action] of (trace?.actions ?? []).entries())
    expect(stepsOf(model, trace?.states[at] ?? [])).toContainEqual({ action, state: trace?.states[at + 1] })
  const all = sampled(model, { seed: 9, schedules: 200, steps: 60, depth: null })
  expect(all).toMatchObject({ schedules: 200, steps: 12_000, cut: 200, violations: [] })
  expect(all.distinct).toBeGreaterThan(150)
  expect(all.distinct).toBeLessThanOrEqual(288)
})

test('a swarm with room for all meets all, and one with little room still finds a way', () => {
  const roomy = new Swarm(twoPhase(3), { seed: 1, members: 1, bits: 22, maxDepth: 200, maxStates: 10_000 })
  while (!roomy.advance(50)) expect(roomy.report().members).toBe(0)
  expect(roomy.report()).toMatchObject({ states: 288, members: 1, violations: [] })
  const small = { seed: 5, members: 20, bits: 11, maxDepth: 100, maxStates: 10_000 }
  const swarm = new Swarm(lateReader, { ...small, invariants: [early] })
  while (!swarm.advance(1000)) expect(swarm.report().violations).toEqual([])
  const trace = swarm.report().violations[0]?.trace
  expect(trace?.states.at(-1)).toEqual([LONG, LONG + 1])
  for (const [at, action] of (trace?.actions ?? []).entries())
    expect(stepsOf(lateReader, trace?.states[at] ?? [])).toContainEqual({
      action,
      state: trace?.states[at + 1],
    })
})

test('a swarm finds the deadlocks of the whole search', () => {
  const accepts = (state: Int32Array): boolean => state[1] !== 7
  expect(search(lateReader, { accepts }).violations).toHaveLength(1)
  const swarm = new Swarm(lateReader, {
    seed: 5,
    members: 4,
    bits: 16,
    maxDepth: 100,
    maxStates: 10_000,
    accepts,
  })
  while (!swarm.advance(1000)) expect(swarm.report().ended).toBe(false)
  expect(swarm.report().violations[0]?.trace.states.at(-1)).toEqual([LONG, 7])
})
