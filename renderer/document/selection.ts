import { create } from 'zustand'

export interface Selection {
  readonly nodes: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
  /** The canvas is one tab stop; this is the node that holds it. */
  readonly stop: string | null
}

const NONE: ReadonlySet<string> = new Set()

/** What is selected, in the canvas, the outline and the inspector alike. */
export const useSelection = create<Selection>()(() => ({ nodes: NONE, edges: NONE, stop: null }))

export function selectNodes(ids: readonly string[]): void {
  useSelection.setState((before) => ({ nodes: new Set(ids), edges: NONE, stop: ids.at(-1) ?? before.stop }))
}

export function selectEdges(ids: readonly string[]): void {
  useSelection.setState({ nodes: NONE, edges: new Set(ids) })
}

export function select(nodes: Iterable<string>, edges: Iterable<string>): void {
  useSelection.setState({ nodes: new Set(nodes), edges: new Set(edges) })
}

export function clearSelection(): void {
  useSelection.setState({ nodes: NONE, edges: NONE })
}

/** The one selected node or edge; null when there is none or more than one. */
export function onlySelected(
  selection: Selection,
): { readonly type: 'node' | 'edge'; readonly id: string } | null {
  if (selection.nodes.size + selection.edges.size !== 1) return null
  const [node] = selection.nodes
  const [edge] = selection.edges
  if (node !== undefined) return { type: 'node', id: node }
  return edge === undefined ? null : { type: 'edge', id: edge }
}
