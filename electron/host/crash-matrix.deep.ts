import { writeSync } from 'node:fs'
import { afterAll, describe, expect, it } from 'vitest'
import { cutCopy, cutEverywhere, lastCommitOf } from '../testing/crash/cut-journal.ts'
import { canMakeDisks, tryFullDisk } from '../testing/crash/full-disk.ts'
import { AT_ONCE, inParallel, killEverywhere } from '../testing/crash/matrix.ts'
import { Report } from '../testing/crash/report.ts'
import { SCENARIOS } from '../testing/crash/scenarios.ts'
import { drive, finish, uncrashed } from '../testing/crash/trial.ts'
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

/** Runs a part of the matrix, which must add no violation. */
async function well(work: () => Promise<void>): Promise<void> {
  const before = report.violations.length
  await work()
  expect(report.violations.slice(before)).toEqual([])
}

const named = SCENARIOS.map((scenario, at) => ({ name: scenario.document.name, scenario, at }))

describe(`a host that is killed at every point (seed ${seed})`, () => {
  it.each(named)('comes to the same end: $name', ({ scenario, at }) =>
    // Real processes take their time: of those, each point once.
    well(() => {
      const extent = scenario.repository === true ? {} : { again: seeded(seed + at), jumps: true }
      return killEverywhere(scenario, places, report, extent)
    }),
  )
})

/** Where one kill left little behind, much, and an answer of a person. */
const CUT = [
  { name: 'classes of effects', point: 'after write 4', step: 1 },
  { name: 'people at gates', point: 'after write 4', step: 7 },
  { name: 'a saga that compensates', point: 'after write 6', step: 7 },
]

describe('a journal whose last commit did not reach the disk', () => {
  it.each(CUT)('has what was committed before, cut at bytes $step apart: $name', ({ name, point, step }) =>
    well(async () => {
      const scenario = named.find((one) => one.name === name)?.scenario
      if (scenario === undefined) throw new Error(`no topology "${name}"`)
      const home = places.folder('home')
      await drive({ scenario, places }, home, { killAt: point })
      const { cuts, violations } = await cutEverywhere(home, places, step)
      report.survived('cuts of a journal', cuts - violations.length)
      report.note(`${name}, cut after ${point}`, violations)
      // Nothing had been performed since, so the run goes on as if it had been killed a commit earlier.
      const whole = await uncrashed(scenario, places)
      const { from, to } = lastCommitOf(home)
      const lengths = [from, from + 1, Math.floor((from + to) / 2), to - 1, to]
      await inParallel(lengths, AT_ONCE, async (length) => {
        const copy = places.folder('cut')
        cutCopy(home, copy, length)
        const wrong = await finish({ scenario, places }, copy, whole, [], `${home}.counts`)
        report.survived('runs with a cut journal', wrong.length === 0 ? 1 : 0)
        report.note(`${name}, cut to ${length} and resumed`, wrong)
      })
    }),
  )
})

const ROOMS_KB = Array.from({ length: 30 }, (_, at) => 12 + at * 8)

describe.skipIf(!canMakeDisks(places))('a full disk', () => {
  it.each(named.filter(({ at }) => at % 4 === 0))(
    'stops a run with one clear message: $name',
    ({ scenario }) =>
      well(async () => {
        const whole = await uncrashed(scenario, places)
        await inParallel(ROOMS_KB, AT_ONCE, async (room_kb) => {
          const { said, violations } = await tryFullDisk(scenario, places, whole, room_kb)
          const where = `${scenario.document.name}, with ${room_kb} KB left`
          report.note(
            where,
            said === null || /its disk is full, so make room/.test(said) ? [] : [`it says ${said}`],
          )
          report.note(where, violations)
          report.survived('full disks', said === null ? 0 : 1)
        })
      }),
  )
})
