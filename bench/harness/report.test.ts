import { expect, test } from 'vitest'
import { type Comparison, compare, missingKeys, type Report, Samples, tableOf } from './report.ts'

const COMPARISONS: readonly Comparison[] = [
  { ratio: 'peer.memory.pipeline', ours: 'us.rate', theirs: 'peer.rate', better: 'more' },
  { ratio: 'peer.peak', ours: 'us.peak', theirs: 'peer.peak', better: 'less' },
  { ratio: 'other.memory.pipeline', ours: 'us.rate', theirs: 'other.rate', better: 'more' },
]

function samples(): Samples {
  const made = new Samples()
  for (const [ours, theirs] of [
    [100, 10],
    [60, 5],
    [80, 10],
  ] as const) {
    made.add('us.rate', 'hops/s', ours)
    made.add('peer.rate', 'hops/s', theirs)
  }
  made.add('us.peak', 'MiB', 50)
  made.add('peer.peak', 'MiB', 200)
  return made
}

test('a ratio is the median of the rounds, and more than 1 is better whichever way it counts', () => {
  const { ratios, spreads } = compare(samples(), COMPARISONS)
  expect(ratios).toEqual({ 'peer.memory.pipeline': 10, 'peer.peak': 4 })
  expect(spreads['ratio.peer.memory.pipeline']).toEqual({ unit: 'times', median: 10, min: 8, max: 12 })
})

test('what was not measured is missing, and so is what is no number', () => {
  const { ratios } = compare(samples(), COMPARISONS)
  const required = COMPARISONS.map(({ ratio }) => ratio)
  expect(missingKeys(ratios, required)).toEqual(['other.memory.pipeline'])
  expect(
    missingKeys({ 'a.b': Number.NaN, 'a.c': Number.POSITIVE_INFINITY, 'a.d': 1 }, ['a.b', 'a.c', 'a.d']),
  ).toEqual(['a.b', 'a.c'])
})

test('the table names every figure and why a peer is not there', () => {
  const report: Report = {
    name: 'kernel',
    rounds: 3,
    load: { cpus: 2, before: 0.5, after: 1 },
    figures: samples().figures(),
    ratios: {},
    skipped: { other: 'it cannot be built here' },
    contenders: { us: 'synod 1' },
  }
  const table = tableOf(report)
  expect(table).toMatch(/us\.rate +hops\/s +80\.00 +60\.00 +100/)
  expect(table).toContain('skipped other: it cannot be built here')
})
