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
  return { immediate, dominates: dominating(immediate, number) }
}

function meet(one: number, other: number, above: Int32Array, number: Int32Array): number {
  let [a, b] = [one, other]
  while (a !== b) {
    while ((number[a] as number) > (number[b] as number)) a = above[a] as number
    while ((number[b] as number) > (number[a] as number)) b = above[b] as number
  }
  return a
}

function dominating(
  immediate: readonly (number | null)[],
  number: Int32Array,
): (over: number, under: number) => boolean {
  return (over, under) => {
    if (number[over] === -1 || number[under] === -1) return false
    let at: number | null = under
    while (at !== null && (number[at] as number) > (number[over] as number)) at = immediate[at] ?? null
    return at === over
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
