import { afterAll, describe, expect, it } from 'vitest'
import { covered, everything } from '../testing/crash/coverage.ts'
import type { Scenario } from '../testing/crash/drawing.ts'
import { killEverywhere } from '../testing/crash/matrix.ts'
import { Report } from '../testing/crash/report.ts'
import { SCENARIOS } from '../testing/crash/scenarios.ts'
import { tryKills, uncrashed } from '../testing/crash/trial.ts'
import { temporaryPlaces } from '../testing/places.ts'

const places = temporaryPlaces()
afterAll(() => places.remove())

/** Processes are started, on a machine that may be busy with others. */
const PATIENCE_MS = 120_000

function scenarioOf(name: string): Scenario {
  const found = SCENARIOS.find(({ document }) => document.name === name)
  if (found === undefined) throw new Error(`no topology "${name}"`)
  return found
}

describe('the crash matrix', () => {
  it('has every node kind, policy, controller and class of effect in one of its topologies', () => {
    const stands = covered(SCENARIOS)
    expect(everything().filter((what) => !stands.has(what))).toEqual([])
  })

  it(
    'finds a run as it would be where its host is killed about what may happen only once',
    async () => {
      const report = new Report()
      const take = (point: string): boolean => /^(push|mail):1#1|write 4$/.test(point)
      await killEverywhere(scenarioOf('classes of effects'), places, report, { take })
      expect(report.violations).toEqual([])
      expect(report.line()).toMatch(
        /^crash matrix: 1 topologies, 24 points tried, 8 faults survived \(8 kills\), 0/,
      )
    },
    PATIENCE_MS,
  )

  it(
    'has a person say whether a tool of an agent did what nobody saw it do',
    async () => {
      const report = new Report()
      const take = (point: string): boolean => point === 'fix:6#1 acted'
      await killEverywhere(scenarioOf('an agent that asks'), places, report, { take })
      expect(report.violations).toEqual([])
      expect(report.line()).toContain('1 faults survived (1 kills)')
    },
    PATIENCE_MS,
  )

  it.each(['push:1#1 acted', 'mail:1#1 acted', 'mail:1#1 done'])(
    'notices an outbox that performs before it has committed (killed at %s)',
    async (point) => {
      const scenario = scenarioOf('classes of effects')
      const whole = await uncrashed(scenario, places)
      const { met, violations } = await tryKills(
        { scenario, places, kills: [point], outbox: 'broken' },
        whole,
      )
      expect(met).toEqual([point])
      const effect = point.slice(0, point.indexOf('#'))
      expect(violations).toContain(`${effect} is of class once and acted 2 times`)
    },
    PATIENCE_MS,
  )
})
