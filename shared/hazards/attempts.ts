import type { Analyses } from './analyses.ts'
import { vertexAt } from './graph/graph.ts'
import { arcsOutOf } from './remedies.ts'

/** Attempts in all, as its policy or its kind says. */
export function attemptsOf({ graph, kinds }: Analyses, vertex: number): number {
  const { node, kind } = vertexAt(graph, vertex)
  return node?.policy?.attempts ?? kinds.get(kind)?.defaultPolicy?.attempts ?? 1
}

/** The limit of one attempt; null where there is none. */
export function timeoutOf({ graph, kinds }: Analyses, vertex: number): number | null {
  const { node, kind } = vertexAt(graph, vertex)
  return node?.policy?.timeout_ms ?? kinds.get(kind)?.defaultPolicy?.timeout_ms ?? null
}

/** Does a message that failed here go some other way than to the end of the run? */
export function failureIsTakenUp(analyses: Analyses, vertex: number): boolean {
  const { policy } = vertexAt(analyses.graph, vertex).node ?? {}
  if (policy?.dead_letter === true) return true
  if (analyses.scopes.groups(vertex).some(({ restart, saga }) => (restart ?? saga) !== undefined)) return true
  return arcsOutOf(analyses, vertex).some(({ fromPort }) => fromPort === 'error' || fromPort === 'fallback')
}
