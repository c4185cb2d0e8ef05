import type { Arc, Graph, Use } from './graph.ts'

/**
 * What each vertex may have seen of some labels (one bit each), as the least fixed point over messages and over what
 * is written to stores, repositories and ledgers and read from them.
 */
export interface Flow {
  /** What a vertex itself puts into all that it sends and writes. */
  source(vertex: number): number
  /** What may pass an arc, of the labels given; all, where it is left out. */
  passes?(arc: Arc, labels: number): number
}

export function flowOf(graph: Graph, { source, passes = (_arc, labels) => labels }: Flow): Int32Array {
  const seen = Int32Array.from(graph.vertices, ({ index }) => source(index))
  const open = graph.vertices.map(({ index }) => index)
  const add = (vertex: number, labels: number): void => {
    const before = seen[vertex] as number
    if ((before | labels) === before) return
    seen[vertex] = before | labels
    open.push(vertex)
  }
  for (let vertex = open.pop(); vertex !== undefined; vertex = open.pop()) {
    const labels = seen[vertex] as number
    if (labels === 0) continue
    for (const at of graph.vertices[vertex]?.outOf ?? []) {
      const arc = graph.arcs[at] as Arc
      add(arc.to, passes(arc, labels))
    }
    for (const at of graph.vertices[vertex]?.uses ?? []) {
      const { client, resource, access } = graph.uses[at] as Use
      if (client === vertex && access !== 'read') add(resource, labels)
      if (resource === vertex && access !== 'write') add(client, labels)
    }
  }
  return seen
}
