import { expect, test } from 'vitest'
import { SplitMix } from './splitmix.ts'

test('the numbers are those of the published generator', () => {
  const source = new SplitMix(1234567)
  const drawn = Array.from({ length: 5 }, () => {
    source.draw()
    return (BigInt(source.hi >>> 0) << 32n) | BigInt(source.lo >>> 0)
  })
  expect(drawn).toEqual([
    6457827717110365317n,
    3203168211198807973n,
    9817491932198370423n,
    4593380528125082431n,
    16408922859458223821n,
  ])
})

test('numbers below a limit are spread over all of it', () => {
  const source = new SplitMix(7)
  const counts = new Array<number>(6).fill(0)
  for (let at = 0; at < 6000; at += 1) {
    const drawn = source.below(6)
    counts[drawn] = (counts[drawn] ?? 0) + 1
  }
  expect(Math.min(...counts)).toBeGreaterThan(850)
  expect(Math.max(...counts)).toBeLessThan(1150)
})
