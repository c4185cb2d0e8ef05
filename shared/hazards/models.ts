import type { Analyses } from './analyses.ts'
import { arcAt, type Vertex, vertexAt } from './graph/graph.ts'

/**
 * What makes agents fail together: their model. A stand-in plays what the drawing says, so it fails with nobody.
 * Null for what is no model.
 */
export function commonModeOf({ graph }: Analyses, vertex: number): string | null {
  const { kind, config } = vertexAt(graph, vertex)
  if (config === null || (kind !== 'agent' && kind !== 'vote')) return null
  const { model, equal = 'judge' } = config as { readonly model: string; readonly equal?: string }
  return model === 'standin' || equal !== 'judge' ? null : model
}

/** These look at what passes them, or ask somebody who does. */
const CHECKS = new Set(['gate', 'verifier', 'vote'])

/** The agents whose work a vertex is handed as it is: nothing on the way has looked at it. */
export function agentsBefore(
  { graph }: Analyses,
  vertex: number,
  port: string | null = null,
): readonly number[] {
  const found = new Set<number>()
  const seen = new Set<number>()
  const open = vertexAt(graph, vertex)
    .into.map((at) => arcAt(graph, at))
    .filter(({ toPort }) => port === null || toPort === port)
  for (let arc = open.pop(); arc !== undefined; arc = open.pop()) {
    const { kind, into, index } = vertexAt(graph, arc.from)
    if (arc.fromPort === 'error' || (CHECKS.has(kind) && arc.fromPort !== 'exhausted')) continue
    if (kind === 'agent') found.add(index)
    else if (!seen.has(index)) open.push(...into.map((at) => arcAt(graph, at)))
    seen.add(index)
  }
  return [...found].sort((a, b) => a - b)
}

/** Does somebody look at all that leaves by a port before it goes on? Where nothing leads on, nothing does harm. */
export function looksAt({ graph }: Analyses, vertex: number, port: string): boolean {
  return vertexAt(graph, vertex)
    .outOf.map((at) => arcAt(graph, at))
    .filter(({ fromPort }) => fromPort === port)
    .every(({ to }) => checksAt(vertexAt(graph, to)))

  /** What else stands on an edge comes before its guard. */
  function checksAt({ kind, node, outOf }: Vertex): boolean {
    if (CHECKS.has(kind)) return true
    return node === null && outOf.some((at) => checksAt(vertexAt(graph, arcAt(graph, at).to)))
  }
}
