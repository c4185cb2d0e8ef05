/** What follows from the values of a few cells of a vector, remembered: open addressing over typed arrays. */
export class Memo<T> {
  private readonly cells: readonly number[]
  private readonly width: number
  /** Keys of the entries, one after the other. */
  private keys: Int32Array
  private entries: T[] = []
  /** Entry + 1 by hash; 0 is free. */
  private slots: Int32Array
  private mask: number
  private found = -1

  constructor(cells: readonly number[]) {
    this.cells = cells
    this.width = cells.length
    this.keys = new Int32Array(64 * cells.length)
    this.slots = new Int32Array(128)
    this.mask = 127
  }

  get size(): number {
    return this.entries.length
  }

  /** The entry for these cells' values; undefined when it is not known, and then `put` adds it. */
  get(state: Int32Array): T | undefined {
    const { cells, width, keys, slots, mask } = this
    let hash = 0x9e3779b9
    for (let at = 0; at < width; at += 1) {
      hash = Math.imul(hash ^ (state[cells[at] as number] as number), 0x85ebca6b)
      hash ^= hash >>> 13
    }
    let slot = hash & mask
    for (;;) {
      const entry = (slots[slot] as number) - 1
      if (entry < 0) {
        this.found = slot
        return undefined
      }
      const start = entry * width
      let at = 0
      while (at < width && keys[start + at] === state[cells[at] as number]) at += 1
      if (at === width) return this.entries[entry]
      slot = (slot + 1) & mask
    }
  }

  /** To be called right after a `get` of the same state that found nothing. */
  put(state: Int32Array, value: T): void {
    const { cells, width } = this
    const entry = this.entries.length
    if ((entry + 1) * width > this.keys.length) {
      const keys = new Int32Array(this.keys.length * 2)
      keys.set(this.keys)
      this.keys = keys
    }
    for (let at = 0; at < width; at += 1) this.keys[entry * width + at] = state[cells[at] as number] as number
    this.entries.push(value)
    this.slots[this.found] = entry + 1
    if (this.entries.length * 2 > this.slots.length) this.grow()
  }

  private grow(): void {
    const slots = new Int32Array(this.slots.length * 2)
    const mask = slots.length - 1
    for (let entry = 0; entry < this.entries.length; entry += 1) {
      let hash = 0x9e3779b9
      for (let at = 0; at < this.width; at += 1) {
        hash = Math.imul(hash ^ (this.keys[entry * this.width + at] as number), 0x85ebca6b)
        hash ^= hash >>> 13
      }
      let slot = hash & mask
      while (slots[slot] !== 0) slot = (slot + 1) & mask
      slots[slot] = entry + 1
    }
    this.slots = slots
    this.mask = mask
  }
}
