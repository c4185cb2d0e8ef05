/** Numbers that follow from a seed. */
export interface Random {
  /** From 0 to below 1. */
  next(): number
  /** A whole number from 0 to below `count`. */
  below(count: number): number
}

/**
 * A seed of 32 bits for one of many independent streams: splitmix's finaliser over both (Steele, Lea and Flood, Fast
 * splittable pseudorandom number generators, 2014), which has streams of neighbouring numbers part at once.
 */
export function seedOf(seed: number, stream: number): number {
  let mixed = (seed ^ Math.imul(stream + 1, 0x9e3779b9)) >>> 0
  mixed = Math.imul(mixed ^ (mixed >>> 16), 0x85ebca6b)
  mixed = Math.imul(mixed ^ (mixed >>> 13), 0xc2b2ae35)
  return (mixed ^ (mixed >>> 16)) >>> 0
}

/** Small fast counting generator, 32 bits (Doty-Humphrey, PractRand: sfc32): 128 bits of state, a period of at least 2^32. */
export class SeededRandom implements Random {
  private a: number
  private b: number
  private c: number
  private count = 1

  constructor(seed: number) {
    this.a = seedOf(seed, 0) | 0
    this.b = seedOf(seed, 1) | 0
    this.c = seedOf(seed, 2) | 0
    for (let warm = 0; warm < 12; warm += 1) this.next()
  }

  next(): number {
    const sum = (this.a + this.b + this.count) | 0
    this.count = (this.count + 1) | 0
    this.a = this.b ^ (this.b >>> 9)
    this.b = (this.c + (this.c << 3)) | 0
    this.c = ((this.c << 21) | (this.c >>> 11)) + sum
    return (sum >>> 0) / 2 ** 32
  }

  below(count: number): number {
    return count < 2 ? 0 : Math.floor(this.next() * count)
  }
}
