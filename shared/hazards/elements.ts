import type { Analyses } from './analyses.ts'
import { vertexAt } from './graph/graph.ts'

/** The ids by which findings name vertices, each once. */
export function elementsOf({ graph }: Analyses, vertices: readonly number[]): readonly string[] {
  return [...new Set(vertices.map((vertex) => vertexAt(graph, vertex).element))]
}
