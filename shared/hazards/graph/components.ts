/** Vertices that reach each other, and in which component each one is. */
export interface Components {
  readonly of: readonly number[]
  /** In reverse topological order: what a component leads to comes before it. */
  readonly members: readonly (readonly number[])[]
}

/** Strongly connected components (Tarjan 1972), iterative, so that a long chain does not exhaust the stack. */
export function componentsOf(next: readonly (readonly number[])[]): Components {
  const size = next.length
  const order = new Int32Array(size).fill(-1)
  const low = new Int32Array(size)
  const of = new Array<number>(size).fill(-1)
  const members: number[][] = []
  const open: number[] = []
  let counter = 0
  for (let root = 0; root < size; root += 1) {
    if (order[root] !== -1) continue
    const stack = [{ vertex: root, at: 0 }]
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const { vertex } = top
      if (top.at === 0) {
        order[vertex] = low[vertex] = counter
        counter += 1
        open.push(vertex)
      }
      const to = next[vertex]?.[top.at]
      top.at += 1
      if (to !== undefined) {
        if (order[to] === -1) stack.push({ vertex: to, at: 0 })
        else if (of[to] === -1) low[vertex] = Math.min(low[vertex] as number, order[to] as number)
        continue
      }
      stack.pop()
      const parent = stack.at(-1)
      if (parent !== undefined)
        low[parent.vertex] = Math.min(low[parent.vertex] as number, low[vertex] as number)
      if (low[vertex] !== order[vertex]) continue
      const component = open.splice(open.lastIndexOf(vertex))
      for (const one of component) of[one] = members.length
      members.push(component)
    }
  }
  return { of, members }
}
