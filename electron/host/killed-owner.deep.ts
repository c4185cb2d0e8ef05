import { describe, expect, it } from 'vitest'
import { killTrial } from '../testing/kill-example.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { testSeed } from '../testing/seeded.ts'

const MOMENTS = 50

const seed = testSeed()
/** Two at a time, so that the machine is never quiet. */
const pairs = Array.from({ length: MOMENTS / 2 }, (_, at) => [seed + 2 * at, seed + 2 * at + 1] as const)

describe(`an owner that is killed at ${MOMENTS} moments`, () => {
  it.each(pairs)('is taken over (seeds %i and %i)', async (...seeds) => {
    // Each pair clears up behind itself: the homes of all of them are a lot to take away at once.
    const places = temporaryPlaces()
    const trials = await Promise.all(seeds.map((one) => killTrial(one, places))).finally(() =>
      places.remove(),
    )
    for (const { seed: one, moment, twice, after, doubt } of trials) {
      const words = `${moment.lines} lines and ${moment.later_ms} ms, after ${after}`
      console.log(`seed ${one}: ${words}${twice ? ', twice' : ''}${doubt ? ', in doubt' : ''}`)
    }
    expect(trials.filter(({ violations }) => violations.length > 0)).toEqual([])
  })
})
