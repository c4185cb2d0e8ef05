type Cells = Uint8Array<ArrayBuffer> | Uint16Array<ArrayBuffer> | Int32Array<ArrayBuffer>

const CHUNK_BYTES = 1 << 20
const LARGEST_BYTE = 0xff
const LARGEST_WORD = 0xffff

/**
 * State vectors by number, one after the other in chunks: bytes as long as every value fits, then wider, never cut.
 * Chunks that nobody will read again can be dropped, so that a breadth-first search keeps its frontier alone.
 */
export class Arena {
  /** How many vectors have been put in. */
  count = 0
  private readonly cells: number
  private readonly shift: number
  private chunks: (Cells | null)[] = []
  private width: 1 | 2 | 4 = 1
  private dropped = 0

  constructor(cells: number) {
    this.cells = cells
    this.shift = Math.max(4, Math.floor(Math.log2(CHUNK_BYTES / Math.max(cells, 1))))
  }

  /** Answers with the vector's number. */
  push(vector: Int32Array): number {
    const number = this.count
    const local = number & ((1 << this.shift) - 1)
    if (local === 0) this.chunks.push(cellsOf(this.width, this.cells << this.shift))
    const chunk = this.chunks[number >>> this.shift] as Cells
    const base = local * this.cells
    let seen = 0
    for (let cell = 0; cell < this.cells; cell += 1) {
      const value = vector[cell] as number
      seen |= value
      chunk[base + cell] = value
    }
    if (this.width < 4 && seen > (this.width === 1 ? LARGEST_BYTE : LARGEST_WORD)) {
      this.widen(seen)
      this.rewrite(number, vector)
    }
    this.count = number + 1
    return number
  }

  read(number: number, into: Int32Array): void {
    const chunk = this.chunks[number >>> this.shift] as Cells
    const base = (number & ((1 << this.shift) - 1)) * this.cells
    for (let cell = 0; cell < this.cells; cell += 1) into[cell] = chunk[base + cell] as number
  }

  equals(number: number, vector: Int32Array): boolean {
    const chunk = this.chunks[number >>> this.shift] as Cells
    const base = (number & ((1 << this.shift) - 1)) * this.cells
    for (let cell = 0; cell < this.cells; cell += 1) if (chunk[base + cell] !== vector[cell]) return false
    return true
  }

  /** Vectors below this number are not read any more. */
  dropBelow(number: number): void {
    for (const end = number >>> this.shift; this.dropped < end; this.dropped += 1)
      this.chunks[this.dropped] = null
  }

  get bytes(): number {
    return (this.chunks.length - this.dropped) * (this.cells << this.shift) * this.width
  }

  private widen(seen: number): void {
    this.width = seen > LARGEST_WORD ? 4 : 2
    this.chunks = this.chunks.map((chunk) => {
      if (chunk === null) return null
      const wider = cellsOf(this.width, chunk.length)
      wider.set(chunk)
      return wider
    })
  }

  private rewrite(number: number, vector: Int32Array): void {
    const chunk = this.chunks[number >>> this.shift] as Cells
    chunk.set(vector, (number & ((1 << this.shift) - 1)) * this.cells)
  }
}

function cellsOf(width: 1 | 2 | 4, length: number): Cells {
  if (width === 1) return new Uint8Array(length)
  return width === 2 ? new Uint16Array(length) : new Int32Array(length)
}
