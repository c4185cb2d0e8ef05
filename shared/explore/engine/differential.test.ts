import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Invariant, Model, SymmetryGroup } from '../model.ts'
import { naiveSearch, stepsOf } from '../testing/naive-search.ts'
import { drawnModels, modelOf } from '../testing/random-model.ts'
import type { Trace } from './report.ts'
import { search } from './search.ts'

/** Whether the state is one of these depends only on what a symmetric invariant may see. */
function invariantsOf(model: Model): readonly Invariant[] {
  const own = (model.symmetry?.[0]?.blocks ?? []).map((block) => block[0] ?? 0)
  return [
    { name: 'shared', reads: [1], holds: (state) => state[1] !== 2 },
    { name: 'owned', reads: [0, 1], holds: (state) => !(state[0] !== 0 && state[1] === 1) },
    { name: 'nobody at 2', reads: own, holds: (state) => own.every((cell) => state[cell] !== 2) },
    { name: 'not all at 1', reads: own, holds: (state) => own.some((cell) => state[cell] !== 1) },
  ]
}

function mustBeWalkable(model: Model, { actions, states }: Trace): void {
  expect(model.initial()).toContainEqual(states[0])
  for (const [at, action] of actions.entries())
    expect(stepsOf(model, states[at] ?? [])).toContainEqual({ action, state: states[at + 1] })
}

test('counts, levels and shortest ways are those of the naive search', () => {
  fc.assert(
    fc.property(drawnModels, (drawn) => {
      const model = modelOf(drawn)
      const invariants = invariantsOf(model)
      const naive = naiveSearch(model, invariants)
      for (const keys of ['fingerprints', 'exact'] as const) {
        const report = search(model, { keys })
        expect(report.distinct).toBe(naive.states.size)
        expect(report.generated).toBe(naive.generated)
        expect(report.levels).toEqual(naive.levels)
        const { violations } = search(model, { keys, invariants, accepts: () => false })
        for (const [at, { name }] of invariants.entries())
          expect(depthOf(violations, name)).toBe(naive.broken[at])
        expect(depthOf(violations, null)).toBe(naive.deadlock)
        for (const { trace } of violations) mustBeWalkable(model, trace)
      }
    }),
    { numRuns: 100 },
  )
})

test('with symmetry there is one state an orbit, and the same shortest ways', () => {
  fc.assert(
    fc.property(drawnModels, (drawn) => {
      const model = modelOf(drawn)
      const invariants = invariantsOf(model)
      const naive = naiveSearch(model, invariants)
      const group = model.symmetry?.[0] as SymmetryGroup
      const orbits = new Set([...naive.states.values()].map((state) => leastOf(state, group)))
      const options = { symmetry: true, invariants, accepts: () => false }
      expect(search(model, { symmetry: true }).distinct).toBe(orbits.size)
      for (const keys of ['fingerprints', 'exact'] as const) {
        const { violations } = search(model, { ...options, keys })
        for (const [at, { name }] of invariants.entries())
          expect(depthOf(violations, name)).toBe(naive.broken[at])
        expect(depthOf(violations, null)).toBe(naive.deadlock)
        for (const { trace } of violations) mustBeWalkable(model, trace)
      }
    }),
    { numRuns: 100 },
  )
})

test('stubborn sets find the same violations and deadlocks, with symmetry too', () => {
  fc.assert(
    fc.property(drawnModels, fc.subarray([0, 1, 2, 3]), (drawn, chosen) => {
      const model = modelOf(drawn)
      const invariants = invariantsOf(model).filter((_, at) => chosen.includes(at))
      const naive = naiveSearch(model, invariants)
      const whole = search(model, { partialOrder: true, invariants })
      expect(whole.distinct).toBeLessThanOrEqual(naive.states.size)
      for (const symmetry of [false, true]) {
        const options = { partialOrder: true, symmetry, invariants, accepts: () => false }
        const { violations } = search(model, options)
        const found = invariants.filter(({ name }) => depthOf(violations, name) !== null)
        expect(found).toEqual(invariants.filter((_, at) => naive.broken[at] !== null))
        expect(depthOf(violations, null) !== null).toBe(naive.deadlock !== null)
        for (const { trace } of violations) mustBeWalkable(model, trace)
      }
    }),
    { numRuns: 500 },
  )
})

test('two that never touch each other are still seen at 1 together', () => {
  const step = { owner: 'any', becomes: 'same' } as const
  const model = modelOf({
    shared: 1,
    local: 1,
    processes: 2,
    rules: [
      { ...step, when: [{ cell: 1, value: 0 }], makes: [{ cell: 1, value: 1 }] },
      { ...step, when: [{ cell: 1, value: 1 }], makes: [{ cell: 1, value: 2 }] },
    ],
  })
  const together = {
    name: 'apart',
    reads: [2, 3],
    holds: (state: Int32Array) => !(state[2] === 1 && state[3] === 1),
  }
  expect(search(model, { partialOrder: true, invariants: [together] }).violations).toHaveLength(1)
  const [unseen, whole] = [true, false].map((partialOrder) => search(model, { partialOrder }))
  expect([unseen?.distinct, whole?.distinct]).toEqual([5, 9])
})

function depthOf(
  violations: readonly { readonly invariant: string | null; readonly trace: Trace }[],
  name: string | null,
): number | null {
  return violations.find(({ invariant }) => invariant === name)?.trace.actions.length ?? null
}

/** The least state of an orbit, reached by exchanging two neighbours until nothing new comes. */
function leastOf(state: readonly number[], { blocks, names = [] }: SymmetryGroup): string {
  const orbit = new Map([[state.join(), state]])
  for (const one of orbit.values())
    for (const [at, left] of blocks.slice(0, -1).entries()) {
      const next = [...one]
      for (const [place, cell] of left.entries()) {
        const other = blocks[at + 1]?.[place] ?? cell
        next[cell] = one[other] ?? 0
        next[other] = one[cell] ?? 0
      }
      for (const { cell, first } of names)
        if (next[cell] === first + at) next[cell] = first + at + 1
        else if (next[cell] === first + at + 1) next[cell] = first + at
      orbit.set(next.join(), next)
    }
  return [...orbit.keys()].sort()[0] ?? ''
}
