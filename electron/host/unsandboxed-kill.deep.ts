import { afterAll, describe, expect, it } from 'vitest'
import { killTrial } from '../testing/kill-example.ts'
import { pathWithoutSandbox } from '../testing/no-sandbox.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { testSeed } from '../testing/seeded.ts'

const places = temporaryPlaces()
afterAll(() => places.remove())

const path = pathWithoutSandbox(places.folder('programs'))
const seed = testSeed()

/** Without a sandbox nothing ends with the owner: what it had started goes on, and the next owner must end it. */
describe('an owner that is killed where there is no sandbox', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7].map((at) => seed + at))('is taken over (seed %i)', async (one) => {
    const trial = await killTrial(one, places, path)
    expect(trial).toMatchObject({ violations: [] })
  })
})
