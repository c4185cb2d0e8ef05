import { expect, test } from 'vitest'
import { twoPhase } from '../models/two-phase.ts'
import { naiveSearch } from '../testing/naive-search.ts'
import { FingerprintSet } from './fingerprint-set.ts'
import { search } from './search.ts'
import { SplitMix } from './splitmix.ts'

test.each([
  [4, 1568, 8258],
  [6, 50_816, 402_306],
  [7, 296_448, 2_744_706],
  [8, 1_745_408, 18_507_778],
])('two-phase commit with %i managers', (managers, distinct, generated) => {
  for (const keys of ['fingerprints', 'exact'] as const)
    expect(search(twoPhase(managers), { keys })).toMatchObject({ distinct, generated, frontier: 0 })
})

/** By the naive search the orbits are counted as sorted blocks. */
test.each([4, 6, 7])('orbits of two-phase commit with %i managers', (managers) => {
  const orbits = new Set(
    [...naiveSearch(twoPhase(managers)).states.values()].map((state) =>
      [
        ...Array.from({ length: managers }, (_, at) => state.slice(3 * at, 3 * at + 3).join()).sort(),
        state.slice(3 * managers).join(),
      ].join(';'),
    ),
  )
  expect(search(twoPhase(managers), { symmetry: true }).distinct).toBe(orbits.size)
})

test('a table holds more than a Set can', () => {
  const set = new FingerprintSet()
  const many = 18_000_000
  for (const added of [many, 0]) {
    const random = new SplitMix(1)
    for (let at = 0; at < many; at += 1) {
      random.draw()
      set.reserve(1)
      set.add(random.lo, random.hi)
    }
    if (added > 0) expect(set.size).toBe(added)
  }
  expect(set.size).toBe(many)
})
