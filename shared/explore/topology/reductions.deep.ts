import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { controlledDrawings } from '../../kernel/testing/controlled.ts'
import { drawings, planOf } from '../../kernel/testing/drawings.ts'
import type { FaultBudget } from '../result.ts'
import { REDUCED, type Reduction } from './reductions.ts'
import { NO_FAULTS, seenIn } from './testing/seen.ts'

const MOST = 4000

const pairs: fc.Arbitrary<Partial<FaultBudget>> = fc
  .subarray(Object.keys(NO_FAULTS) as (keyof FaultBudget)[], { maxLength: 2 })
  .map((kinds) => Object.fromEntries(kinds.map((kind) => [kind, 1])))

const reductions: fc.Arbitrary<readonly Reduction[]> = fc.constantFrom(REDUCED, REDUCED, [
  'calm' as const,
  'chains' as const,
])

describe.each([
  ['drawings', drawings],
  ['drawings with controllers and groups', controlledDrawings],
])('in random %s, with up to two faults', (_name, documents) => {
  it('a reduced search breaks the same properties and ends runs in the same ways', {
    timeout: 600_000,
  }, () => {
    let compared = 0
    fc.assert(
      fc.property(documents, pairs, fc.boolean(), reductions, (document, budget, async, reduced) => {
        const plan = planOf(document)
        const faults = { ...NO_FAULTS, ...budget }
        const timing = async ? 'async' : 'partial-sync'
        const few = seenIn(plan, faults, timing, reduced, MOST / 2)
        if (!few.whole) return
        const all = seenIn(plan, faults, timing, [], MOST)
        if (!all.whole) return
        compared += 1
        expect([few.broken, few.ends]).toEqual([all.broken, all.ends])
      }),
      { numRuns: 600 },
    )
    console.log(`${compared} drawings compared`)
    expect(compared).toBeGreaterThan(50)
  })
})
