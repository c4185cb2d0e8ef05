import { readFileSync } from 'node:fs'
import fc from 'fast-check'
import { describe, expect, it, test } from 'vitest'
import { NO_FAULTS } from '../../../shared/explore/counterexample/testing/example.ts'
import { CRASH, TEAM_MUTANTS } from '../../../shared/explore/counterexample/testing/mutants.ts'
import { checked } from '../../../shared/explore/topology/testing/evidence.ts'
import { polling } from '../../../shared/explore/topology/testing/polling.ts'
import { controlledDrawings } from '../../../shared/kernel/testing/controlled.ts'
import { drawings } from '../../../shared/kernel/testing/drawings.ts'
import { parseDocument } from '../../../shared/topology/parse.ts'
import { seeded, testSeed } from '../../testing/seeded.ts'
import { planOf } from './testing/live-harness.ts'
import { replayLive } from './testing/live-replay.ts'
import { randomSchedule } from './testing/random-schedule.ts'

const RUNS = 12
const BOUNDS = { faults: CRASH, timing: 'partial-sync' } as const

describe('a counterexample on the live driver, with a world that answers as it says', () => {
  const pushedTwice = TEAM_MUTANTS.find(({ property }) => property === 'at most 1 deploy.acted')
  if (pushedTwice === undefined) throw new Error('no such mutant')
  const found = checked(pushedTwice.document, BOUNDS, 100_000).violated.find(
    ({ property }) => property === pushedTwice.property,
  )
  const steps = found?.steps ?? []

  it('comes to the same state: a push that happens twice, since the host dies after the first', async () => {
    expect(steps.slice(-5).map(({ action }) => action)).toEqual([
      'deploy: exec is under way',
      'deploy: exec takes effect',
      'the host dies and comes back',
      'deploy: exec is under way',
      'deploy: exec takes effect',
    ])
    expect(await replayLive(pushedTwice.document, steps)).toEqual({ lost: null, byHand: [] })
  })

  it('is not followed where it is not a schedule, nor in a drawing where the driver does better', async () => {
    const odd = steps.filter(({ action }) => !action.startsWith('gate: '))
    expect((await replayLive(pushedTwice.document, odd)).lost).toMatch(/the driver did \[\]$/)
    const example = new URL('../../../examples/ship-a-fix/ship-a-fix.synod.json', import.meta.url)
    const sound = parseDocument(readFileSync(example, 'utf8'))
    if (!sound.ok) throw new Error(JSON.stringify(sound.problems))
    expect((await replayLive(sound.value, steps)).lost).not.toBeNull()
  })
})

it('that goes round for ever is followed once round', async () => {
  const document = polling([{ eventually: 'done.started' }])
  const bounds = { faults: NO_FAULTS, timing: 'partial-sync' } as const
  const found = checked(document, bounds, 5000).violated.find(({ loop }) => loop !== undefined)
  expect(await replayLive(document, found?.steps ?? [])).toEqual({ lost: null, byHand: [] })
})

const seed = testSeed()

test.each([
  ['drawings', drawings],
  ['drawings with controllers and groups', controlledDrawings],
])(
  `schedules of the model of random %s, with every fault, are runs of the live driver (seed ${seed})`,
  async (_name, documents) => {
    const lost: string[] = []
    let steps = 0
    for (const [at, document] of fc.sample(documents, { seed, numRuns: RUNS }).entries()) {
      const schedule = randomSchedule(planOf(document), seeded(seed + at))
      const played = await replayLive(document, schedule)
      steps += schedule.length
      if (played.lost !== null) lost.push(`run ${at}: ${played.lost}`)
    }
    expect(lost).toEqual([])
    expect(steps).toBeGreaterThan(RUNS)
  },
)
