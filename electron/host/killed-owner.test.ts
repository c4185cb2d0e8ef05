import { afterAll, describe, expect, it } from 'vitest'
import { killTrial } from '../testing/kill-example.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { testSeed } from '../testing/seeded.ts'

const places = temporaryPlaces()
afterAll(() => places.remove())

const seed = testSeed()

describe('an owner that is killed while it runs the example', { timeout: 600_000 }, () => {
  // One early, one late, one anywhere would be chosen moments: these are three that nobody chose.
  it.concurrent.each([seed, seed + 1, seed + 2])('is taken over at any moment (seed %i)', async (one) => {
    const trial = await killTrial(one, places)
    expect(trial).toMatchObject({ violations: [] })
  })
})
