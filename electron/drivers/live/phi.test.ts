import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { firstWord, nextWord, type Pace, phi, SUSPECT_AT, suspectedAt } from './phi.ts'

/** Words at these pauses, from 0 on. */
function spoken(...pauses: readonly number[]): Pace {
  return pauses.reduce((pace, pause) => nextWord(pace, pace.last + pause), firstWord(0))
}

describe('the failure detector', () => {
  it('knows nothing of an attempt before it has a pace', () => {
    const pace = spoken(10, 10, 10, 10)
    expect([phi(pace, 1e9), suspectedAt(pace)]).toEqual([0, null])
  })

  it('suspects a steady stream that falls silent after seconds, and an uneven one later', () => {
    const steady = spoken(...Array.from({ length: 20 }, () => 100))
    const uneven = spoken(...Array.from({ length: 20 }, (_, at) => (at % 2 === 0 ? 100 : 6000)))
    const silence = (pace: Pace): number => (suspectedAt(pace) ?? 0) - pace.last
    expect(silence(steady)).toBeGreaterThan(4000)
    expect(silence(steady)).toBeLessThan(8000)
    expect(silence(uneven)).toBeGreaterThan(15_000)
  })

  it('reaches its threshold exactly when it says so, and grows with the silence', () => {
    const pauses = fc.array(fc.integer({ min: 1, max: 60_000 }), { minLength: 5, maxLength: 150 })
    fc.assert(
      fc.property(pauses, (all) => {
        const pace = spoken(...all)
        const at = suspectedAt(pace) as number
        expect(pace.pauses.length).toBeLessThanOrEqual(100)
        expect(phi(pace, at)).toBeGreaterThanOrEqual(SUSPECT_AT - 1e-6)
        expect(phi(pace, at - 1)).toBeLessThan(SUSPECT_AT + 1e-6)
        expect(phi(pace, at + 1000)).toBeGreaterThan(phi(pace, at))
      }),
    )
  })
})
