import { splitEnd } from '../topology/document.ts'
import type { Analyses } from './analyses.ts'
import { type Arc, vertexAt } from './graph/graph.ts'

/** How sentences name what is drawn: by the name on the card, in quotes, or by the id where it has none. */
export function nameOf({ graph }: Analyses, vertex: number): string {
  const { node, edge, id, element } = vertexAt(graph, vertex)
  if (node !== null) return quoted(node.name, element)
  return edge === null ? quoted(undefined, id) : `what stands on edge "${edge.id}"`
}

export function namesOf(analyses: Analyses, vertices: readonly number[], word = 'and'): string {
  return listed(
    vertices.map((vertex) => nameOf(analyses, vertex)),
    word,
  )
}

/** `the edge from "Writer" to "Gate"` */
export function edgeName({ graph }: Analyses, { edge }: Pick<Arc, 'edge'>): string {
  const [from, to] = [edge.from, edge.to].map((end) => {
    const { node } = splitEnd(end)
    return quoted(graph.vertices[graph.byId.get(node) ?? -1]?.node?.name, node)
  })
  return `the edge from ${from} to ${to}`
}

export function quoted(name: string | undefined, id: string): string {
  // A nested node that is named by its path says where it stands.
  const inside = id.includes('/') ? ` in "${id.slice(0, id.lastIndexOf('/'))}"` : ''
  const own = name === undefined || name === '' ? id.slice(id.lastIndexOf('/') + 1) : name
  return `"${own}"${inside}`
}

/** `a, b and c` */
export function listed(words: readonly string[], word = 'and'): string {
  if (words.length < 2) return words.join('')
  return `${words.slice(0, -1).join(', ')} ${word} ${words.at(-1)}`
}

/** At the beginning of a sentence. */
export function upper(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1)
}
