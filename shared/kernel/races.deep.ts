import { describe, expect, it } from 'vitest'
import { raced } from './testing/raced.ts'

const SCHEDULES = 100_000
const PARTS = 20

/** Its seed is printed, so that a failure can be tried again. */
const first = Date.now() % 1_000_000_000

describe(`${SCHEDULES} schedules of decisions, cancels, timers, crashes, suspicions and outcomes`, () => {
  it.each(Array.from({ length: PARTS }, (_, part) => first + part))('break no rule (seed %i)', (seed) => {
    const { schedules, failure } = raced(SCHEDULES / PARTS, seed)
    expect(failure).toBe('')
    expect(schedules).toBe(SCHEDULES / PARTS)
  })
})
