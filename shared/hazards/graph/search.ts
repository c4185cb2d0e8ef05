import { type Arc, arcAt, type Graph, vertexAt } from './graph.ts'

/** All that messages may come to from some vertices, these included, by the arcs that may be taken. */
export function reachedFrom(
  graph: Graph,
  from: readonly number[],
  along: (arc: Arc) => boolean,
): ReadonlySet<number> {
  const seen = new Set<number>(from)
  const open = [...from]
  for (let vertex = open.pop(); vertex !== undefined; vertex = open.pop())
    for (const at of vertexAt(graph, vertex).outOf) {
      const arc = arcAt(graph, at)
      if (seen.has(arc.to) || !along(arc)) continue
      seen.add(arc.to)
      open.push(arc.to)
    }
  return seen
}
