/**
 * Steele, Lea and Flood's splitmix64 (Fast splittable pseudorandom number generators, 2014), on two 32-bit halves
 * since numbers have no 64 bits. Its output is no linear function of its state, which is what hashing by exclusive
 * or needs: tables drawn from a linear generator, such as xorshift, make different states collide by construction.
 */
export class SplitMix {
  /** The halves of the number that was drawn last; signed. */
  hi = 0
  lo = 0
  private stateHi: number
  private stateLo: number

  /** Seeds are up to 53 bits; a stream keeps users of one seed apart. */
  constructor(seed: number, stream = 0) {
    this.stateLo = seed | 0
    this.stateHi = Math.floor(seed / TWO_32) ^ Math.imul(stream, 0x9e3779b1)
  }

  draw(): void {
    const low = (this.stateLo >>> 0) + 0x7f4a7c15
    this.stateLo = low | 0
    this.stateHi = (this.stateHi + 0x9e3779b9 + (low >= TWO_32 ? 1 : 0)) | 0
    this.hi = this.stateHi
    this.lo = this.stateLo
    this.shift(30)
    this.times(0xbf58476d, 0x1ce4e5b9)
    this.shift(27)
    this.times(0x94d049bb, 0x133111eb)
    this.shift(31)
  }

  /** A number from 0 to below the limit; the bias is under limit / 2^32. */
  below(limit: number): number {
    this.draw()
    return Math.floor(((this.lo >>> 0) / TWO_32) * limit)
  }

  /** `z ^= z >>> bits`, for fewer than 32. */
  private shift(bits: number): void {
    this.lo ^= (this.lo >>> bits) | (this.hi << (32 - bits))
    this.hi ^= this.hi >>> bits
  }

  private times(hi: number, lo: number): void {
    const a = this.lo
    this.hi = (highProduct(a, lo) + Math.imul(a, hi) + Math.imul(this.hi, lo)) | 0
    this.lo = Math.imul(a, lo)
  }
}

const TWO_32 = 0x1_0000_0000

/** The upper 32 bits of the product of two unsigned 32-bit numbers. */
function highProduct(a: number, b: number): number {
  const [aHigh, aLow, bHigh, bLow] = [a >>> 16, a & 0xffff, b >>> 16, b & 0xffff]
  const middle = aHigh * bLow + Math.floor((aLow * bLow) / 0x1_0000)
  const cross = aLow * bHigh + (middle & 0xffff)
  return aHigh * bHigh + Math.floor(middle / 0x1_0000) + Math.floor(cross / 0x1_0000)
}
