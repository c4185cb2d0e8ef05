import { z } from 'zod'
import { type GroupSpec, groupSchema } from '../../../shared/topology/controls.ts'
import {
  type DocumentEdge,
  type DocumentNode,
  edgeSchema,
  type NestedTopology,
  nestedSchema,
  nodeSchema,
  splitEnd,
  type TopologyDocument,
} from '../../../shared/topology/document.ts'
import { topologiesUnder } from '../../../shared/topology/inside.ts'
import { nestedIn } from '../../../shared/topology/nested.ts'
import type { Command } from '../document.ts'
import { freshId, freshTopologyId } from '../ids.ts'
import type { Draft } from '../inside.ts'

/** What copy puts on the clipboard, as text: it can be pasted into another window, a mail or an issue. */
const clipSchema = z.strictObject({
  'synod-clip': z.literal(1),
  nodes: z.array(nodeSchema).max(10_000),
  edges: z.array(edgeSchema).max(50_000),
  groups: z.array(groupSchema).max(1000).optional(),
  topologies: z.array(nestedSchema).max(100).optional(),
})

export interface Clip {
  readonly nodes: readonly DocumentNode[]
  readonly edges: readonly DocumentEdge[]
  readonly groups?: readonly GroupSpec[] | undefined
  /** What is inside its nested nodes. */
  readonly topologies?: readonly NestedTopology[] | undefined
}

/** A clip as it goes into a document: which id each of its nodes has there. */
export interface PlacedClip extends Clip {
  readonly ids: ReadonlyMap<string, string>
}

/** The chosen nodes with what is inside them, the edges among them, and the groups that are chosen whole. */
export function clipOf(document: TopologyDocument, ids: ReadonlySet<string>): Clip {
  const nodes = document.nodes.filter((node) => ids.has(node.id))
  const under = topologiesUnder(document, nodes)
  return {
    nodes,
    topologies: document.topologies?.filter(({ id }) => under.has(id)),
    edges: document.edges.filter(
      (edge) => ids.has(splitEnd(edge.from).node) && ids.has(splitEnd(edge.to).node),
    ),
    groups: document.groups?.filter((group) => group.members.every((id) => ids.has(id))),
  }
}

export function clipText({ nodes, edges, groups = [], topologies = [] }: Clip): string {
  const whole = {
    ...{ 'synod-clip': 1, nodes, edges },
    ...(groups.length === 0 ? {} : { groups }),
    ...(topologies.length === 0 ? {} : { topologies }),
  }
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
  whole: Clip,
  at: readonly [number, number],
): PlacedClip {
  const clip = amongOthers(document, whole)
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
  return { nodes, edges, groups, topologies: clip.topologies, ids }
}

/** What is inside comes along, unless the drawing has the very same; where it has another of that name, under a new one. */
function amongOthers({ topologies: there = [] }: TopologyDocument, clip: Clip): Clip {
  const { topologies = [] } = clip
  const same = (one: NestedTopology): boolean =>
    there.some((other) => other.id === one.id && JSON.stringify(other) === JSON.stringify(one))
  const taken = new Set(there.map(({ id }) => id))
  const renamed = new Map<string, string>()
  for (const one of topologies) {
    if (!taken.has(one.id) || same(one)) continue
    const id = freshTopologyId(one.id.replace(/\d+$/, ''), taken)
    taken.add(id)
    renamed.set(one.id, id)
  }
  const moved = (node: DocumentNode): DocumentNode => {
    const of = renamed.get(nestedIn(node) ?? '')
    return of === undefined ? node : { ...node, config: { ...node.config, of } }
  }
  const fresh = topologies.filter((one) => !same(one))
  return {
    ...clip,
    nodes: clip.nodes.map(moved),
    topologies: fresh.map((one) => ({
      ...one,
      id: renamed.get(one.id) ?? one.id,
      nodes: one.nodes.map(moved),
    })),
  }
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
  return { label: 'Paste', change: (draft, whole) => put(draft, clip, whole) }
}

/** A copy beside its original has all that the original has: its group, and the controllers that name it. */
export function duplicate({ ids, ...clip }: PlacedClip): Command {
  return {
    label: 'Duplicate',
    change: (draft, whole) => {
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
      put(draft, clip, whole)
    },
  }
}

function put(
  draft: Draft,
  { nodes, edges, groups = [], topologies = [] }: Clip,
  whole: TopologyDocument,
): void {
  draft.nodes.push(...structuredClone([...nodes]))
  draft.edges.push(...structuredClone([...edges]))
  if (groups.length > 0) draft.groups = [...(draft.groups ?? []), ...structuredClone([...groups])]
  if (topologies.length > 0)
    whole.topologies = [...(whole.topologies ?? []), ...structuredClone([...topologies])]
}
