/** A message edge between nodes, by position in the document. */
export interface Arc {
  readonly from: string
  readonly to: string
}

export interface Loops {
  /** Positions of the arcs that lead back, with the header (the node where the loop is entered). */
  readonly back: ReadonlyMap<number, string>
  /** Nodes of each loop, by its header. */
  readonly bodies: ReadonlyMap<string, ReadonlySet<string>>
}

/**
 * Finds the loops of a drawing: back arcs of a depth-first search from the entry, in the document's order, and the
 * natural loop of each (all nodes that reach the arc's source without passing the header). Aho, Lam, Sethi, Ullman,
 * Compilers, 2nd ed., section 9.6.
 */
export function findLoops(nodes: readonly string[], arcs: readonly Arc[], entry: string): Loops {
  const back = backArcs(nodes, arcs, entry)
  const into = new Map<string, string[]>()
  for (const { from, to } of arcs) {
    const known = into.get(to)
    if (known === undefined) into.set(to, [from])
    else known.push(from)
  }
  const bodies = new Map<string, Set<string>>()
  for (const [at, header] of back) {
    const body = bodies.get(header) ?? new Set([header])
    bodies.set(header, body)
    const open = [arcs[at]?.from ?? header]
    for (let node = open.pop(); node !== undefined; node = open.pop()) {
      if (body.has(node)) continue
      body.add(node)
      open.push(...(into.get(node) ?? []))
    }
  }
  return { back, bodies }
}

interface Visit {
  readonly node: string
  next: number
}

/** Iterative, so that a long chain of nodes does not exhaust the stack. */
function backArcs(nodes: readonly string[], arcs: readonly Arc[], entry: string): Map<number, string> {
  const out = new Map<string, { at: number; to: string }[]>()
  arcs.forEach(({ from, to }, at) => {
    const list = out.get(from)
    if (list === undefined) out.set(from, [{ at, to }])
    else list.push({ at, to })
  })
  const state = new Map<string, 'open' | 'closed'>()
  const back = new Map<number, string>()
  for (const root of [entry, ...nodes]) {
    if (state.has(root)) continue
    const stack: Visit[] = [{ node: root, next: 0 }]
    state.set(root, 'open')
    for (let top = stack.at(-1); top !== undefined; top = stack.at(-1)) {
      const arc = out.get(top.node)?.[top.next]
      top.next += 1
      if (arc === undefined) {
        state.set(top.node, 'closed')
        stack.pop()
      } else if (state.get(arc.to) === 'open') {
        back.set(arc.at, arc.to)
      } else if (!state.has(arc.to)) {
        state.set(arc.to, 'open')
        stack.push({ node: arc.to, next: 0 })
      }
    }
  }
  return back
}

/** Headers of the loops that hold a node; a node in none is not listed. */
export type LoopsByNode = ReadonlyMap<string, readonly string[]>

export function loopsByNode(loops: Loops): LoopsByNode {
  const holding = new Map<string, string[]>()
  for (const [header, body] of loops.bodies) {
    for (const node of body) {
      const known = holding.get(node)
      if (known === undefined) holding.set(node, [header])
      else known.push(header)
    }
  }
  return holding
}

/** The loops that a message on this arc leaves: those that hold its source and not its target. */
export function loopsLeft(holding: LoopsByNode, arc: Arc): readonly string[] {
  const inside = holding.get(arc.from) ?? []
  const still = holding.get(arc.to) ?? []
  return inside.filter((header) => !still.includes(header))
}
