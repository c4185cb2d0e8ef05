/** States of one level that one part of a search hands to another. */
export interface Handed {
  readonly count: number
  /** One after the other. */
  readonly vectors: Int32Array<ArrayBuffer>
  /** The ways to them, as places of successors, equally many for each; null where nobody will ask. */
  readonly paths: Int32Array<ArrayBuffer> | null
}

/** Parents from here down are guests; above them -1 is none. */
const FIRST_PARENT = -2

/**
 * States that others have found, and that are expanded here so that no part waits long for another. They are not kept:
 * what is found from them lies here with a parent below -1, by which the way to it is put together.
 */
export class Guests {
  private readonly waiting: Handed[] = []
  /** Of the first that waits, so many have been taken. */
  private taken = 0
  /** So many have been taken of all. */
  private count = 0
  private known = 0
  private readonly ways: { readonly first: number; readonly handed: Handed }[] = []

  add(handed: Handed): void {
    this.waiting.push(handed)
    if (handed.paths !== null) this.ways.push({ first: this.known, handed: { ...handed, vectors: NONE } })
    this.known += handed.count
  }

  get left(): number {
    return this.known - this.count
  }

  get bytes(): number {
    return this.ways.reduce((sum, { handed }) => sum + (handed.paths?.byteLength ?? 0), 0)
  }

  /** Writes the next one; answers with the parent that it is to what is found from it. */
  take(into: Int32Array): number {
    const [handed] = this.waiting
    if (handed === undefined) throw new Error('nobody is left')
    const start = this.taken * into.length
    into.set(handed.vectors.subarray(start, start + into.length))
    this.taken += 1
    if (this.taken === handed.count) {
      this.waiting.shift()
      this.taken = 0
    }
    this.count += 1
    return FIRST_PARENT - this.count + 1
  }

  /** The way to a parent: which initial state, then which successor of each; empty for -1. */
  pathTo(parent: number): readonly number[] {
    const number = FIRST_PARENT - parent
    const way = this.ways.findLast(({ first }) => first <= number)
    if (number < 0 || way === undefined) return []
    const { count, paths } = way.handed
    const length = (paths as Int32Array).length / count
    const at = (number - way.first) * length
    return [...(paths as Int32Array).subarray(at, at + length)]
  }
}

const NONE = new Int32Array(0)
