import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { follow } from '../../../shared/explore/topology/testing/follow.ts'
import { controlledDrawings } from '../../../shared/kernel/testing/controlled.ts'
import { drawings } from '../../../shared/kernel/testing/drawings.ts'
import { createMemoryJournal } from '../../journal/memory-journal.ts'
import { seeded, testSeed } from '../../testing/seeded.ts'
import { planOf } from './testing/live-harness.ts'
import { liveRace } from './testing/live-race.ts'

const RUNS = 400
const seed = testSeed()

describe(`${RUNS} runs of the live driver, with hosts that die in between (seed ${seed})`, () => {
  it.each([
    ['drawings', drawings],
    ['drawings with controllers and groups', controlledDrawings],
  ])(
    'of random %s are paths of the model that a check searches',
    { timeout: 600_000 },
    async (_, documents) => {
      const lost: string[] = []
      const taken = new Map<string, number>()
      for (const [at, document] of fc.sample(documents, { seed, numRuns: RUNS }).entries()) {
        const journal = createMemoryJournal()
        await liveRace(journal, 'r', document, seeded(seed + at))
        // A long run is loaded from a snapshot on; what is followed is all of it.
        const recorded = journal.transitionsAfter('r', 0, Number.MAX_SAFE_INTEGER)
        const transitions = recorded.map(({ transition }) => transition)
        const found = follow(planOf(document), transitions)
        for (const { input } of transitions.slice(0, found.taken))
          taken.set(input.type, (taken.get(input.type) ?? 0) + 1)
        if (found.lost !== null) lost.push(`run ${at} after ${found.taken} steps: ${found.lost}`)
      }
      console.log(`followed: ${JSON.stringify(Object.fromEntries(taken))}`)
      expect(lost).toEqual([])
      expect(taken.get('resolve')).toBeGreaterThan(0)
    },
  )
})
