import { FINGERPRINT_BYTES, type Fingerprints, slotsFor } from './fingerprint-set.ts'

/**
 * A set of fingerprints in memory that several threads share. A free slot's first word is 0; who exchanges it for its
 * own has the slot, and writes the second word then. A zero in either word of a fingerprint is counted as a 1. The
 * table does not grow: whoever runs the threads halts them and gives them a larger one.
 */
export class SharedFingerprints implements Fingerprints {
  /** How many this thread has added. */
  size = 0
  /** The memory is counted by whoever has made it, once. */
  readonly bytes = 0
  private readonly table: Int32Array
  private readonly mask: number

  constructor(memory: SharedArrayBuffer) {
    this.table = new Int32Array(memory)
    this.mask = memory.byteLength / FINGERPRINT_BYTES - 1
  }

  static memoryFor(states: number): SharedArrayBuffer {
    return new SharedArrayBuffer(FINGERPRINT_BYTES * slotsFor(states))
  }

  /** False if it was there, put by whichever thread. There must be room. */
  add(lo: number, hi: number): boolean {
    const first = lo === 0 ? 1 : lo
    const second = hi === 0 ? 1 : hi
    const { table, mask } = this
    for (let slot = first & mask; ; slot = (slot + 1) & mask) {
      const at = 2 * slot
      // A plain read may be old, but then it is 0, and the exchange tells.
      let there = table[at] as number
      if (there === 0) {
        there = Atomics.compareExchange(table, at, 0, first)
        if (there === 0) {
          Atomics.store(table, at + 1, second)
          this.size += 1
          return true
        }
      }
      if (there !== first) continue
      let rest = table[at + 1] as number
      while (rest === 0) rest = Atomics.load(table, at + 1)
      if (rest === second) return false
    }
  }

  bytesWith(_more: number): number {
    return 0
  }

  enlarge(_more: number): void {}

  move(_slots: number): boolean {
    return true
  }

  /** One thread's share of moving all that a smaller table has; nobody may add to that one any more. */
  takeFrom(smaller: SharedFingerprints, part: number, parts: number): void {
    const slots = smaller.mask + 1
    const end = Math.floor((slots * (part + 1)) / parts)
    for (let slot = Math.floor((slots * part) / parts); slot < end; slot += 1) {
      const lo = smaller.table[2 * slot] as number
      if (lo !== 0) this.add(lo, smaller.table[2 * slot + 1] as number)
    }
  }
}
