import type { Analyses } from './analyses.ts'
import { drawnAt } from './edit.ts'
import { vertexAt } from './graph/graph.ts'

const DEFAULT_LANES = 4

/** How often a node is there when it runs: a map has its body once for each item that it may work on at once. */
export function lanesOf({ document, graph }: Analyses, vertex: number): number {
  const { id } = vertexAt(graph, vertex)
  const parts = id.split('/')
  let lanes = 1
  for (let length = 1; length < parts.length; length += 1) {
    const around = parts.slice(0, length).join('/')
    if (graph.vertices[graph.byId.get(around) ?? -1]?.kind !== 'map') continue
    const drawn = drawnAt(document, around, 'nodes')?.config?.['concurrency']
    lanes *= typeof drawn === 'number' ? drawn : DEFAULT_LANES
  }
  return lanes
}
