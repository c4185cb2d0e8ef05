import type { Arena } from './arena.ts'
import { slotsFor } from './fingerprint-set.ts'

const FIRST_SLOTS = 1 << 12
const MOST_SLOTS = 1 << 30

/**
 * A set of whole vectors, which an arena holds: open addressing, two words a slot (the hash's high half, and the
 * vector's number plus one). The hash only finds the slot: two vectors are one only if every cell is equal.
 */
export class VectorSet {
  size = 0
  private readonly arena: Arena
  private table = new Int32Array(2 * FIRST_SLOTS)
  private mask = FIRST_SLOTS - 1
  /** The low halves by number, so that the table can be laid out anew without the vectors. */
  private lows = new Int32Array(FIRST_SLOTS)
  /** What the table was before it grew, and how much of that has been moved. */
  private old: Int32Array | null = null
  private moved = 0

  constructor(arena: Arena) {
    this.arena = arena
  }

  /**
   * The number of the vector that the arena holds if it is there, else -1: then it must be kept under the number
   * given. There must be room.
   */
  add(lo: number, hi: number, number: number): number {
    const { table, mask } = this
    for (let slot = lo & mask; ; slot = (slot + 1) & mask) {
      const at = 2 * slot
      const entry = table[at + 1] as number
      if (entry === 0) {
        table[at] = hi
        table[at + 1] = number + 1
        this.lows[number] = lo
        this.size += 1
        return -1
      }
      if (table[at] === hi && this.arena.isHeld(entry - 1)) return entry - 1
    }
  }

  /** The number of the vector that the arena holds, or -1. */
  find(lo: number, hi: number): number {
    const { table, mask } = this
    for (let slot = lo & mask; ; slot = (slot + 1) & mask) {
      const entry = table[2 * slot + 1] as number
      if (entry === 0) return -1
      if (table[2 * slot] === hi && this.arena.isHeld(entry - 1)) return entry - 1
    }
  }

  get bytes(): number {
    return this.table.byteLength + this.lows.byteLength + (this.old?.byteLength ?? 0)
  }

  bytesWith(more: number): number {
    return 12 * Math.max(this.mask + 1, slotsFor(this.size + more))
  }

  /** Makes room for as many more, all but for moving what is there. Throws RangeError where there is no such array. */
  enlarge(more: number): void {
    const slots = Math.max(this.mask + 1, slotsFor(this.size + more))
    if (slots === this.mask + 1) return
    if (slots > MOST_SLOTS) throw new RangeError('the table of states is full')
    const lows = new Int32Array(slots)
    const table = new Int32Array(2 * slots)
    lows.set(this.lows)
    this.lows = lows
    this.old = this.table
    this.moved = 0
    this.table = table
    this.mask = slots - 1
  }

  /** Moves what lies in so many more slots; true once all is moved. Until then nothing may be added or looked for. */
  move(slots: number): boolean {
    const { old } = this
    if (old === null) return true
    const end = Math.min(old.length, this.moved + 2 * slots)
    for (let at = this.moved; at < end; at += 2)
      if (old[at + 1] !== 0) this.put(old[at] as number, old[at + 1] as number)
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

  private put(hi: number, entry: number): void {
    let slot = (this.lows[entry - 1] as number) & this.mask
    while (this.table[2 * slot + 1] !== 0) slot = (slot + 1) & this.mask
    this.table[2 * slot] = hi
    this.table[2 * slot + 1] = entry
  }
}
