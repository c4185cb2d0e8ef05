import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { distributionOf, shareOf } from './statistics.ts'

describe('a distribution', () => {
  it('has the quantiles of what it is of', () => {
    const values = Float64Array.from({ length: 100 }, (_, at) => 100 - at)
    expect(distributionOf(values)).toMatchObject({ mean: 50.5, min: 1, p50: 50, p90: 90, p99: 99, max: 100 })
  })

  it('counts every value once, in bins that follow one another', () => {
    fc.assert(
      fc.property(fc.array(fc.double({ min: 0, max: 1e9, noNaN: true }), { minLength: 1 }), (values) => {
        const { histogram, min, max } = distributionOf(Float64Array.from(values))
        expect(histogram.reduce((sum, { count }) => sum + count, 0)).toBe(values.length)
        expect([histogram[0]?.from, histogram.at(-1)?.to]).toEqual([min, max])
        for (const [at, { from }] of histogram.entries()) if (at > 0) expect(from).toBe(histogram[at - 1]?.to)
      }),
    )
  })
})

describe('a share', () => {
  // Newcombe, Two-sided confidence intervals for the single proportion, 1998, table I, method 3.
  it.each([
    [81, 263, 0.2553, 0.3662],
    [15, 148, 0.0624, 0.1605],
    [0, 20, 0, 0.1611],
    [1, 29, 0.0061, 0.1718],
  ])('of %i in %i lies within Wilson’s interval', (count, of, low, high) => {
    const share = shareOf(count, of)
    expect(share.low).toBeCloseTo(low, 4)
    expect(share.high).toBeCloseTo(high, 4)
  })

  it('of nothing says nothing', () => {
    expect(shareOf(0, 0)).toEqual({ count: 0, part: 0, low: 0, high: 1 })
    expect(shareOf(5, 5).high).toBe(1)
  })
})
