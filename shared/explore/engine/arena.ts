type Cells = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Int32Array<ArrayBuffer>

const CHUNK_BYTES = 1 << 20
const LARGEST = { 1: 0xff, 2: 0xffff, 4: 0x7fff_ffff } as const

/**
 * State vectors by number, one after the other in chunks: bytes as long as every value fits, then wider, never cut.
 * One more vector is held apart, to be altered cell by cell, compared with the others four bytes at a time, and kept.
 * Chunks that nobody will read again can be dropped, so that a breadth-first search keeps its frontier alone.
 */
export class Arena {
  /** How many vectors have been kept. */
  count = 0
  private readonly cells: number
  /** A chunk has 2^shift vectors. */
  private readonly shift: number
  private width: 1 | 2 | 4 = 1
  private largest: number = LARGEST[1]
  /** Four-byte words of one vector, and how many cells they would hold. */
  private words = 0
  private stride = 0
  private chunks: (Cells | null)[] = []
  private chunkWords: (Int32Array | null)[] = []
  private dropped = 0
  private held: Cells
  private heldWords: Int32Array

  constructor(cells: number) {
    this.cells = cells
    this.shift = Math.max(4, Math.floor(Math.log2(CHUNK_BYTES / Math.max(cells, 1))))
    this.measure()
    this.held = new Uint8Array(this.stride)
    this.heldWords = new Int32Array(this.held.buffer)
  }

  hold(vector: Int32Array): void {
    for (let cell = 0; cell < this.cells; cell += 1) this.alter(cell, vector[cell] as number)
  }

  /** Changes a cell of the vector that is held. */
  alter(cell: number, value: number): void {
    if (value > this.largest) this.widen(value)
    this.held[cell] = value
  }

  /** Is the vector with this number equal to the one that is held? */
  isHeld(number: number): boolean {
    const { words, heldWords, shift } = this
    const stored = this.chunkWords[number >>> shift] as Int32Array
    const base = (number & ((1 << shift) - 1)) * words
    for (let word = 0; word < words; word += 1) if (stored[base + word] !== heldWords[word]) return false
    return true
  }

  /** Puts the vector that is held with the others; answers with its number. */
  keep(): number {
    const { words, heldWords, shift } = this
    const number = this.count
    const local = number & ((1 << shift) - 1)
    if (number >>> shift === this.chunks.length) this.addChunk()
    const stored = this.chunkWords[number >>> shift] as Int32Array
    const base = local * words
    for (let word = 0; word < words; word += 1) stored[base + word] = heldWords[word] as number
    this.count = number + 1
    return number
  }

  read(number: number, into: Int32Array): void {
    const { shift, stride, cells } = this
    const chunk = this.chunks[number >>> shift] as Cells
    const base = (number & ((1 << shift) - 1)) * stride
    for (let cell = 0; cell < cells; cell += 1) into[cell] = chunk[base + cell] as number
  }

  /** Vectors below this number are not read any more. */
  dropBelow(number: number): void {
    for (const end = number >>> this.shift; this.dropped < end; this.dropped += 1) {
      this.chunks[this.dropped] = null
      this.chunkWords[this.dropped] = null
    }
  }

  /** Makes room for as many more. Throws RangeError where there is no such array. */
  reserve(more: number): void {
    while (this.count + more > this.chunks.length << this.shift) this.addChunk()
  }

  get bytes(): number {
    return (this.chunks.length - this.dropped) * 4 * (this.words << this.shift)
  }

  private measure(): void {
    this.words = Math.ceil((this.cells * this.width) / 4)
    this.stride = (4 * this.words) / this.width
    this.largest = LARGEST[this.width]
  }

  private addChunk(): void {
    const chunk = cellsOf(this.width, this.stride << this.shift)
    this.chunks.push(chunk)
    this.chunkWords.push(new Int32Array(chunk.buffer))
  }

  private widen(value: number): void {
    const { stride, chunks, held } = this
    this.width = value > LARGEST[2] ? 4 : 2
    this.measure()
    const wider = cellsOf(this.width, this.stride)
    wider.set(held.subarray(0, this.cells))
    this.held = wider
    this.heldWords = new Int32Array(wider.buffer)
    this.chunks = []
    this.chunkWords = []
    for (const chunk of chunks) {
      this.addChunk()
      const last = this.chunks.length - 1
      if (chunk === null) {
        this.chunks[last] = null
        this.chunkWords[last] = null
      } else
        for (let local = 0; local < 1 << this.shift; local += 1)
          this.chunks[last]?.set(
            chunk.subarray(local * stride, local * stride + this.cells),
            local * this.stride,
          )
    }
  }
}

function cellsOf(width: 1 | 2 | 4, length: number): Cells {
  if (width === 1) return new Uint8Array(length)
  return width === 2 ? new Uint16Array(length) : new Int32Array(length)
}
