import { z } from 'zod'
import {
  type DocumentEdge,
  type DocumentNode,
  edgeSchema,
  nodeSchema,
  splitEnd,
  type TopologyDocument,
} from '../../../shared/topology/document.ts'
import type { Command } from '../document.ts'
import { freshId } from '../ids.ts'

/** What copy puts on the clipboard, as text: it can be pasted into another window, a mail or an issue. */
const clipSchema = z.strictObject({
  'synod-clip': z.literal(1),
  nodes: z.array(nodeSchema).max(10_000),
  edges: z.array(edgeSchema).max(50_000),
})

export interface Clip {
  readonly nodes: readonly DocumentNode[]
  readonly edges: readonly DocumentEdge[]
}

/** The chosen nodes with the edges among them. */
export function clipOf(document: TopologyDocument, ids: ReadonlySet<string>): Clip {
  return {
    nodes: document.nodes.filter((node) => ids.has(node.id)),
    edges: document.edges.filter(
      (edge) => ids.has(splitEnd(edge.from).node) && ids.has(splitEnd(edge.to).node),
    ),
  }
}

export function clipText(clip: Clip): string {
  return `${JSON.stringify({ 'synod-clip': 1, nodes: clip.nodes, edges: clip.edges }, null, 2)}\n`
}

/** Null when the text is something else. */
export function readClip(text: string): Clip | null {
  try {
    const parsed = clipSchema.safeParse(JSON.parse(text))
    return parsed.success ? parsed.data : null
  } catch {
    return null
  }
}

/** The clip under fresh ids, its top left corner at a place. */
export function placedClip(document: TopologyDocument, clip: Clip, at: readonly [number, number]): Clip {
  const left = Math.min(...clip.nodes.map((node) => node.at[0]))
  const top = Math.min(...clip.nodes.map((node) => node.at[1]))
  const ids = new Map<string, string>()
  const taken = new Set<string>()
  const fresh = (id: string): string => {
    const next = freshId(document, id.replace(/\d+$/, ''), taken)
    taken.add(next)
    return next
  }
  const nodes = clip.nodes.map((node): DocumentNode => {
    const id = fresh(node.id)
    ids.set(node.id, id)
    return { ...node, id, at: [at[0] + node.at[0] - left, at[1] + node.at[1] - top] }
  })
  const end = (text: string): string => {
    const { node, port } = splitEnd(text)
    const id = ids.get(node) ?? node
    return port === null ? id : `${id}.${port}`
  }
  const edges = clip.edges.map((edge) => ({
    ...edge,
    id: fresh(edge.id),
    from: end(edge.from),
    to: end(edge.to),
  }))
  return { nodes, edges }
}

export function paste(clip: Clip, label = 'Paste'): Command {
  return {
    label,
    change: (draft) => {
      draft.nodes.push(...structuredClone([...clip.nodes]))
      draft.edges.push(...structuredClone([...clip.edges]))
    },
  }
}
