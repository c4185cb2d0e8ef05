import fc from 'fast-check'
import { afterAll, describe, expect, it } from 'vitest'
import { controlledDrawings } from '../../../shared/kernel/testing/controlled.ts'
import { openJournal } from '../../journal/sqlite-journal.ts'
import { temporaryPlaces } from '../../testing/places.ts'
import { seeded, testSeed } from '../../testing/seeded.ts'
import { liveRace } from './testing/live-race.ts'

const SCHEDULES = 300

const places = temporaryPlaces()
afterAll(() => places.remove())

const seed = testSeed()

describe(`${SCHEDULES} schedules of the live driver on a real journal (seed ${seed})`, () => {
  it('end, and do nothing twice that may happen only once', async () => {
    const journal = openJournal(places.folder('home'))
    const drawings = fc.sample(controlledDrawings, { seed, numRuns: SCHEDULES })
    const found: string[] = []
    const ends = new Map<string, number>()
    let crashes = 0
    for (const [at, document] of drawings.entries()) {
      const race = await liveRace(journal, `r${at}`, document, seeded(seed + at))
      ends.set(race.status, (ends.get(race.status) ?? 0) + 1)
      crashes += race.crashes
      found.push(...race.broken.map((one) => `schedule ${at}: ${one}`))
    }
    await journal.close()
    console.log(`${SCHEDULES} schedules, ${crashes} crashes, ends ${JSON.stringify([...ends])}`)
    expect(found).toEqual([])
  })
})
