import type { SymmetryGroup } from '../model.ts'

/** More would take longer than the states that they save. */
const MOST_PERMUTATIONS = 50_000

/** Turns a vector, in place, into the one that stands for all that differ from it by a permutation of blocks. */
export interface Canonical {
  apply(vector: Int32Array): void
}

/**
 * Blocks whose values name no block are sorted. Where values name blocks, the least vector of the whole orbit is
 * taken: slow, but right (a sort of the blocks alone leaves several representatives of one orbit).
 */
export function canonicalOf(groups: readonly SymmetryGroup[]): Canonical {
  for (const { blocks } of groups)
    if (new Set(blocks.map((block) => block.length)).size > 1)
      throw new Error('blocks that change places must have equally many cells')
  return groups.every(({ names }) => names === undefined || names.length === 0)
    ? new SortedBlocks(groups)
    : new LeastOfOrbit(groups)
}

/** Insertion sort: few blocks, and mostly in order already, since only one or two have changed. */
class SortedBlocks implements Canonical {
  private readonly groups: readonly (readonly Int32Array[])[]

  constructor(groups: readonly SymmetryGroup[]) {
    this.groups = groups.map(({ blocks }) => blocks.map((block) => Int32Array.from(block)))
  }

  apply(vector: Int32Array): void {
    for (const blocks of this.groups)
      for (let end = 1; end < blocks.length; end += 1)
        for (let at = end; at > 0; at -= 1) {
          const left = blocks[at - 1] as Int32Array
          const right = blocks[at] as Int32Array
          if (!isAbove(vector, left, right)) break
          exchange(vector, left, right)
        }
  }
}

function isAbove(vector: Int32Array, left: Int32Array, right: Int32Array): boolean {
  for (let at = 0; at < left.length; at += 1) {
    const difference = (vector[left[at] as number] as number) - (vector[right[at] as number] as number)
    if (difference !== 0) return difference > 0
  }
  return false
}

function exchange(vector: Int32Array, left: Int32Array, right: Int32Array): void {
  for (let at = 0; at < left.length; at += 1) {
    const here = left[at] as number
    const there = right[at] as number
    const value = vector[here] as number
    vector[here] = vector[there] as number
    vector[there] = value
  }
}

class LeastOfOrbit implements Canonical {
  private readonly groups: readonly SymmetryGroup[]
  /** Every choice of one permutation for each group. */
  private readonly choices: readonly (readonly (readonly number[])[])[]
  private least = new Int32Array(0)
  private moved = new Int32Array(0)

  constructor(groups: readonly SymmetryGroup[]) {
    this.groups = groups
    const orders = groups.map(({ blocks }) => factorial(blocks.length))
    if (orders.reduce((product, order) => product * order, 1) > MOST_PERMUTATIONS)
      throw new Error(`more than ${MOST_PERMUTATIONS} permutations of blocks that name each other`)
    this.choices = groups.reduce<readonly (readonly (readonly number[])[])[]>(
      (chosen, { blocks }) =>
        chosen.flatMap((before) => permutations(blocks.length).map((one) => [...before, one])),
      [[]],
    )
  }

  apply(vector: Int32Array): void {
    if (this.least.length !== vector.length) {
      this.least = new Int32Array(vector.length)
      this.moved = new Int32Array(vector.length)
    }
    this.least.set(vector)
    for (const choice of this.choices) {
      this.move(vector, choice)
      if (isLess(this.moved, this.least)) this.least.set(this.moved)
    }
    vector.set(this.least)
  }

  private move(vector: Int32Array, choice: readonly (readonly number[])[]): void {
    this.moved.set(vector)
    for (const [at, { blocks }] of this.groups.entries())
      for (const [from, to] of (choice[at] ?? []).entries())
        for (const [place, cell] of (blocks[from] ?? []).entries())
          this.moved[blocks[to]?.[place] ?? cell] = vector[cell] ?? 0
    for (const [at, { names = [] }] of this.groups.entries())
      for (const { cell, first } of names) {
        const named = choice[at]?.[(this.moved[cell] ?? 0) - first]
        if (named !== undefined) this.moved[cell] = first + named
      }
  }
}

function isLess(left: Int32Array, right: Int32Array): boolean {
  for (let at = 0; at < left.length; at += 1) {
    const difference = (left[at] as number) - (right[at] as number)
    if (difference !== 0) return difference < 0
  }
  return false
}

function factorial(count: number): number {
  return count < 2 ? 1 : count * factorial(count - 1)
}

function permutations(count: number): readonly (readonly number[])[] {
  if (count === 0) return [[]]
  return permutations(count - 1).flatMap((rest) =>
    Array.from({ length: count }, (_, at) => [...rest.slice(0, at), count - 1, ...rest.slice(at)]),
  )
}
