import fc from 'fast-check'
import { expect, it } from 'vitest'
import { durationText, parseDuration } from './duration.ts'

it.each([
  [0, '0 s'],
  [250, '250 ms'],
  [1500, '1.5 s'],
  [30_000, '30 s'],
  [90_000, '90 s'],
  [600_000, '10 min'],
  [5_400_000, '90 min'],
  [7_200_000, '2 h'],
  [604_800_000, '7 days'],
])('%i ms is written %s', (ms, text) => {
  expect(durationText(ms)).toBe(text)
})

it.each([
  ['30', 30_000],
  ['30s', 30_000],
  ['1.5 s', 1500],
  ['2 Min', 120_000],
  ['1 h 30 min', 5_400_000],
  ['7 d', 604_800_000],
])('%s is read', (text, ms) => {
  expect(parseDuration(text)).toBe(ms)
})

it.each(['', 's', '5 parsecs', '-3 s', '3 s later', '1..2 s'])('"%s" is no length of time', (text) => {
  expect(parseDuration(text)).toBeNull()
})

it('what is written reads as it was', () => {
  fc.assert(
    fc.property(fc.nat(10 * 604_800_000), (ms) => {
      expect(parseDuration(durationText(ms))).toBe(ms)
    }),
  )
})
