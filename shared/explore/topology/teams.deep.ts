import { expect, test } from 'vitest'
import { TEAMS } from '../../hazards/testing/teams/index.ts'
import { checked, evidenceOf } from './testing/evidence.ts'
import { NO_FAULTS } from './testing/seen.ts'

const STATES = 3_000_000
/** A person waits for an answer: half a minute of a slow machine. */
const MOST = 200_000

const named = TEAMS.map((twin) => [`${twin.rule}: ${twin.has.name}`, twin] as const)

test.each(named)(
  '%s is shown by a run, and by none where it is repaired',
  { timeout: 120_000 },
  (_, twin) => {
    const { found, left, shown } = evidenceOf(twin, STATES)
    expect({ found: found > 0, left }).toEqual({ found: true, left: 0 })
    expect(shown?.steps).toBeGreaterThan(0)
    expect(shown?.afterRepair).toBeNull()
    expect(shown?.coverage).toBe('exhausted within bounds')
  },
)

test.each(named)('%s, repaired, is searched to the end with one crash', { timeout: 120_000 }, (_, twin) => {
  for (const faults of [{ host: 1 }, { crash: 1 }, { host: 1, crash: 1 }]) {
    const bounds = { faults: { ...NO_FAULTS, ...faults }, timing: 'partial-sync' } as const
    const { coverage, states } = checked(twin.repaired, bounds, MOST)
    expect({ coverage, few: states <= MOST }).toEqual({ coverage: 'exhausted within bounds', few: true })
  }
})

test('the teams are as large as people draw them, and of many hazards', () => {
  for (const { has, repaired } of TEAMS)
    for (const { nodes } of [has, repaired]) {
      expect(nodes.length).toBeGreaterThanOrEqual(8)
      expect(nodes.length).toBeLessThanOrEqual(12)
    }
  expect(new Set(TEAMS.map(({ rule }) => rule)).size).toBeGreaterThanOrEqual(20)
})
