import { create } from 'zustand'

/** A region or a controller: what is drawn, and is neither node nor edge. */
export interface Part {
  readonly type: 'group' | 'controller'
  readonly id: string
}

export interface Selection {
  readonly nodes: ReadonlySet<string>
  readonly edges: ReadonlySet<string>
  /** Selected alone: never together with nodes or edges. */
  readonly part: Part | null
  /** The canvas is one tab stop; this is the node that holds it. */
  readonly stop: string | null
}

const NONE: ReadonlySet<string> = new Set()

/** What is selected, in the canvas, the outline and the inspector alike. */
export const useSelection = create<Selection>()(() => ({ nodes: NONE, edges: NONE, part: null, stop: null }))

export function selectNodes(ids: readonly string[]): void {
  useSelection.setState((before) => ({
    nodes: new Set(ids),
    edges: NONE,
    part: null,
    stop: ids.at(-1) ?? before.stop,
  }))
}

export function selectEdges(ids: readonly string[]): void {
  useSelection.setState({ nodes: NONE, edges: new Set(ids), part: null })
}

export function selectPart(type: Part['type'], id: string): void {
  useSelection.setState({ nodes: NONE, edges: NONE, part: { type, id } })
}

export function select(nodes: Iterable<string>, edges: Iterable<string>): void {
  useSelection.setState({ nodes: new Set(nodes), edges: new Set(edges), part: null })
}

export function clearSelection(): void {
  useSelection.setState({ nodes: NONE, edges: NONE, part: null })
}

export function isAnySelected({ nodes, edges, part }: Selection): boolean {
  return nodes.size + edges.size > 0 || part !== null
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
