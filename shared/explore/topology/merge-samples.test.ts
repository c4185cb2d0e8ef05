import { expect, it } from 'vitest'
import type { CheckResult, Counterexample } from '../result.ts'
import { mergeSamples } from './merge-samples.ts'

const step = { words: '', action: '', element: null, fault: false, transitions: [] }

function found(property: string, steps: number): Counterexample {
  return { property, sentence: '', elements: [], steps: Array(steps).fill(step), pivot: null }
}

function part(change: Partial<CheckResult>): CheckResult {
  return {
    ...{ coverage: 'sampled', states: 0, generated: 0, depth: 0, frontier: 0, omission: 0 },
    ...{ reductions: [], bounds: [], capsHit: [], neverFired: [], properties: [], violated: [], levels: [] },
    ...{ seconds: 0 },
    ...change,
  }
}

it('counts what all threads did, and tells the shortest of what they found', () => {
  const properties = ['a', 'b'].map((id) => ({ id, title: id, elements: [], verdict: 'open' as const }))
  const merged = mergeSamples([
    part({
      ...{ properties, states: 10, depth: 4, neverFired: ['e1', 'e2'], seconds: 1 },
      bounds: [
        { name: 'schedules', value: '3 of 5' },
        { name: 'seed', value: '1' },
      ],
      violated: [found('a', 9)],
    }),
    part({
      ...{ properties, states: 7, depth: 9, neverFired: ['e2'], seconds: 2 },
      bounds: [
        { name: 'schedules', value: '4 of 5' },
        { name: 'seed', value: '1' },
      ],
      violated: [found('a', 6)],
    }),
  ])
  expect(merged).toMatchObject({ states: 17, depth: 9, neverFired: ['e2'], seconds: 2 })
  expect(merged.bounds).toEqual([
    { name: 'schedules', value: '7 of 10' },
    { name: 'seed', value: '1' },
  ])
  expect(merged.properties.map(({ verdict }) => verdict)).toEqual(['violated', 'open'])
  expect(merged.violated.map(({ steps }) => steps.length)).toEqual([6])
})
