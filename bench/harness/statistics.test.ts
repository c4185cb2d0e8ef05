import { expect, test } from 'vitest'
import { figureOf, median, ratiosOf } from './statistics.ts'

test('a median is the middle value, or the mean of the middle two', () => {
  expect(median([3, 1, 2])).toBe(2)
  expect(median([10, 1, 2, 3])).toBe(2.5)
  expect(median([7])).toBe(7)
  expect(() => median([])).toThrow('no values')
})

test('a figure has the median with what it lies between', () => {
  expect(figureOf('ms', [30, 10, 20])).toEqual({ unit: 'ms', median: 20, min: 10, max: 30 })
})

test('ratios are taken round by round, so that a slow moment of the machine cancels out', () => {
  // In the second round everything took twice as long.
  expect(ratiosOf([100, 50], [10, 5])).toEqual([10, 10])
  expect(() => ratiosOf([1, 2], [1])).toThrow('2 rounds beside 1')
})
