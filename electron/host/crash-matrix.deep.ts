import { writeSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { killEverywhere } from '../testing/crash/matrix.ts'
import { Report } from '../testing/crash/report.ts'
import { SCENARIOS } from '../testing/crash/scenarios.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { seeded, testSeed } from '../testing/seeded.ts'

const places = temporaryPlaces()
const report = new Report()
const seed = testSeed()

afterAll(() => {
  places.remove()
  // Said to whoever runs the matrix, also where the console of passed tests is kept quiet.
  writeSync(1, `${report.line()}\n`)
})

describe(`a host that is killed at every point (seed ${seed})`, () => {
  it.each(SCENARIOS.map((scenario, at) => ({ name: scenario.document.name, scenario, at })))(
    'comes to the same end: $name',
    async ({ scenario, at }) => {
      const before = report.violations.length
      await killEverywhere(scenario, places, report, { again: seeded(seed + at), jumps: true })
      expect(report.violations.slice(before)).toEqual([])
    },
  )
})
