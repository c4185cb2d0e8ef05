import { describe, expect, it } from 'vitest'
import { kinds } from '../../nodes/index.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import type { CheckResult, FaultBudget } from '../result.ts'
import { checkTopology } from '../topology/check.ts'
import { NO_FAULTS, namedExample, wholeTeam } from './testing/example.ts'
import { CRASH, OTHER_MUTANTS, TEAM_MUTANTS } from './testing/mutants.ts'

function check(document: TopologyDocument, faults: FaultBudget = CRASH, exact = false): CheckResult {
  const checked = checkTopology(document, kinds, {
    faults,
    timing: 'partial-sync',
    maxStates: 200_000,
    maxBytes: 2 ** 30,
    exact,
  })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.value
}

describe('the example team under one crash', () => {
  it('holds, every premise is reached, and every edge carries a message', () => {
    const result = check(wholeTeam())
    expect(result.coverage).toBe('exhausted within bounds')
    expect(result.states).toBeGreaterThan(1000)
    expect(result.neverFired).toEqual([])
    expect(result.violated).toEqual([])
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([])
  })

  it('is proved to, with whole states and nothing left out', () => {
    const result = check(wholeTeam(), CRASH, true)
    expect(result.coverage).toBe('proved within bounds')
    expect(result.reductions).toEqual([])
    expect(result.omission).toBe(0)
    expect(result.properties.filter(({ verdict }) => verdict !== 'holds')).toEqual([])
  })

  it.each(TEAM_MUTANTS)(
    'is broken without $without, and the counterexample ends with that',
    ({ document, property }) => {
      const { violated } = check(document)
      const found = violated.find((one) => one.property === property)
      expect(found?.steps.length).toBeGreaterThan(20)
      expect(found?.sentence).not.toBe('')
    },
  )
})

describe('the other examples', () => {
  it('hold: what was begun is taken back when a step fails, and what nobody knows is not done twice', () => {
    const taken = namedExample('when-things-fail/take-it-back')
    expect(check(taken, { ...NO_FAULTS, error: 1 }).violated).toEqual([])
    expect(check(namedExample('when-things-fail/nobody-knows')).violated).toEqual([])
  })

  it.each(OTHER_MUTANTS)('are broken without $without', ({ document, faults, property }) => {
    expect(check(document, faults).violated.map((one) => one.property)).toContain(property)
  })
})
