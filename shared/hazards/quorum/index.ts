import type { Analyses } from '../analyses.ts'
import { gateView } from './gate.ts'
import { groupView } from './group.ts'
import type { QuorumView } from './view.ts'
import { voteView } from './vote.ts'

/** Whether several decide at nodes of this kind. */
export function isCouncil(kind: string): boolean {
  return kind === 'vote' || kind === 'gate'
}

/** Of a vote, a gate or a group, by its id, or its way where it is inside a nested topology; null for all else. */
export function quorumAt(analyses: Analyses, element: string): QuorumView | null {
  const { vertices, groups } = analyses.graph
  const group = groups.find(({ id }) => laneless(id) === element)
  if (group !== undefined) return groupView(analyses, group)
  const vertex = vertices.find(({ node, id }) => node !== null && laneless(id) === element)
  if (vertex?.kind === 'vote') return voteView(analyses, vertex)
  return vertex?.kind === 'gate' ? gateView(vertex) : null
}

/** One lane of a map is like any other. */
function laneless(id: string): string {
  return id.replaceAll(/\/\d+(?=\/|$)/g, '')
}
