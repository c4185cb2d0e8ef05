import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { TWINS } from '../../hazards/testing/index.ts'
import type { RunCell } from '../../kernel/cells.ts'
import { controlledDrawings } from '../../kernel/testing/controlled.ts'
import { RUN } from '../../topology/plan.ts'
import { exampleTeam, planOf } from '../counterexample/testing/example.ts'
import { CRASH, TEAM_MUTANTS } from '../counterexample/testing/mutants.ts'
import { search } from '../engine/search.ts'
import { REDUCED } from './reductions.ts'
import { askedOf, checked } from './testing/evidence.ts'
import { NO_FAULTS } from './testing/seen.ts'
import { topologyModel } from './topology-model.ts'

/** Row 30 of the catalogue, where a run shows it. */
const clocks = TWINS.filter((twin) => twin.rule === 'orphan-work' && askedOf(twin) !== null)

describe('a run that a person stops at any moment', () => {
  it('ends as stopped, whatever it was doing: once what is in doubt is settled', () => {
    let stopped = 0
    fc.assert(
      fc.property(controlledDrawings, (document) => {
        const plan = planOf(document)
        const faults = { ...NO_FAULTS, host: 1, cancel: 1 }
        const model = topologyModel(plan, { faults, timing: 'async', monitors: [], reductions: REDUCED })
        const wrong: string[] = []
        const looked = {
          name: 'stopped runs end as stopped',
          holds(state: Int32Array): boolean {
            const { status } = model.layout.stateOf(state)[RUN] as RunCell
            const verdict = status === 'cancelling' ? model.verdictAt(state) : null
            if (verdict === null) return true
            stopped += 1
            if (verdict.status !== 'cancelled') wrong.push(verdict.status)
            return true
          },
        }
        search(model, { invariants: [looked], maxStates: 1500, keys: 'exact' })
        expect(wrong).toEqual([])
      }),
      { numRuns: 10 },
    )
    expect(stopped).toBeGreaterThan(0)
  })

  it('keeps its promises: the example team, also where the host dies beside it', () => {
    const bounds = { faults: { ...CRASH, cancel: 1 }, timing: 'partial-sync' } as const
    const result = checked(exampleTeam(), bounds, 200_000)
    expect(result.coverage).toBe('exhausted within bounds')
    expect(result.violated).toEqual([])
    expect(result.bounds).toContainEqual({ name: 'faults: cancel', value: '1' })
  })

  it.each(clocks.map((twin) => [twin.has.name, twin] as const))(
    'is no way out for work that nobody ends (%s), and nothing is left over where somebody does',
    (_name, { has, repaired }) => {
      const bounds = { faults: { ...NO_FAULTS, host: 1, cancel: 1 }, timing: 'partial-sync' } as const
      const broken = checked(has, bounds, 50_000).violated.map(({ property }) => property.split(' ')[0])
      expect(broken).toContain('stops')
      const result = checked(repaired, bounds, 50_000)
      expect([result.violated, result.coverage]).toEqual([[], 'exhausted within bounds'])
    },
  )

  it('is a fault like others: a check says what breaks by it alone', () => {
    const careless = TEAM_MUTANTS.find(({ property }) => property === 'at most 1 deploy.acted')
    if (careless === undefined) throw new Error('no such mutant')
    const bounds = { faults: { ...NO_FAULTS, cancel: 1 }, timing: 'partial-sync' } as const
    expect(checked(careless.document, bounds, 50_000).violated).toEqual([])
  })
})
