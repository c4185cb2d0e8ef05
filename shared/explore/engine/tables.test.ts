import { expect, test } from 'vitest'
import { Arena } from './arena.ts'
import { FingerprintSet } from './fingerprint-set.ts'
import { VectorSet } from './vector-set.ts'

test('fingerprints are counted once each while the table grows', () => {
  const set = new FingerprintSet()
  for (let round = 0; round < 2; round += 1)
    for (let at = 0; at < 6000; at += 1) {
      set.reserve(1)
      // All in one place: the low halves are equal.
      expect(set.add(7, at % 3000)).toBe(round === 0 && at < 3000)
    }
  expect(set.size).toBe(3000)
})

test('a table that is moved piece by piece has the same in it', () => {
  const arena = new Arena(1)
  const vectors = new VectorSet(arena)
  const set = new FingerprintSet()
  const isKnown = (at: number): readonly boolean[] => {
    arena.hold(Int32Array.from([at]))
    const isNew = vectors.add(at * 77, 1, arena.count) < 0
    if (isNew) arena.keep()
    return [!isNew, !set.add(at * 77, at)]
  }
  for (let at = 0; at < 3000; at += 1) expect(isKnown(at)).toEqual([false, false])
  for (const table of [vectors, set]) {
    const before = table.bytes
    table.enlarge(10_000)
    expect(table.bytes).toBeGreaterThan(table.bytesWith(0))
    let pieces = 1
    while (!table.move(1000)) pieces += 1
    expect(pieces).toBe(5)
    expect(table.bytes).toBeGreaterThan(before)
    expect(table.move(1)).toBe(true)
  }
  for (let at = 0; at < 3000; at += 1) expect(isKnown(at)).toEqual([true, true])
  expect([vectors.size, set.size]).toEqual([3000, 3000])
})

test('the fingerprint of a free slot is a fingerprint as well', () => {
  const set = new FingerprintSet()
  expect([set.add(0, 0), set.add(0, 0), set.add(5, 0), set.add(0, 5), set.size]).toEqual([
    true,
    false,
    true,
    true,
    3,
  ])
})

test('vectors with one hash are told apart', () => {
  const arena = new Arena(2)
  const set = new VectorSet(arena)
  const put = (first: number, second: number): number => {
    const vector = Int32Array.from([first, second])
    set.reserve(1)
    arena.hold(vector)
    const known = set.add(1, 1, arena.count)
    if (known < 0) arena.keep()
    return known
  }
  expect([put(1, 2), put(2, 1), put(1, 2), put(2, 1), put(1, 1)]).toEqual([-1, -1, 0, 1, -1])
  for (let at = 10; at < 5000; at += 1) put(at, at)
  expect([put(1, 1), put(4999, 4999), set.size]).toEqual([2, 4992, 4993])
})

test('an arena widens when a value needs it, and keeps what it has', () => {
  const arena = new Arena(3)
  const vectors = [
    [1, 2, 255],
    [256, 0, 1],
    [65_535, 7, 0],
    [65_536, 2 ** 30, 9],
    [1, 2, 3],
  ]
  for (const vector of vectors) {
    arena.hold(Int32Array.from(vector))
    arena.keep()
  }
  const read = new Int32Array(3)
  for (const [number, vector] of vectors.entries()) {
    arena.read(number, read)
    expect([...read]).toEqual(vector)
    arena.hold(Int32Array.from(vector))
    expect(vectors.map((_, other) => arena.isHeld(other))).toEqual(
      vectors.map((_, other) => other === number),
    )
  }
  arena.alter(2, 254)
  expect(arena.isHeld(4)).toBe(false)
  arena.alter(2, 3)
  expect(arena.isHeld(4)).toBe(true)
})

test('what will not be read is let go, chunk by chunk', () => {
  const arena = new Arena(1000)
  const vector = new Int32Array(1000)
  for (let number = 0; number < 10_000; number += 1) {
    vector[999] = number
    arena.hold(vector)
    arena.keep()
    arena.dropBelow(number)
  }
  expect(arena.bytes).toBeLessThan(8_000_000)
  const read = new Int32Array(1000)
  arena.read(9_999, read)
  expect(read[999]).toBe(9_999)
})
