import { expect, test } from 'vitest'
import { TWINS } from '../../hazards/testing/index.ts'
import { kinds } from '../../nodes/index.ts'
import { compile } from '../../topology/compile.ts'
import type { FaultBudget } from '../result.ts'
import { REDUCED } from './reductions.ts'
import { NO_FAULTS, seenIn } from './testing/seen.ts'

const MOST = 20_000
const BUDGETS: readonly Partial<FaultBudget>[] = [{ host: 1 }, { crash: 1 }, { error: 1 }, { wrong: 1 }]

const drawings = TWINS.flatMap(({ has, repaired }) => [has, repaired])

/** Drawings of people, where random ones may have no such thing. */
test('a reduced search of the twins breaks the same properties and ends runs in the same ways', {
  timeout: 600_000,
}, () => {
  let compared = 0
  for (const document of drawings) {
    const compiled = compile(document, kinds)
    if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
    for (const budget of BUDGETS) {
      const faults = { ...NO_FAULTS, ...budget }
      const all = seenIn(compiled.value, faults, 'partial-sync', [], MOST)
      if (!all.whole) continue
      const few = seenIn(compiled.value, faults, 'partial-sync', REDUCED, MOST)
      compared += 1
      const where = `${document.name} with ${JSON.stringify(budget)}`
      expect([few.broken, few.ends], where).toEqual([all.broken, all.ends])
      expect(few.states, where).toBeLessThanOrEqual(all.states)
    }
  }
  console.log(`${compared} of ${drawings.length * BUDGETS.length} compared`)
  expect(compared).toBeGreaterThan(200)
})
