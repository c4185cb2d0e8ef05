import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { controlledDrawings } from '../../kernel/testing/controlled.ts'
import { drawings, planOf } from '../../kernel/testing/drawings.ts'
import type { FaultBudget } from '../result.ts'
import { REDUCED, type Reduction } from './reductions.ts'
import { NO_FAULTS, seenIn } from './testing/seen.ts'

const BUDGETS: readonly Partial<FaultBudget>[] = [
  {},
  { host: 1 },
  { crash: 1 },
  { wrong: 1 },
  { error: 1 },
  { host: 1, crash: 1 },
  { drop: 1 },
  { duplicate: 1 },
  { cancel: 1 },
]

const budgets = fc.constantFrom(...BUDGETS)
const timings = fc.constantFrom('partial-sync' as const, 'partial-sync' as const, 'async' as const)
const reductions = fc.constantFrom<readonly Reduction[]>(REDUCED, ...REDUCED.map((one) => [one]))

describe.each([
  ['drawings', drawings],
  ['drawings with controllers and groups', controlledDrawings],
])('in random %s', (_name, documents) => {
  it('a reduced search breaks the same properties and ends runs in the same ways', () => {
    let compared = 0
    fc.assert(
      fc.property(documents, budgets, timings, reductions, (document, budget, timing, reduced) => {
        const plan = planOf(document)
        const faults = { ...NO_FAULTS, ...budget }
        const few = seenIn(plan, faults, timing, reduced, 400)
        if (!few.whole) return
        const all = seenIn(plan, faults, timing, [], 800)
        if (!all.whole) return
        compared += 1
        expect(few.states).toBeLessThanOrEqual(all.states)
        expect([few.broken, few.ends]).toEqual([all.broken, all.ends])
      }),
      { numRuns: 140 },
    )
    expect(compared).toBeGreaterThan(5)
  })
})
