const FIRST_SLOTS = 1 << 12
/** 8 GiB; more than one typed array may hold elsewhere. */
const MOST_SLOTS = 1 << 30
export const FINGERPRINT_BYTES = 8

/** What a search needs of a set of fingerprints: one thread's own, or one that several share. */
export interface Fingerprints {
  readonly bytes: number
  /** False if it was there. There must be room. */
  add(lo: number, hi: number): boolean
  /** Bytes that it will have once this many more are in it. */
  bytesWith(more: number): number
  /** Makes room for as many more, all but for moving what is there. Throws RangeError where that cannot be. */
  enlarge(more: number): void
  /** Moves what lies in so many more slots; true once all is moved. Until then nothing may be added. */
  move(slots: number): boolean
}

/** Slots of a table that so many fill to three quarters at most: a power of two. */
export function slotsFor(states: number): number {
  let slots = FIRST_SLOTS
  while (4 * states > 3 * slots) slots *= 2
  return slots
}

/**
 * A set of 64-bit fingerprints: open addressing on one typed array, two words a slot, linear probing. The pair 0, 0
 * marks a free slot, so that fingerprint is counted as 0, 1. Holds far more than the 16.7 million of a `Set`.
 */
export class FingerprintSet implements Fingerprints {
  size = 0
  private table = new Int32Array(2 * FIRST_SLOTS)
  private mask = FIRST_SLOTS - 1
  /** What the table was before it grew, and how much of that has been moved. */
  private old: Int32Array | null = null
  private moved = 0

  add(lo: number, hi: number): boolean {
    const second = lo === 0 && hi === 0 ? 1 : hi
    const { table, mask } = this
    for (let slot = lo & mask; ; slot = (slot + 1) & mask) {
      const at = 2 * slot
      const first = table[at] as number
      if (first === lo && table[at + 1] === second) return false
      if (first === 0 && table[at + 1] === 0) {
        table[at] = lo
        table[at + 1] = second
        this.size += 1
        return true
      }
    }
  }

  get bytes(): number {
    return this.table.byteLength + (this.old?.byteLength ?? 0)
  }

  bytesWith(more: number): number {
    return FINGERPRINT_BYTES * Math.max(this.mask + 1, slotsFor(this.size + more))
  }

  enlarge(more: number): void {
    const slots = this.bytesWith(more) / FINGERPRINT_BYTES
    if (slots === this.mask + 1) return
    if (slots > MOST_SLOTS) throw new RangeError('the table of states is full')
    const table = new Int32Array(2 * slots)
    this.old = this.table
    this.moved = 0
    this.table = table
    this.mask = slots - 1
    this.size = 0
  }

  move(slots: number): boolean {
    const { old } = this
    if (old === null) return true
    const end = Math.min(old.length, this.moved + 2 * slots)
    for (let at = this.moved; at < end; at += 2) {
      const lo = old[at] as number
      const hi = old[at + 1] as number
      if (lo !== 0 || hi !== 0) this.add(lo, hi)
    }
    this.moved = end
    if (end < old.length) return false
    this.old = null
    return true
  }

  /** Makes room for as many more at once. */
  reserve(more: number): void {
    this.enlarge(more)
    this.move(Number.POSITIVE_INFINITY)
  }
}
