import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { search } from '../engine/search.ts'
import type { Model } from '../model.ts'
import { type ActionFacts, minimise } from './minimise.ts'
import { lastHope } from './pivot.ts'
import { play, Steps } from './play.ts'

/**
 * Two workers that each take three steps, a bystander that turns in a circle, and a fault that may come once and halts
 * the first of them. Actions: 0 and 1 the workers, 2 the bystander, 3 the fault.
 */
const model: Model = {
  name: 'workers',
  cells: 4,
  sizes: [4, 4, 5, 2],
  initial: () => [[0, 0, 0, 0]],
  expand(state, out) {
    const [a = 0, b = 0, c = 0, halted = 0] = state
    if (a < 3 && halted === 0) {
      out.set(0, a + 1)
      out.emit(0)
    }
    if (b < 3) {
      out.set(1, b + 1)
      out.emit(1)
    }
    out.set(2, (c + 1) % 5)
    out.emit(2)
    if (halted === 0) {
      out.set(3, 1)
      out.emit(3)
    }
  },
  describe: (action) => ['a works', 'b works', 'c turns', 'a halts'][action] ?? '',
}

const facts: ActionFacts = { isFault: (action) => action === 3, ownerOf: (action) => 'abca'.charAt(action) }
const both = (state: Int32Array): boolean => (state[0] as number) >= 2 && (state[1] as number) >= 2
const schedule = fc.array(fc.constantFrom(0, 1, 2, 3), { maxLength: 60 })

describe('a schedule that breaks something', () => {
  it('is as short as any, has no fault that it does not need, and stays with one owner where it can', () => {
    fc.assert(
      fc.property(schedule, (actions) => {
        const steps = new Steps(model)
        const first = play(steps, actions, both)
        const least = minimise(steps, actions, both, facts)
        if (first === null) {
          expect(least).toBeNull()
          return
        }
        expect(least?.actions).toHaveLength(4)
        expect(least?.actions).not.toContain(3)
        expect([
          [0, 0, 1, 1],
          [1, 1, 0, 0],
        ]).toContainEqual(least?.actions)
        expect(least?.states).toHaveLength(5)
      }),
    )
  })

  it('keeps the faults that it needs', () => {
    const halted = (state: Int32Array): boolean => state[0] === 1 && state[3] === 1 && state[1] === 1
    const least = minimise(new Steps(model), [2, 1, 0, 2, 2, 3, 1, 1], halted, facts)
    expect(least?.actions.filter((action) => action === 3)).toHaveLength(1)
    expect(least?.actions).toHaveLength(3)
  })

  it('stays as it was found by a search that finds the shortest', () => {
    const invariant = { name: 'both', holds: (state: Int32Array) => !both(state) }
    const [found] = search(model, { invariants: [invariant] }).violations
    const least = minimise(new Steps(model), found?.trace.actions ?? [], both, facts)
    expect(least?.actions).toHaveLength(found?.trace.actions.length ?? 0)
  })
})

describe('the step that decided it', () => {
  it('is the last after which the good end could be reached without a fault', () => {
    const steps = new Steps(model)
    const played = play(steps, [1, 0, 2, 3, 1, 1, 2], (state) => state[1] === 3 && state[3] === 1)
    const isGood = (state: Int32Array): boolean => state[0] === 3
    expect(lastHope(steps, played?.states ?? [], isGood, facts.isFault)).toBe(3)
    expect(lastHope(steps, played?.states ?? [], () => false, facts.isFault)).toBe(-1)
  })
})
