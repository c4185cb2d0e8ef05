import { readdirSync, readFileSync } from 'node:fs'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { NO_FAULTS } from '../../../shared/explore/counterexample/testing/example.ts'
import { CRASH, OTHER_MUTANTS, TEAM_MUTANTS } from '../../../shared/explore/counterexample/testing/mutants.ts'
import { askedOf, checked } from '../../../shared/explore/topology/testing/evidence.ts'
import { TWINS } from '../../../shared/hazards/testing/index.ts'
import { TEAMS } from '../../../shared/hazards/testing/teams/index.ts'
import { controlledDrawings } from '../../../shared/kernel/testing/controlled.ts'
import { drawings } from '../../../shared/kernel/testing/drawings.ts'
import { lessonSchema } from '../../../shared/lessons/lesson.ts'
import type { TopologyDocument } from '../../../shared/topology/document.ts'
import { parseDocument } from '../../../shared/topology/parse.ts'
import { seeded, testSeed } from '../../testing/seeded.ts'
import { planOf } from './testing/live-harness.ts'
import { replayLive } from './testing/live-replay.ts'
import { randomSchedule } from './testing/random-schedule.ts'

const STATES = 60_000
/** Messages that are lost, doubled or overtaken anywhere make many states. */
const STATES_OF_BAD_EDGES = 5_000
const RUNS = 1000

type Bounds = Parameters<typeof checked>[1]

/** What the live driver makes of every counterexample of a drawing: those that it does not follow, and how many. */
async function replayed(
  document: TopologyDocument,
  bounds: Bounds,
  states = STATES,
): Promise<{ readonly lost: readonly string[]; readonly byHand: readonly string[]; readonly count: number }> {
  const { violated } = checked(document, bounds, states)
  const lost: string[] = []
  const byHand: string[] = []
  for (const { property, steps } of violated) {
    const found = await replayLive(document, steps)
    if (found.lost !== null) lost.push(`${property}: ${found.lost}`)
    if (found.byHand.length > 0) byHand.push(property)
  }
  return { lost, byHand, count: violated.length }
}

const FOLLOWED = { lost: [], byHand: [], count: expect.any(Number) }

const twins = [...TWINS, ...TEAMS].flatMap((twin) => {
  const asked = askedOf(twin)
  return asked === null ? [] : ([[`${twin.rule}: ${twin.has.name}`, twin.has, asked]] as const)
})

test.each(twins)('all counterexamples of %s are runs of the live driver', async (_name, document, asked) => {
  const found = await replayed(document, asked)
  expect(found).toEqual(FOLLOWED)
  expect(found.count).toBeGreaterThan(0)
})

test.each([...TEAM_MUTANTS, ...OTHER_MUTANTS])(
  'so are those of an example without $without',
  async ({ document, faults }) => {
    const found = await replayed(document, { faults, timing: 'partial-sync' })
    expect(found).toEqual(FOLLOWED)
    expect(found.count).toBeGreaterThan(0)
  },
)

const LESSONS = new URL('../../../lessons/', import.meta.url)

function drawingAt(url: URL): TopologyDocument {
  const parsed = parseDocument(readFileSync(url, 'utf8'))
  if (!parsed.ok) throw new Error(`${url}: ${JSON.stringify(parsed.problems)}`)
  return parsed.value
}

test.each(readdirSync(LESSONS))('so are those of the lesson %s', async (id) => {
  const lesson = readFileSync(new URL(`${id}/lesson.json`, LESSONS), 'utf8')
  const { settings } = lessonSchema.parse(JSON.parse(lesson))
  const found = await replayed(drawingAt(new URL(`${id}/broken.synod.json`, LESSONS)), settings)
  expect(found).toEqual(FOLLOWED)
  expect(found.count).toBeGreaterThan(0)
})

const EXAMPLES = new URL('../../../examples/', import.meta.url)
const examples = readdirSync(EXAMPLES, { recursive: true, encoding: 'utf8' }).filter((path) =>
  path.endsWith('.synod.json'),
)

test.each(examples)('so is what breaks in %s with errors and crashes at any moment', async (path) => {
  const faults = { ...CRASH, error: 1, wrong: 1 }
  const found = await replayed(drawingAt(new URL(path, EXAMPLES)), { faults, timing: 'async' })
  expect(found).toEqual(FOLLOWED)
})

test('what a bad edge does no run does by itself: it is put in by hand, and leads to the same state', async () => {
  let byHand = 0
  for (const fault of ['drop', 'duplicate', 'reorder'] as const)
    for (const { has } of TWINS) {
      const bounds = { faults: { ...NO_FAULTS, [fault]: 1 }, timing: 'partial-sync' } as const
      const found = await replayed(has, bounds, STATES_OF_BAD_EDGES)
      expect({ name: has.name, lost: found.lost }).toEqual({ name: has.name, lost: [] })
      byHand += found.byHand.length
    }
  expect(byHand).toBeGreaterThan(0)
})

const seed = testSeed()

test.each([
  ['drawings', drawings],
  ['drawings with controllers and groups', controlledDrawings],
])(
  `schedules of the model of random %s are runs of the live driver (seed ${seed})`,
  async (_name, documents) => {
    const lost: string[] = []
    for (const [at, document] of fc.sample(documents, { seed, numRuns: RUNS }).entries()) {
      const played = await replayLive(document, randomSchedule(planOf(document), seeded(seed + at)))
      if (played.lost !== null) lost.push(`run ${at}: ${played.lost}`)
    }
    expect(lost).toEqual([])
  },
)
