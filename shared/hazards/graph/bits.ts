/** A set of small integers, 32 to a word: closures over a drawing of thousands of nodes stay in the cache. */
export type Bits = Int32Array

export function bits(size: number): Bits {
  return new Int32Array((size + 31) >>> 5)
}

export function hasBit(set: Bits, at: number): boolean {
  return ((set[at >>> 5] ?? 0) & (1 << (at & 31))) !== 0
}

export function addBit(set: Bits, at: number): void {
  set[at >>> 5] = (set[at >>> 5] ?? 0) | (1 << (at & 31))
}

/** Adds all of `more`. */
export function addAll(set: Bits, more: Bits): void {
  for (let at = 0; at < set.length; at += 1) set[at] = (set[at] ?? 0) | (more[at] ?? 0)
}

/** Leaves what is in both. */
export function keepCommon(set: Bits, other: Bits): void {
  for (let at = 0; at < set.length; at += 1) set[at] = (set[at] ?? 0) & (other[at] ?? 0)
}
