import { afterAll, expect, it } from 'vitest'
import { killTrial, type Trial } from '../testing/kill-example.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { testSeed } from '../testing/seeded.ts'

const MOMENTS = 50
const AT_ONCE = 2

const places = temporaryPlaces()
afterAll(() => places.remove())

const seed = testSeed()

it(`takes over from an owner that is killed at any of ${MOMENTS} moments (seed ${seed})`, async () => {
  const seeds = Array.from({ length: MOMENTS }, (_, at) => seed + at)
  const trials: Trial[] = []
  const lane = async (): Promise<void> => {
    for (let one = seeds.shift(); one !== undefined; one = seeds.shift()) {
      const trial = await killTrial(one, places)
      trials.push(trial)
      const { moment, twice, after, doubt } = trial
      console.log(
        `seed ${one}: ${moment.lines} lines and ${moment.later_ms} ms, after ${after}${twice ? ', twice' : ''}${doubt ? ', in doubt' : ''}`,
      )
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, lane))
  expect(trials.filter(({ violations }) => violations.length > 0)).toEqual([])
  expect(trials).toHaveLength(MOMENTS)
})
