import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { raced } from './testing/raced.ts'

/** A few of the schedules that `races.deep.ts` tries by the hundred thousand. */
describe('decisions, cancels, timers, crashes, suspicions and outcomes in any order', () => {
  it('break no rule', () => {
    const { seed, failure } = raced(400, fc.sample(fc.nat(), 1)[0] as number)
    expect(failure, `seed ${seed}`).toBe('')
  })
})
