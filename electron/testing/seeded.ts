import process from 'node:process'

/** SYNOD_TEST_SEED repeats a run of the tests; else each has a seed of its own, which the test's name shows. */
export function testSeed(): number {
  const told = Number(process.env['SYNOD_TEST_SEED'])
  return Number.isInteger(told) && told > 0 ? told : Math.floor(Math.random() * 2 ** 31) + 1
}

/** Numbers from 0 up to 1 that follow from the seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
