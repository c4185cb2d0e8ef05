import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { planOf } from '../../kernel/testing/drawings.ts'
import { kinds } from '../../nodes/index.ts'
import type { DocumentEdge, DocumentNode, TopologyDocument } from '../../topology/document.ts'
import { search } from '../engine/search.ts'
import type { CheckResult, FaultBudget } from '../result.ts'
import { builtInMonitors } from './builtin/index.ts'
import { checkTopology } from './check.ts'
import { REDUCED, type Reduction } from './reductions.ts'
import { symmetric } from './symmetric.ts'
import { NO_FAULTS, seenBy } from './testing/seen.ts'
import { topologyModel } from './topology-model.ts'

const at: [number, number] = [0, 0]

interface Crowd {
  readonly count: number
  readonly worker: Pick<DocumentNode, 'kind' | 'config'>
  readonly store: Record<string, unknown>
  readonly wait: 'all' | 'any'
  readonly fails: 'run' | 'output'
}

const WORKERS: readonly Crowd['worker'][] = [
  {
    kind: 'command',
    config: { run: ['do'], class: 'idempotent', reads: ['value'], updates: [{ key: 'value' }] },
  },
  { kind: 'command', config: { run: ['do'], class: 'idempotent', updates: [{ key: 'value' }] } },
  { kind: 'agent', config: { turns: 1 } },
  { kind: 'agent', config: { turns: 2 } },
]

const STORES = [{}, { mode: 'compare-and-swap' }]

const crowds: fc.Arbitrary<Crowd> = fc.record({
  count: fc.constantFrom(2, 2, 3),
  worker: fc.constantFrom(...WORKERS),
  store: fc.constantFrom(...STORES),
  wait: fc.constantFrom('all', 'any'),
  fails: fc.constantFrom('run', 'output'),
})

/** Workers that are alike between one start and one join, at one store, and one that is not among them. */
function drawn({ count, worker, store, wait, fails }: Crowd): TopologyDocument {
  const names = Array.from({ length: count }, (_, place) => `w${place}`)
  const nodes: DocumentNode[] = [
    { id: 'start', kind: 'input', at },
    { id: 'board', kind: 'store', at, config: store },
    ...names.map((id) => ({ id, at, ...worker })),
    { id: 'all', kind: 'join', at, config: { inputs: names, wait } },
    { id: 'end', kind: 'output', at },
  ]
  const edges: DocumentEdge[] = names.flatMap((id) => [
    { id: `i${id}`, from: 'start.out', to: `${id}.in` },
    { id: `s${id}`, from: id, to: 'board', access: 'read-modify-write' as const },
    { id: `o${id}`, from: `${id}.out`, to: `all.${id}` },
    ...(fails === 'output' ? [{ id: `x${id}`, from: `${id}.error`, to: 'end.in' }] : []),
  ])
  return { synod: 1, name: 'crowd', nodes, edges: [...edges, { id: 'z', from: 'all.out', to: 'end.in' }] }
}

const BUDGETS: readonly Partial<FaultBudget>[] = [{}, { host: 1 }, { crash: 1 }, { wrong: 1 }, { error: 1 }]

describe('workers that are alike', () => {
  it('may be taken for each other: the same properties are broken, and runs end in the same ways', () => {
    fc.assert(
      fc.property(crowds, fc.constantFrom(...BUDGETS), fc.boolean(), (crowd, budget, reduced) => {
        const plan = planOf(drawn(crowd))
        const faults = { ...NO_FAULTS, ...budget }
        const reductions: readonly Reduction[] = reduced ? REDUCED : []
        const monitors = builtInMonitors(plan, faults)
        const options = { faults, timing: 'partial-sync', monitors, reductions } as const
        const all = seenBy(topologyModel(plan, options), monitors, null, 3000)
        const model = topologyModel(plan, options)
        const turned = symmetric(model, new Set())
        if (turned === null) throw new Error('nobody is alike')
        const few = seenBy(model, monitors, turned, 3000)
        if (!all.whole) return
        expect([few.broken, few.ends]).toEqual([all.broken, all.ends])
        expect(few.states).toBeLessThan(all.states)
      }),
      { numRuns: 30 },
    )
  })

  it('break what they do in a run that can be told, whichever of them it is', () => {
    const properties = [{ never: 'run.failed' }, { eventually: 'end.started' }, { eventually: 'run.done' }]
    const timings = fc.constantFrom('async', 'partial-sync')
    fc.assert(
      fc.property(crowds, fc.constantFrom(...BUDGETS), timings, (crowd, budget, timing) => {
        const document = { ...drawn(crowd), properties }
        const bounds = {
          timing,
          faults: { ...NO_FAULTS, ...budget },
          maxStates: 2000,
          maxBytes: 1e9,
        } as const
        const [few, all] = [false, true].map((exact) => {
          const checked = checkTopology(document, kinds, { ...bounds, exact })
          if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
          return checked.value
        }) as [CheckResult, CheckResult]
        for (const { steps } of few.violated) expect(steps.length).toBeGreaterThan(1)
        const brokenIn = ({ violated }: CheckResult) => violated.map(({ property }) => property).sort()
        if (few.capsHit.length + all.capsHit.length === 0) expect(brokenIn(few)).toEqual(brokenIn(all))
      }),
      { numRuns: 15 },
    )
  })

  it('are counted as one order of their places', () => {
    const plan = planOf(
      drawn({
        count: 3,
        worker: WORKERS[3] as Crowd['worker'],
        store: STORES[1] ?? {},
        wait: 'all',
        fails: 'output',
      }),
    )
    const options = { faults: NO_FAULTS, timing: 'partial-sync', monitors: [], reductions: REDUCED } as const
    const whole = search(topologyModel(plan, options)).distinct
    const turned = symmetric(topologyModel(plan, options), new Set())
    const few = search(turned ?? topologyModel(plan, options)).distinct
    expect(few).toBeGreaterThanOrEqual(Math.ceil(whole / 6))
    expect(few).toBeLessThan(whole / 4)
  })

  it('are none where a property speaks of one of them', () => {
    const plan = planOf(
      drawn({ count: 2, worker: WORKERS[2] as Crowd['worker'], store: {}, wait: 'all', fails: 'run' }),
    )
    const model = topologyModel(plan, { faults: NO_FAULTS, timing: 'partial-sync', monitors: [] })
    expect(symmetric(model, new Set(['w1']))).toBeNull()
  })
})
