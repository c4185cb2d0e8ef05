type Atom = string | number | boolean | null

/** Before the parts of a record, and of a list. */
const RECORD = -1
const LIST = -2

const FIRST_SLOTS = 1 << 10
const FIRST_WORDS = 1 << 13

/**
 * Values of JSON as numbers: two have the same exactly if their texts are. What a value is made of is numbered first
 * (hash consing; Ershov 1958), and objects that were kept are known by themselves, so that of a cell which differs from
 * another in little only that little is looked at.
 */
export class Values {
  private readonly atoms = new Map<unknown, number>()
  private readonly known = new Map<object, number>()
  /** Objects that `idOf` has numbered since it was last told to keep or to forget them. */
  private readonly met: object[] = []
  private readonly metIds: number[] = []
  /** Parts of the records and lists, one after the other; by node where they begin. */
  private words = new Int32Array(FIRST_WORDS)
  private starts = new Int32Array(FIRST_SLOTS)
  private ids = new Int32Array(FIRST_SLOTS)
  private nodes = 0
  /** Node + 1 by hash; 0 is free. */
  private slots = new Int32Array(FIRST_SLOTS)
  private next = 0
  /** The parts of the objects that are being numbered, the innermost last. */
  private readonly stack: number[] = []

  /** Bytes that are taken, without the values themselves. */
  get bytes(): number {
    const arrays =
      this.words.byteLength + this.starts.byteLength + this.ids.byteLength + this.slots.byteLength
    return arrays + ENTRY_BYTES * (this.atoms.size + this.known.size)
  }

  /** Like JSON, without what is undefined. */
  idOf(value: unknown): number {
    if (typeof value !== 'object' || value === null) return this.atom(value as Atom)
    const known = this.known.get(value)
    if (known !== undefined) return known
    const { stack } = this
    const from = stack.length
    if (Array.isArray(value)) {
      stack.push(LIST)
      for (let at = 0; at < value.length; at += 1) stack.push(this.idOf(value[at] ?? null))
    } else {
      stack.push(RECORD)
      for (const key in value) {
        const part = (value as Readonly<Record<string, unknown>>)[key]
        if (part !== undefined) stack.push(this.atom(key), this.idOf(part))
      }
    }
    const id = this.node(from)
    stack.length = from
    this.met.push(value)
    this.metIds.push(id)
    return id
  }

  /** What was numbered since will be met again, as it is or in others; it must not change. */
  keep(): void {
    const { met, metIds, known } = this
    for (let at = 0; at < met.length; at += 1) known.set(met[at] as object, metIds[at] as number)
    this.forget()
  }

  forget(): void {
    this.met.length = 0
    this.metIds.length = 0
  }

  private atom(value: Atom): number {
    const known = this.atoms.get(value)
    if (known !== undefined) return known
    const id = this.next
    this.next += 1
    this.atoms.set(value, id)
    return id
  }

  /** The number of the record or list whose parts lie on the stack from here on. */
  private node(from: number): number {
    const { stack } = this
    const length = stack.length - from
    let slot = this.hash(stack, from, stack.length) & (this.slots.length - 1)
    for (;;) {
      const node = (this.slots[slot] as number) - 1
      if (node < 0) return this.addNode(from, length, slot)
      if (this.isNode(node, from, length)) return this.ids[node] as number
      slot = (slot + 1) & (this.slots.length - 1)
    }
  }

  private isNode(node: number, from: number, length: number): boolean {
    const { words, starts, stack } = this
    const start = starts[node] as number
    if ((starts[node + 1] as number) - start !== length) return false
    for (let at = 0; at < length; at += 1) if (words[start + at] !== stack[from + at]) return false
    return true
  }

  private addNode(from: number, length: number, slot: number): number {
    const node = this.nodes
    const start = this.starts[node] as number
    while (start + length > this.words.length) this.words = doubled(this.words)
    for (let at = 0; at < length; at += 1) this.words[start + at] = this.stack[from + at] as number
    if (node + 2 > this.starts.length) {
      this.starts = doubled(this.starts)
      this.ids = doubled(this.ids)
    }
    this.starts[node + 1] = start + length
    this.ids[node] = this.next
    this.next += 1
    this.nodes = node + 1
    this.slots[slot] = node + 1
    if (2 * this.nodes > this.slots.length) this.grow()
    return this.ids[node] as number
  }

  private hash(words: { readonly [at: number]: number }, from: number, to: number): number {
    let hash = 0x9e3779b9
    for (let at = from; at < to; at += 1) {
      hash = Math.imul(hash ^ (words[at] as number), 0x85ebca6b)
      hash ^= hash >>> 13
    }
    return hash ^ (hash >>> 16)
  }

  private grow(): void {
    const slots = new Int32Array(2 * this.slots.length)
    for (let node = 0; node < this.nodes; node += 1) {
      const hash = this.hash(this.words, this.starts[node] as number, this.starts[node + 1] as number)
      let slot = hash & (slots.length - 1)
      while (slots[slot] !== 0) slot = (slot + 1) & (slots.length - 1)
      slots[slot] = node + 1
    }
    this.slots = slots
  }
}

/** Of an object that is kept, with its entry in a table. */
const ENTRY_BYTES = 150

function doubled(array: Int32Array<ArrayBuffer>): Int32Array<ArrayBuffer> {
  const larger = new Int32Array(2 * array.length)
  larger.set(array)
  return larger
}
