import { SplitMix } from './splitmix.ts'

/** Any constant would do; a constant, so that the same model gives the same figures every time. */
const SEED = 0x5e_ed_0f_5a_0d
const FIRST_CAPACITY = 16
const MOST_VALUES = 1 << 26

/** Draws two words at a time. */
export interface Words {
  readonly hi: number
  readonly lo: number
  draw(): void
}

/**
 * Zobrist's hash (1970): a random 64-bit word for each value of each cell, joined by exclusive or, so that a step
 * pays only for the cells that it changes. Two different vectors share a hash with probability 2^-64 over the
 * choice of the words. Where a cell's number of values is not known, its words are drawn as they are needed.
 */
export class Zobrist {
  /** The words of cell c and value v: `words[at]` and `words[at + 1]`, where at = offsets[c] + 2 v. */
  words = new Int32Array(0)
  readonly offsets: Int32Array
  readonly capacities: Int32Array
  private readonly sources: readonly Words[]
  private readonly drawn: Int32Array

  constructor(
    cells: number,
    sizes: readonly number[] | null,
    source: (cell: number) => Words = (cell) => new SplitMix(SEED, cell + 1),
  ) {
    this.offsets = new Int32Array(cells)
    this.capacities = Int32Array.from({ length: cells }, (_, cell) =>
      Math.max(sizes?.[cell] ?? FIRST_CAPACITY, 1),
    )
    this.sources = Array.from({ length: cells }, (_, cell) => source(cell))
    this.drawn = new Int32Array(cells)
    this.lay()
  }

  /** Room for this value of the cell. Earlier words stay what they were. */
  grow(cell: number, value: number): void {
    if (!Number.isInteger(value) || value < 0 || value >= MOST_VALUES)
      throw new RangeError(`cell ${cell} cannot hold ${value}: expected a whole number below ${MOST_VALUES}`)
    let capacity = this.capacities[cell] as number
    while (capacity <= value) capacity *= 2
    this.capacities[cell] = capacity
    this.lay()
  }

  /** The low half of a whole vector's hash; `highOf` is the other. */
  lowOf(vector: Int32Array): number {
    return this.half(vector, 0)
  }

  highOf(vector: Int32Array): number {
    return this.half(vector, 1)
  }

  get bytes(): number {
    return this.words.byteLength
  }

  private half(vector: Int32Array, which: 0 | 1): number {
    let hash = 0
    for (let cell = 0; cell < vector.length; cell += 1) {
      const value = vector[cell] as number
      if (value >>> 0 >= (this.capacities[cell] as number)) this.grow(cell, value)
      hash ^= this.words[(this.offsets[cell] as number) + 2 * value + which] as number
    }
    return hash
  }

  /** Lays the words of all cells out anew, and draws those that are missing. */
  private lay(): void {
    const old = this.words
    const words = new Int32Array(2 * this.capacities.reduce((sum, capacity) => sum + capacity, 0))
    let at = 0
    for (const [cell, capacity] of this.capacities.entries()) {
      const from = this.offsets[cell] as number
      const known = this.drawn[cell] as number
      words.set(old.subarray(from, from + 2 * known), at)
      this.draw(words, at, cell)
      this.offsets[cell] = at
      at += 2 * capacity
    }
    this.words = words
  }

  private draw(words: Int32Array, base: number, cell: number): void {
    const source = this.sources[cell] as Words
    const capacity = this.capacities[cell] as number
    for (let value = this.drawn[cell] as number; value < capacity; value += 1) {
      source.draw()
      words[base + 2 * value] = source.lo
      words[base + 2 * value + 1] = source.hi
    }
    this.drawn[cell] = capacity
  }
}
