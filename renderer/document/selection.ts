import { create } from 'zustand'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { useDocument } from './document.ts'
import { idsOf } from './ids.ts'

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
const NOTHING = { nodes: NONE, edges: NONE, part: null }

/** What is selected, in the canvas, the outline and the inspector alike. */
export const useSelection = create<Selection>()(() => ({ ...NOTHING, stop: null }))

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
  useSelection.setState(NOTHING)
}

export function isAnySelected({ nodes, edges, part }: Selection): boolean {
  return nodes.size + edges.size > 0 || part !== null
}

/**
 * What an edit or its undo takes away is selected no longer, nor is anything where another topology is opened. Ids that
 * were never in the document stay: a run's own.
 */
useDocument.subscribe((now, before) => {
  if (now.wanted.join('/') !== before.wanted.join('/')) useSelection.setState({ ...NOTHING, stop: null })
  else if (now.shown !== before.shown) forget(before.shown, now.shown)
})

function forget(before: TopologyDocument, now: TopologyDocument): void {
  const selection = useSelection.getState()
  if (!isAnySelected(selection)) return
  const there = idsOf(now)
  const gone = new Set([...idsOf(before)].filter((id) => !there.has(id)))
  const { nodes, edges, part } = selection
  if (gone.size === 0 || ![...nodes, ...edges, part?.id ?? ''].some((id) => gone.has(id))) return
  useSelection.setState({
    nodes: new Set([...nodes].filter((id) => !gone.has(id))),
    edges: new Set([...edges].filter((id) => !gone.has(id))),
    part: part !== null && gone.has(part.id) ? null : part,
  })
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
