const FIRST_LENGTH = 1 << 10

/** A list of 32-bit numbers that grows by doubling: a fact about each state, by the state's number. */
export class Column {
  length = 0
  private values = new Int32Array(FIRST_LENGTH)

  push(value: number): void {
    if (this.length === this.values.length) this.resize(2 * this.values.length)
    this.values[this.length] = value
    this.length += 1
  }

  /** Bytes that it will have once this many more are in it. */
  bytesWith(more: number): number {
    let length = this.values.length
    while (length < this.length + more) length *= 2
    return 4 * length
  }

  /** Makes room for as many more. Throws RangeError where there is no such array. */
  enlarge(more: number): void {
    const length = this.bytesWith(more) / 4
    if (length > this.values.length) this.resize(length)
  }

  at(index: number): number {
    return this.values[index] as number
  }

  get bytes(): number {
    return this.values.byteLength
  }
  private resize(length: number): void {
    const larger = new Int32Array(length)
    larger.set(this.values)
    this.values = larger
  }
}
