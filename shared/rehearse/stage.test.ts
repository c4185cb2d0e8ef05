import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { initialState } from '../kernel/cells.ts'
import { step } from '../kernel/step.ts'
import { controlledDrawings } from '../kernel/testing/controlled.ts'
import { applyTransition } from '../kernel/transition.ts'
import { sentenceOf } from '../trace/sentences.ts'
import { Trace } from '../trace/trace.ts'
import { Stage } from './rehearsed-run.ts'
import { faultyPlan, planOf, seeds, settingsOf } from './testing/faulty.ts'

const chances = fc.constantFrom(0, 0.1, 0.6)

describe('a rehearsed run of any drawing, under any faults', () => {
  it('is a path of the kernel, step by step', () => {
    fc.assert(
      fc.property(controlledDrawings, chances, seeds, (document, chance, seed) => {
        const plan = planOf(document)
        const stage = new Stage(plan, settingsOf(plan, faultyPlan(document, chance)))
        // What earlier runs have learnt of the steps must not change a later one.
        for (let more = 1; more < 4; more += 1) stage.run(seed + more)
        let state = initialState(plan)
        for (const { transition } of stage.replay(seed)) {
          const again = step(plan, state, transition.input)
          expect(transition).toEqual(again)
          state = applyTransition(state, again)
        }
      }),
      { numRuns: 60 },
    )
  })

  it('is the same byte for byte by the same seed, whatever was rehearsed before', () => {
    fc.assert(
      fc.property(controlledDrawings, chances, seeds, (document, chance, seed) => {
        const plan = planOf(document)
        const settings = settingsOf(plan, faultyPlan(document, chance))
        const first = new Stage(plan, settings)
        const trace = JSON.stringify(first.replay(seed))
        const later = new Stage(plan, settings)
        for (let more = 1; more < 4; more += 1) later.run(seed + more)
        expect(JSON.stringify(later.replay(seed))).toBe(trace)
        expect(JSON.stringify(first.replay(seed))).toBe(trace)
        expect(first.run(seed).transitions).toBe((JSON.parse(trace) as unknown[]).length)
      }),
      { numRuns: 20 },
    )
  })

  it('never lets happen twice what may happen once', () => {
    fc.assert(
      fc.property(controlledDrawings, seeds, (document, seed) => {
        const plan = planOf(document)
        const stage = new Stage(plan, settingsOf(plan, faultyPlan(document, 0.6)))
        for (let more = 0; more < 5; more += 1) expect(stage.run(seed + more).twice).toBe(0)
      }),
      { numRuns: 40 },
    )
  })

  it('is played like any run', () => {
    fc.assert(
      fc.property(controlledDrawings, seeds, (document, seed) => {
        const plan = planOf(document)
        const records = new Stage(plan, settingsOf(plan, faultyPlan(document, 0.3))).replay(seed)
        const trace = new Trace(plan)
        trace.append(records)
        const state = records.reduce(
          (one, { transition }) => applyTransition(one, transition),
          initialState(plan),
        )
        expect(trace.state(trace.last)).toEqual(state)
        for (const record of records) expect(sentenceOf(trace, record)).not.toMatch(/undefined|\[object|null/)
      }),
      { numRuns: 20 },
    )
  })
})
