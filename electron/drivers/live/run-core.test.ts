import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { drawings, planOf } from '../../../shared/kernel/testing/drawings.ts'
import { RunCore } from './run-core.ts'

describe('a run before its start', () => {
  it('has nothing to do, to wait for or to ask', () => {
    fc.assert(
      fc.property(drawings, (document) => {
        const core = new RunCore(planOf(document), { snapshot: null, transitions: [], effects: [] })
        expect([core.take(), core.steps(), core.armedTimers(0), core.openEffects()]).toEqual([
          null,
          [],
          [],
          [],
        ])
        expect([core.gauge.waits(), core.gauge.asksPeople(), core.gauge.inDoubt()]).toEqual([
          false,
          false,
          false,
        ])
      }),
    )
  })
})
