import { kinds } from '../../../shared/nodes/index.ts'
import type { ControllerSpec, GroupSpec } from '../../../shared/topology/controls.ts'
import {
  type DocumentEdge,
  type DocumentNode,
  type EdgePolicy,
  type NestedTopology,
  splitEnd,
  type TopologyDocument,
} from '../../../shared/topology/document.ts'
import { openedBy, unpackedIn, usedTopologies } from '../../../shared/topology/inside.ts'
import { configOf } from '../../../shared/topology/ports.ts'
import type { Command } from '../document.ts'
import { freshId } from '../ids.ts'
import { type Draft, topologyId } from '../inside.ts'
import type { Refusal } from './extract.ts'
import { dropUnused } from './nodes.ts'
import { forgetNodes, renamePaths } from './references.ts'

interface Inner {
  readonly nodes: readonly DocumentNode[]
  readonly edges: readonly DocumentEdge[]
  readonly groups: readonly GroupSpec[]
  readonly controllers: readonly ControllerSpec[]
}

/** A nested node taken apart: what was inside it, under ids that are free outside, and the edges as they are then. */
interface Unpacking {
  readonly node: string
  readonly inner: Inner
  readonly edges: readonly DocumentEdge[]
  /** Ids of what was inside: the new one by the old. */
  readonly ids: ReadonlyMap<string, string>
  /** Other nodes that make room. */
  readonly places: ReadonlyMap<string, readonly [number, number]>
}

/** What is inside a topology node, to stand in its place; null for any other node. */
export function unpacking(shown: TopologyDocument, id: string): Unpacking | Refusal | null {
  const node = shown.nodes.find((one) => one.id === id)
  const topology = openedBy(shown, shown, id)
  if (node === undefined || topology === null || node.kind !== 'topology') return null
  const boundary = new Set(
    topology.nodes.filter(({ kind }) => kind === 'input' || kind === 'output').map((one) => one.id),
  )
  const nodes = topology.nodes.filter((one) => !boundary.has(one.id))
  const ids = freshIds(shown, topology, boundary)
  const named = (old: string): string => ids.get(old) ?? old
  const end = (text: string): string => {
    const { node: at, port } = splitEnd(text)
    return port === null ? named(at) : `${named(at)}.${port}`
  }
  const inside = topology.edges.map((edge) => ({
    ...edge,
    id: named(edge.id),
    from: end(edge.from),
    to: end(edge.to),
  }))
  const within = inside.filter(
    ({ from, to }) => !boundary.has(splitEnd(from).node) && !boundary.has(splitEnd(to).node),
  )
  const moved = nodes.map((one): DocumentNode => ({ ...structuredClone(one), id: named(one.id) }))
  const { at, shift } = roomFor(shown, node, nodes)
  const edges = joined(shown, id, inside, boundary, moved)
  if (edges === null)
    return {
      refused:
        'An edge outside and the one that it meets inside both have policies; one edge cannot keep both.',
    }
  const whole = nodes.map((one) => named(one.id))
  return {
    node: id,
    ids,
    places: shift,
    inner: {
      nodes: moved.map((one) => ({ ...one, at: [one.at[0] + at[0], one.at[1] + at[1]] })),
      edges: within,
      groups: (topology.groups ?? []).map(({ saga, ...group }) => ({
        ...group,
        id: named(group.id),
        members: group.members.map(named),
        ...(saga === undefined
          ? {}
          : {
              saga: {
                undo: Object.fromEntries(
                  Object.entries(saga.undo).map(([key, by]) => [named(key), named(by)]),
                ),
              },
            }),
      })),
      controllers: (topology.controllers ?? []).map((one) => ({
        ...one,
        id: named(one.id),
        // What was for the whole of the team stays for those who were in it.
        ...(one.nodes === undefined && one.group !== undefined
          ? {}
          : { nodes: one.nodes?.map(named) ?? whole }),
        ...(one.group === undefined ? {} : { group: named(one.group) }),
      })),
    },
    edges,
  }
}

function freshIds(
  shown: TopologyDocument,
  { nodes, edges, groups = [], controllers = [] }: NestedTopology,
  boundary: ReadonlySet<string>,
): ReadonlyMap<string, string> {
  const taken = new Set<string>()
  const used = new Set([
    ...[...shown.nodes, ...shown.edges, ...(shown.groups ?? []), ...(shown.controllers ?? [])].map(
      (one) => one.id,
    ),
  ])
  return new Map(
    [...nodes.filter(({ id }) => !boundary.has(id)), ...edges, ...groups, ...controllers].map(({ id }) => {
      const free = !used.has(id) && !taken.has(id)
      const next = free ? id : freshId(shown, id.replace(/\d+$/, ''), taken)
      taken.add(next)
      return [id, next]
    }),
  )
}

