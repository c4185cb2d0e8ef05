const FIRST_LENGTH = 1 << 10

/** A list of 32-bit numbers that grows by doubling: a fact about each state, by the state's number. */
export class Column {
  length = 0
  private values = new Int32Array(FIRST_LENGTH)

  push(value: number): void {
    if (this.length === this.values.length) {
      const larger = new Int32Array(2 * this.values.length)
      larger.set(this.values)
      this.values = larger
    }
    this.values[this.length] = value
    this.length += 1
  }

  at(index: number): number {
    return this.values[index] as number
  }

  get bytes(): number {
    return this.values.byteLength
  }
}
