import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { follow } from '../../../shared/explore/topology/testing/follow.ts'
import { controlledDrawings } from '../../../shared/kernel/testing/controlled.ts'
import { drawings } from '../../../shared/kernel/testing/drawings.ts'
import { createMemoryJournal } from '../../journal/memory-journal.ts'
import { seeded, testSeed } from '../../testing/seeded.ts'
import { planOf } from './testing/live-harness.ts'
import { liveRace } from './testing/live-race.ts'

const RUNS = 15
const seed = testSeed()

describe(`runs of the live driver, with hosts that die in between (seed ${seed})`, () => {
  it.each([
    ['drawings', drawings],
    ['drawings with controllers and groups', controlledDrawings],
  ])('of random %s are paths of the model that a check searches', async (_name, documents) => {
    const journal = createMemoryJournal()
    const lost: string[] = []
    let followed = 0
    for (const [at, document] of fc.sample(documents, { seed, numRuns: RUNS }).entries()) {
      const run = `r${at}`
      await liveRace(journal, run, document, seeded(seed + at))
      const recorded = journal.transitionsAfter(run, 0, Number.MAX_SAFE_INTEGER)
      const transitions = recorded.map(({ transition }) => transition)
      const found = follow(planOf(document), transitions)
      followed += found.taken
      if (found.lost !== null) lost.push(`run ${at} after ${found.taken} steps: ${found.lost}`)
    }
    expect(lost).toEqual([])
    expect(followed).toBeGreaterThan(RUNS)
  })
})
