import { addAll, addBit, type Bits, bits, hasBit } from './bits.ts'
import { componentsOf } from './components.ts'
import type { Arc, Graph } from './graph.ts'

/** Whether a message at one vertex may lead to one at another, by one arc or more. */
export interface Reach {
  reaches(from: number, to: number): boolean
  /** All that lies behind a vertex. */
  from(vertex: number): Bits
}

/** The transitive closure, one set for each strongly connected component. */
export function reachOf(graph: Graph, along: (arc: Arc) => boolean = () => true): Reach {
  const { vertices } = graph
  const next = vertices.map(({ outOf }) =>
    outOf
      .map((at) => graph.arcs[at] as Arc)
      .filter(along)
      .map(({ to }) => to),
  )
  const { of, members } = componentsOf(next)
  // Tarjan's components come in reverse topological order: what a component leads to is known before it.
  const behind: Bits[] = []
  members.forEach((inside, component) => {
    const set = bits(vertices.length)
    for (const vertex of inside) {
      for (const to of next[vertex] ?? []) {
        addBit(set, to)
        const other = of[to] as number
        if (other !== component) addAll(set, behind[other] as Bits)
        else for (const one of inside) addBit(set, one)
      }
    }
    behind.push(set)
  })
  const from = (vertex: number): Bits => behind[of[vertex] as number] as Bits
  return { from, reaches: (one, other) => hasBit(from(one), other) }
}
