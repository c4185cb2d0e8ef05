import fc from 'fast-check'
import { expect, it } from 'vitest'
import { planOf } from '../../kernel/testing/drawings.ts'
import type { DocumentEdge, DocumentNode, TopologyDocument } from '../../topology/document.ts'
import { WHOLE } from './reductions.ts'
import { NO_FAULTS, restsIn } from './testing/seen.ts'

const at: [number, number] = [0, 0]

const workers: fc.Arbitrary<Pick<DocumentNode, 'kind' | 'config' | 'policy'>> = fc.record({
  kind: fc.constant('command'),
  config: fc.constantFrom('idempotent', 'once').map((effect) => ({ run: ['do'], class: effect })),
  policy: fc.constantFrom({}, { attempts: 2, backoff_ms: 10 }, { timeout_ms: 50 }),
})

/** Two workers side by side: an error of either ends the run. */
function drawn(two: readonly Pick<DocumentNode, 'kind' | 'config' | 'policy'>[]): TopologyDocument {
  const nodes = two.map((one, place): DocumentNode => ({ id: `w${place}`, at, ...one }))
  const edges: DocumentEdge[] = [
    { id: 'a', from: 'start.out', to: 'w0.in' },
    { id: 'b', from: 'start.out', to: 'w1.in' },
    { id: 'c', from: 'w0.out', to: 'end.in' },
    { id: 'd', from: 'w1.out', to: 'end.in' },
  ]
  const ends: DocumentNode[] = [
    { id: 'start', kind: 'input', at },
    { id: 'end', kind: 'output', at },
  ]
  return { synod: 1, name: 'stops', nodes: [...ends, ...nodes], edges }
}

it('to stop workers in one step leaves out nothing but how far that has come', () => {
  let fewer = 0
  fc.assert(
    fc.property(
      fc.tuple(workers, workers),
      fc.constantFrom({ error: 1 }, { error: 1, host: 1 }),
      fc.constantFrom('async' as const, 'partial-sync' as const),
      (two, budget, timing) => {
        const plan = planOf(drawn(two))
        const faults = { ...NO_FAULTS, ...budget }
        const whole = restsIn(plan, faults, timing, WHOLE, 3000)
        const apart = whole === null ? null : restsIn(plan, faults, timing, [], 6000)
        if (whole === null || apart === null) return
        if (whole.states < apart.states) fewer += 1
        expect([...apart.rests].find((state) => !whole.rests.has(state))).toBeUndefined()
        expect(whole.rests.size).toBe(apart.rests.size)
      },
    ),
    { numRuns: 12 },
  )
  expect(fewer).toBeGreaterThan(0)
})
