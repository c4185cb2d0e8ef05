import { z } from 'zod'
import { type GroupSpec, groupSchema } from '../../../shared/topology/controls.ts'
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
  groups: z.array(groupSchema).max(1000).optional(),
})

export interface Clip {
  readonly nodes: readonly DocumentNode[]
  readonly edges: readonly DocumentEdge[]
  readonly groups?: readonly GroupSpec[] | undefined
}

/** A clip as it goes into a document: which id each of its nodes has there. */
export interface PlacedClip extends Clip {
  readonly ids: ReadonlyMap<string, string>
}

/** The chosen nodes with the edges among them, and the groups that are chosen whole. */
export function clipOf(document: TopologyDocument, ids: ReadonlySet<string>): Clip {
  return {
    nodes: document.nodes.filter((node) => ids.has(node.id)),
    edges: document.edges.filter(
      (edge) => ids.has(splitEnd(edge.from).node) && ids.has(splitEnd(edge.to).node),
    ),
    groups: document.groups?.filter((group) => group.members.every((id) => ids.has(id))),
  }
}

export function clipText({ nodes, edges, groups = [] }: Clip): string {
  const whole = { 'synod-clip': 1, nodes, edges, ...(groups.length === 0 ? {} : { groups }) }
  return `${JSON.stringify(whole, null, 2)}\n`
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
export function placedClip(
  document: TopologyDocument,
  clip: Clip,
  at: readonly [number, number],
): PlacedClip {
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
  const there = new Set(document.nodes.map((node) => node.id))
  const groups = clip.groups?.map((group) => placedGroup(group, fresh(group.id), ids, there))
  return { nodes, edges, groups, ids }
}

/** A group under its members' fresh ids. Who takes work back is copied too, or stays who it was, or is left open. */
function placedGroup(
  { saga, ...group }: GroupSpec,
  id: string,
  ids: ReadonlyMap<string, string>,
  there: ReadonlySet<string>,
): GroupSpec {
  const members = group.members.flatMap((member) => ids.get(member) ?? [])
  const undo = Object.entries(saga?.undo ?? {}).flatMap(([member, by]) => {
    const own = ids.get(member)
    const other = ids.get(by) ?? (there.has(by) ? by : undefined)
    return own === undefined || other === undefined ? [] : [[own, other] as const]
  })
  const copy = { ...group, id, members }
  return saga === undefined ? copy : { ...copy, saga: { undo: Object.fromEntries(undo) } }
}

export function paste(clip: Clip): Command {
  return { label: 'Paste', change: (draft) => put(draft, clip) }
}

/** A copy beside its original has all that the original has: its group, and the controllers that name it. */
export function duplicate({ ids, ...clip }: PlacedClip): Command {
  return {
    label: 'Duplicate',
    change: (draft) => {
      const copied = (list: readonly string[]): string[] => [
        ...list,
        ...list.flatMap((id) => ids.get(id) ?? []),
      ]
      for (const group of draft.groups ?? []) {
        if (group.members.every((id) => ids.has(id))) continue
        group.members = copied(group.members)
        const undo = Object.entries(group.saga?.undo ?? {})
        for (const [member, by] of undo) {
          const copy = ids.get(member)
          if (group.saga !== undefined && copy !== undefined) group.saga.undo[copy] = ids.get(by) ?? by
        }
      }
      for (const one of draft.controllers ?? []) if (one.nodes !== undefined) one.nodes = copied(one.nodes)
      put(draft, clip)
    },
  }
}

function put(draft: TopologyDocument, { nodes, edges, groups = [] }: Clip): void {
  draft.nodes.push(...structuredClone([...nodes]))
  draft.edges.push(...structuredClone([...edges]))
  if (groups.length > 0) draft.groups = [...(draft.groups ?? []), ...structuredClone([...groups])]
}