/** The edges around the node, each led on to where its messages went inside; null where two policies would meet. */
function joined(
  shown: TopologyDocument,
  id: string,
  inside: readonly DocumentEdge[],
  boundary: ReadonlySet<string>,
  nodes: readonly DocumentNode[],
): readonly DocumentEdge[] | null {
  const taken = new Set(inside.map((edge) => edge.id))
  let met = false
  const both = (first: DocumentEdge, second: DocumentEdge): { policy?: EdgePolicy } => {
    if (first.policy !== undefined && second.policy !== undefined) met = true
    const policy = first.policy ?? second.policy
    return policy === undefined ? {} : { policy }
  }
  const fromInput = inside.filter(({ from }) => boundary.has(splitEnd(from).node))
  const toOutput = (output: string): readonly DocumentEdge[] =>
    inside.filter(({ to }) => splitEnd(to).node === output)
  /** Where an edge goes that ends at the node or goes straight through it. */
  const onwards = (edge: DocumentEdge): readonly DocumentEdge[] => {
    if (edge.to !== `${id}.in`) return [edge]
    return fromInput.flatMap((next) => {
      const { node } = splitEnd(next.to)
      const whole = { ...edge, ...both(edge, next), to: next.to }
      if (!boundary.has(node)) return [whole]
      return shown.edges
        .filter(({ from }) => from === `${id}.${node}`)
        .flatMap((out) => onwards({ ...whole, ...both(whole, out), to: out.to }))
    })
  }
  const backwards = (edge: DocumentEdge): readonly DocumentEdge[] => {
    const { node, port } = splitEnd(edge.from)
    if (node !== id || port === null) return [edge]
    const before = port === 'error' ? errorsOf(nodes, inside) : toOutput(port)
    return before
      .filter(({ from }) => !boundary.has(splitEnd(from).node))
      .map((first) => ({ ...edge, ...both(first, edge), from: first.from }))
  }
  const edges = shown.edges.flatMap((edge) =>
    backwards(edge)
      .flatMap(onwards)
      .map((one, at) => {
        if (at === 0) return one
        const next = freshId(shown, 'e', taken)
        taken.add(next)
        return { ...one, id: next }
      }),
  )
  return met ? null : edges
}

/** The error ports that nothing inside takes up, as ends of edges. */
function errorsOf(nodes: readonly DocumentNode[], inside: readonly DocumentEdge[]): readonly DocumentEdge[] {
  const taken = new Set(inside.map(({ from }) => from))
  return nodes.flatMap((node) => {
    const kind = kinds.get(node.kind)
    const config = kind === undefined ? null : configOf(kind, node)
    const fails = kind?.ports(config ?? kind.fresh()).out.some((port) => port.error === true) === true
    const quiet = node.policy?.dead_letter === true || node.policy?.fallback === true
    const from = `${node.id}.error`
    return fails && !quiet && !taken.has(from) ? [{ id: from, from, to: '' }] : []
  })
}

/** Where what was inside goes, and how far what stands right of the node moves. */
function roomFor(shown: TopologyDocument, node: DocumentNode, nodes: readonly DocumentNode[]) {
  const left = Math.min(...nodes.map(({ at }) => at[0]))
  const right = Math.max(...nodes.map(({ at }) => at[0]))
  const top = Math.min(...nodes.map(({ at }) => at[1]))
  const wide = nodes.length === 0 ? 0 : right - left
  const later = shown.nodes.filter((one) => one.id !== node.id && one.at[0] > node.at[0])
  const shift = new Map(later.map((one) => [one.id, [one.at[0] + wide, one.at[1]] as const]))
  const at = nodes.length === 0 ? ([0, 0] as const) : ([node.at[0] - left, node.at[1] - top] as const)
  return { at, shift }
}

/** Puts what is inside in the place of the node. */
export function unpack({ node, inner, edges, ids, places }: Unpacking): Command {
  return {
    label: 'Take a topology apart',
    change: (draft, whole) => {
      const used = usedTopologies(whole)
      const element = { topology: topologyId(draft), id: node }
      renamePaths(whole, (path) => unpackedIn(whole, path, element, ids))
      draft.nodes = [
        ...draft.nodes
          .filter(({ id }) => id !== node)
          .map((one): DocumentNode => {
            const [x, y] = places.get(one.id) ?? one.at
            return x === one.at[0] ? one : { ...one, at: [x, y] }
          }),
        ...structuredClone([...inner.nodes]),
      ]
      draft.edges = structuredClone([...edges, ...inner.edges])
      forgetNodes(draft, new Set([node]), whole)
      addParts(draft, inner)
      dropUnused(whole, used)
    },
  }
}

function addParts(draft: Draft, { groups, controllers }: Inner): void {
  if (groups.length > 0) draft.groups = [...(draft.groups ?? []), ...structuredClone([...groups])]
  if (controllers.length > 0)
    draft.controllers = [...(draft.controllers ?? []), ...structuredClone([...controllers])]
}
