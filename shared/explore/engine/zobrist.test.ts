import { expect, test } from 'vitest'
import { FingerprintSet } from './fingerprint-set.ts'
import { SplitMix } from './splitmix.ts'
import { type Words, Zobrist } from './zobrist.ts'

const CELLS = 80

/** Marsaglia's xorshift32, both halves of a word drawn one after the other: the second is linear in the first. */
function xorshift(seed: number): Words {
  let state = seed
  const next = (): number => {
    state ^= state << 13
    state ^= state >>> 17
    state ^= state << 5
    return state
  }
  return {
    lo: 0,
    hi: 0,
    draw() {
      Object.assign(this, { lo: next(), hi: next() })
    },
  }
}

/** Every vector of zeros and ones with at most four ones, and how many hashes they have. */
function hashesOf({ words, offsets }: Zobrist): { readonly vectors: number; readonly hashes: number } {
  const hashes = new FingerprintSet()
  let vectors = 0
  const visit = (from: number, ones: number, lo: number, hi: number): void => {
    vectors += 1
    hashes.reserve(1)
    hashes.add(lo, hi)
    if (ones === 4) return
    for (let cell = from; cell < CELLS; cell += 1) {
      const at = offsets[cell] ?? 0
      visit(
        cell + 1,
        ones + 1,
        lo ^ (words[at] ?? 0) ^ (words[at + 2] ?? 0),
        hi ^ (words[at + 1] ?? 0) ^ (words[at + 3] ?? 0),
      )
    }
  }
  visit(0, 0, 0, 0)
  return { vectors, hashes: hashes.size }
}

/** How many of the cells' differences are independent over exclusive or: with fewer than all, states are lost. */
function rankOf(zobrist: Zobrist): number {
  const word = (at: number): bigint =>
    (BigInt((zobrist.words[at + 1] ?? 0) >>> 0) << 32n) | BigInt((zobrist.words[at] ?? 0) >>> 0)
  const basis: bigint[] = []
  for (const offset of zobrist.offsets) {
    let rest = word(offset) ^ word(offset + 2)
    for (const one of basis) rest = (rest ^ one) < rest ? rest ^ one : rest
    if (rest !== 0n) basis.push(rest)
  }
  return basis.length
}

const sizes = new Array<number>(CELLS).fill(2)

test('words of splitmix64 tell 1,666,981 vectors apart, by 64 independent bits', () => {
  const zobrist = new Zobrist(CELLS, sizes)
  expect(hashesOf(zobrist)).toEqual({ vectors: 1_666_981, hashes: 1_666_981 })
  expect(rankOf(zobrist)).toBe(64)
})

test('words of a linear generator lose states, though they have 64 bits as well', () => {
  const stream = xorshift(88_675_123)
  expect(rankOf(new Zobrist(CELLS, sizes, () => stream))).toBeLessThanOrEqual(32)
  // Seeded by the cell's number, as one would: whatever is linear in the seed has as few bits as the seed.
  const perCell = new Zobrist(CELLS, sizes, (cell) => xorshift(cell + 1))
  expect(rankOf(perCell)).toBe(7)
  expect(hashesOf(perCell)).toEqual({ vectors: 1_666_981, hashes: 128 })
})

test('a table that grows keeps its words', () => {
  const grown = new Zobrist(3, null)
  const first = Int32Array.from([3, 1, 2])
  const before = [grown.lowOf(first), grown.highOf(first)]
  grown.grow(1, 5000)
  expect([grown.lowOf(first), grown.highOf(first)]).toEqual(before)
  const whole = new Zobrist(3, [8, 8192, 8])
  const last = Int32Array.from([7, 5000, 7])
  expect([grown.lowOf(last), grown.highOf(last)]).toEqual([whole.lowOf(last), whole.highOf(last)])
  expect(() => grown.grow(0, -1)).toThrow('cell 0 cannot hold -1')
})

test('streams of one seed have nothing in common', () => {
  const drawn = [1, 2, 3].flatMap((stream) => {
    const source = new SplitMix(1, stream)
    return Array.from({ length: 1000 }, () => {
      source.draw()
      return `${source.hi},${source.lo}`
    })
  })
  expect(new Set(drawn).size).toBe(3000)
})
