import { Arena } from './arena.ts'
import { Column } from './column.ts'
import type { Fingerprints } from './fingerprint-set.ts'
import { VectorSet } from './vector-set.ts'

/** Room is made for so many states at a time. */
const STEP = 1024
/** Of a table that grows, slots that are moved in one go: a few ms. */
const MOVED_SLOTS = 1 << 18

/**
 * The states that a search has found, numbered in the order of finding. With fingerprints only vectors that still
 * have to be expanded are kept.
 */
export class States {
  /** Null where whole vectors are compared. */
  fingerprints: Fingerprints | null
  private readonly vectors: VectorSet | null
  readonly arena: Arena
  /** By state: the one it was found from (below 0: none of these), and which of that one's successors it is. */
  private readonly parents = new Column()
  private readonly ordinals = new Column()
  /** There is room until so many states are kept. */
  private room = 0
  /** Nothing may be asked or kept until the table has been moved. */
  isMoving = false

  constructor(cells: number, keys: 'exact' | Fingerprints) {
    this.arena = new Arena(cells)
    this.fingerprints = keys === 'exact' ? null : keys
    this.vectors = keys === 'exact' ? new VectorSet(this.arena) : null
  }

  get count(): number {
    return this.arena.count
  }

  get bytes(): number {
    const table = this.fingerprints ?? this.vectors
    return (table?.bytes ?? 0) + this.arena.bytes + this.parents.bytes + this.ordinals.bytes
  }

  /** Is this the first such vector? Then it must be kept. There must be room. */
  isNew(vector: Int32Array, lo: number, hi: number): boolean {
    if (this.fingerprints !== null) return this.fingerprints.add(lo, hi)
    this.arena.hold(vector)
    return this.isHeldNew(lo, hi)
  }

  /** The same for the vector that the arena holds, where whole vectors are compared. */
  isHeldNew(lo: number, hi: number): boolean {
    return (this.vectors as VectorSet).add(lo, hi, this.arena.count) < 0
  }

  keep(vector: Int32Array, parent: number, ordinal: number): number {
    this.arena.hold(vector)
    return this.keepHeld(parent, ordinal)
  }

  keepHeld(parent: number, ordinal: number): number {
    this.parents.push(parent)
    this.ordinals.push(ordinal)
    return this.arena.keep()
  }

  read(number: number, into: Int32Array): void {
    this.arena.read(number, into)
  }

  /** All below this number have been expanded. */
  expandedBelow(number: number): void {
    if (this.fingerprints !== null) this.arena.dropBelow(number)
  }

  /** Makes room for so many more, unless that takes more bytes than the limit or than there are. */
  reserve(more: number, limit: number): boolean {
    return this.count + more <= this.room || this.enlarge(Math.max(more, STEP), limit)
  }

  /** Moves some of a table that has grown; in one go a large one would let whoever cancels the search wait. */
  move(): void {
    this.isMoving = !(this.fingerprints ?? (this.vectors as VectorSet)).move(MOVED_SLOTS)
  }

  /** From an initial state to this one: which initial state, then which successor of each. What began it is no state. */
  pathTo(number: number): { readonly root: number; readonly places: readonly number[] } {
    const places: number[] = []
    let at = number
    for (; at >= 0; at = this.parents.at(at)) places.push(this.ordinals.at(at))
    return { root: at, places: places.reverse() }
  }

  /** While a table grows the old one is there too: that counts. */
  private enlarge(more: number, limit: number): boolean {
    const table = this.fingerprints ?? (this.vectors as VectorSet)
    const growing = [table, this.parents, this.ordinals].filter((one) => one.bytesWith(more) > one.bytes)
    if (growing.reduce((sum, one) => sum + one.bytesWith(more), this.bytes) > limit) return false
    try {
      for (const one of growing) one.enlarge(more)
      this.move()
      this.arena.reserve(more)
    } catch (error) {
      if (error instanceof RangeError) return false
      throw error
    }
    this.room = this.count + more
    return true
  }
}
