/** Who stands on every way. */
export interface Dominators {
  /** The nearest vertex on every way to this one; null for the root and for what it does not reach. */
  readonly immediate: readonly (number | null)[]
  /** Is `over` on every way from the root to `under`? Each vertex dominates itself. */
  dominates(over: number, under: number): boolean
}

/** Dominators by the algorithm of Cooper, Harvey and Kennedy, "A simple, fast dominance algorithm", 2001. */
export function dominatorsOf(next: readonly (readonly number[])[], root: number | null): Dominators {
  const size = next.length
  const order = root === null ? [] : reversePostorder(next, root)
  const number = new Int32Array(size).fill(-1)
  order.forEach((vertex, at) => {
    number[vertex] = at
  })
  const into: number[][] = Array.from({ length: size }, () => [])
  for (const vertex of order) for (const to of next[vertex] ?? []) into[to]?.push(vertex)
  const above = new Int32Array(size).fill(-1)
  if (root !== null) above[root] = root
  for (let changed = true; changed; ) {
    changed = false
    for (const vertex of order) {
      if (vertex === root) continue
      let found = -1
      for (const before of into[vertex] ?? []) {
        if (above[before] === -1) continue
        found = found === -1 ? before : meet(before, found, above, number)
      }
      if (found === -1 || above[vertex] === found) continue
      above[vertex] = found
      changed = true
    }
  }
  const immediate = Array.from(above, (one, vertex) => (one === -1 || vertex === root ? null : one))
  return { immediate, dominates: dominating(immediate, order) }
}

function meet(one: number, other: number, above: Int32Array, number: Int32Array): number {
  let [a, b] = [one, other]
  while (a !== b) {
    while ((number[a] as number) > (number[b] as number)) a = above[a] as number
    while ((number[b] as number) > (number[a] as number)) b = above[b] as number
  }
  return a
}

/** Intervals of the dominators' tree: one is above another if its interval holds the other's. */
function dominating(
  immediate: readonly (number | null)[],
  order: readonly number[],
): (over: number, under: number) => boolean {
  const size = new Int32Array(immediate.length)
  const first = new Int32Array(immediate.length).fill(-1)
  // A dominator comes before all that it dominates.
  for (let at = order.length - 1; at >= 0; at -= 1) {
    const vertex = order[at] as number
    const above = immediate[vertex] ?? null
    size[vertex] = (size[vertex] as number) + 1
    if (above !== null) size[above] = (size[above] as number) + (size[vertex] as number)
  }
  const free = new Int32Array(immediate.length)
  for (const vertex of order) {
    const above = immediate[vertex] ?? null
    first[vertex] = above === null ? 0 : (free[above] as number)
    if (above !== null) free[above] = (free[above] as number) + (size[vertex] as number)
    free[vertex] = (first[vertex] as number) + 1
  }
  return (over, under) => {
    const [from, at] = [first[over] as number, first[under] as number]
    return from >= 0 && at >= from && at < from + (size[over] as number)
  }
}

function reversePostorder(next: readonly (readonly number[])[], root: number): readonly number[] {
  const seen = new Set([root])
  const done: number[] = []
  const stack = [{ vertex: root, at: 0 }]
  for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
    const to = next[top.vertex]?.[top.at]
    top.at += 1
    if (to === undefined) {
      done.push(top.vertex)
      stack.pop()
    } else if (!seen.has(to)) {
      seen.add(to)
      stack.push({ vertex: to, at: 0 })
    }
  }
  return done.reverse()
}
