import {
  type DocumentEdge,
  type DocumentNode,
  type NestedTopology,
  splitEnd,
  type TopologyDocument,
} from '../../../shared/topology/document.ts'
import { renamedIn } from '../../../shared/topology/inside.ts'
import type { Command } from '../document.ts'
import { freshId, freshTopologyId } from '../ids.ts'
import { type Draft, topologyId } from '../inside.ts'
import { renamePaths } from './references.ts'

/** Nodes of a drawing as a team of their own: the node that stands for them, and what is inside it. */
interface Extraction {
  readonly node: DocumentNode
  readonly topology: NestedTopology
  /** The edges around it, as they are then. */
  readonly edges: readonly DocumentEdge[]
  readonly moved: ReadonlySet<string>
  /** All that has the same id inside as before. */
  readonly carried: ReadonlySet<string>
}

/** Why these nodes cannot be one; a sentence for a person. */
export interface Refusal {
  readonly refused: string
}

const COLUMN = 248
const MARGIN = 40

/** Makes one node of several, which go on inside it. Nothing is sent another way than before, or it is refused. */
export function extraction(
  shown: TopologyDocument,
  whole: TopologyDocument,
  ids: ReadonlySet<string>,
): Extraction | Refusal {
  const nodes = shown.nodes.filter(({ id, kind }) => ids.has(id) && kind !== 'input' && kind !== 'output')
  if (nodes.length === 0)
    return { refused: 'Select the nodes that go inside. An input or an output stays where it is.' }
  const moved = new Set(nodes.map(({ id }) => id))
  const torn = tornApart(shown, moved)
  if (torn !== null) return { refused: torn }
  const crossing = crossings(shown, moved)
  if ('refused' in crossing) return crossing
  const { entering, leaving, within } = crossing
  const parts = partsOf(shown, moved)
  const carried = [...within, ...(parts.groups ?? []), ...(parts.controllers ?? [])].map((one) => one.id)
  const taken = new Set([...moved, ...carried])
  const fresh = (base: string): string => {
    let id = base
    for (let number = 2; taken.has(id) || id === 'error'; number += 1) id = `${base}${number}`
    taken.add(id)
    return id
  }
  const input = fresh('task')
  const outputs = new Map(
    [...leaving.keys()].map((port) => [port, fresh(leaving.size === 1 ? 'done' : outputName(port, leaving))]),
  )
  const id = freshId(shown, 'team')
  const of = freshTopologyId('team', new Set((whole.topologies ?? []).map((one) => one.id)))
  const edgeId = edgeNamer(taken)
  const ways = waysIn(entering, `${id}.in`, input, edgeId)
  const inner: DocumentEdge[] = [
    ...ways.inner,
    ...within,
    ...[...outputs].map(([port, output]) => ({ id: edgeId(), from: port, to: `${output}.in` })),
  ]
  const left = [...leaving].flatMap(([port, edges]) =>
    edges.map((edge) => ({ ...edge, from: `${id}.${outputs.get(port) ?? ''}` })),
  )
  const around = new Map([...ways.outer, ...left].map((edge) => [edge.id, edge]))
  const gone = new Set([...entering, ...within].map((edge) => edge.id))
  return {
    moved,
    node: {
      id,
      kind: 'topology',
      at: middleOf(nodes),
      config: { of, outputs: [...outputs.values()] },
    },
    topology: { id: of, ...placed(nodes, input, [...outputs.values()]), edges: inner, ...parts },
    carried: new Set([...moved, ...carried]),
    edges: shown.edges.flatMap((edge) => around.get(edge.id) ?? (gone.has(edge.id) ? [] : [edge])),
  }
}

/** What would be half inside and half outside, as a sentence; null where nothing would. */
function tornApart(
  { nodes, edges, groups = [], controllers = [] }: TopologyDocument,
  moved: ReadonlySet<string>,
): string | null {
  const nameOf = (id: string): string => {
    const name = nodes.find((node) => node.id === id)?.name
    return name === undefined || name === '' ? id : name
  }
  const shared = edges.find(
    ({ access, from, to }) => access !== undefined && moved.has(from) !== moved.has(to),
  )
  if (shared !== undefined)
    return `${nameOf(shared.from)} works on ${nameOf(shared.to)}: both go inside, or neither.`
  const torn = (ids: readonly string[]): boolean =>
    ids.some((id) => moved.has(id)) && !ids.every((id) => moved.has(id))
  const group = groups.find(({ members, saga }) => torn([...members, ...Object.values(saga?.undo ?? {})]))
  if (group !== undefined)
    return `The group ${group.name ?? group.id} holds some of these nodes and others: take all of it, or none.`
  const controller = controllers.find((one) => one.nodes !== undefined && torn(one.nodes))
  return controller === undefined
    ? null
    : `The ${controller.type} ${controller.id} is for some of these nodes and others: take all of them, or none.`
}

interface Crossings {
  readonly entering: readonly DocumentEdge[]
  /** By the port inside that they leave. */
  readonly leaving: ReadonlyMap<string, readonly DocumentEdge[]>
  readonly within: readonly DocumentEdge[]
}

function crossings({ edges }: TopologyDocument, moved: ReadonlySet<string>): Crossings | Refusal {
  const isIn = (end: string): boolean => moved.has(splitEnd(end).node)
  const within = edges.filter(({ from, to }) => isIn(from) && isIn(to))
  const entering = edges.filter(({ from, to }) => !isIn(from) && isIn(to))
  const leaving = Map.groupBy(
    edges.filter(({ from, to }) => isIn(from) && !isIn(to)),
    ({ from }) => from,
  )
  const sources = new Set(entering.map(({ from }) => from))
  const targets = new Set(entering.map(({ to }) => to))
  // A topology has one way in: what comes from anywhere goes to all who wait behind it.
  const joined = new Set(entering.map(({ from, to }) => `${from} ${to}`))
  if (joined.size !== sources.size * targets.size)
    return {
      refused: `Messages enter these nodes at ${[...targets].join(' and ')} from different places; a topology has one way in. Take the nodes before them along, or fewer.`,
    }
  const plain = entering.every(({ policy }) => policy === undefined)
  const goesRound = entering.some(({ policy }) => policy?.rounds !== undefined)
  if (targets.size > 1 && (goesRound || (sources.size > 1 && !plain)))
    return { refused: 'Several edges with policies of their own enter these nodes at several places.' }
  return { entering, leaving, within }
}

/** From outside to the node, and from its input on; a policy stays with whichever half has as many edges as before. */
function waysIn(
  entering: readonly DocumentEdge[],
  port: string,
  input: string,
  edgeId: () => string,
): { readonly outer: readonly DocumentEdge[]; readonly inner: readonly DocumentEdge[] } {
  const bySource = [...Map.groupBy(entering, ({ from }) => from).values()]
  const byTarget = [...Map.groupBy(entering, ({ to }) => to).values()]
  const oneTarget = byTarget.length <= 1
  const outer = bySource.flatMap(([first]) =>
    first === undefined ? [] : [{ ...without(first, !oneTarget), to: port }],
  )
  const inner = byTarget.flatMap(([first]) =>
    first === undefined
      ? []
      : [{ ...without(first, oneTarget), id: edgeId(), from: `${input}.out`, to: first.to }],
  )
  return { outer, inner }
}

function without(edge: DocumentEdge, policy: boolean): DocumentEdge {
  const { policy: own, ...rest } = edge
  return policy || own === undefined ? rest : { ...rest, policy: own }
}

function edgeNamer(ids: ReadonlySet<string>): () => string {
  let number = 0
  return () => {
    do number += 1
    while (ids.has(`e${number}`))
    return `e${number}`
  }
}

/** `fix` where only one port of it leads out, else `fix-error`. */
function outputName(port: string, leaving: ReadonlyMap<string, unknown>): string {
  const { node, port: name } = splitEnd(port)
  const alone = [...leaving.keys()].filter((one) => splitEnd(one).node === node).length === 1
  return `${node}-${alone ? 'done' : (name ?? 'out')}`
}

function middleOf(nodes: readonly DocumentNode[]): [number, number] {
  const xs = nodes.map(({ at }) => at[0])
  const ys = nodes.map(({ at }) => at[1])
  return [snapped((Math.min(...xs) + Math.max(...xs)) / 2), snapped((Math.min(...ys) + Math.max(...ys)) / 2)]
}

function snapped(value: number): number {
  return Math.round(value / 8) * 8
}

/** Inside everything stands as it stood to each other, the input before it and the outputs behind. */
function placed(
  nodes: readonly DocumentNode[],
  input: string,
  outputs: readonly string[],
): { readonly nodes: DocumentNode[] } {
  const left = Math.min(...nodes.map(({ at }) => at[0]))
  const top = Math.min(...nodes.map(({ at }) => at[1]))
  const right = Math.max(...nodes.map(({ at }) => at[0]))
  const shift = ([x, y]: readonly [number, number]): [number, number] => [
    x - left + MARGIN + COLUMN,
    y - top + MARGIN,
  ]
  const middle = shift(middleOf(nodes))[1]
  return {
    nodes: [
      { id: input, kind: 'input', at: [MARGIN, middle] },
      ...nodes.map((node) => ({ ...structuredClone(node), at: shift(node.at) })),
      ...outputs.map(
        (id, at): DocumentNode => ({
          id,
          kind: 'output',
          at: [shift([right, 0])[0] + COLUMN, middle + at * 128],
        }),
      ),
    ],
  }
}

/** The groups and controllers that are for these nodes alone. */
function partsOf({ groups = [], controllers = [] }: TopologyDocument, moved: ReadonlySet<string>) {
  const own = groups.filter(({ members }) => members.every((id) => moved.has(id)))
  const ids = new Set(own.map(({ id }) => id))
  const theirs = controllers.filter(
    (one) =>
      one.nodes?.every((id) => moved.has(id)) === true || (one.group !== undefined && ids.has(one.group)),
  )
  return {
    ...(own.length === 0 ? {} : { groups: own }),
    ...(theirs.length === 0 ? {} : { controllers: theirs }),
  }
}

/** Puts the one node in the place of the many. */
export function extract({ node, topology, edges, moved, carried }: Extraction): Command {
  return {
    label: 'Make a topology of nodes',
    change: (draft, whole) => {
      const from = topologyId(draft)
      renamePaths(whole, (path) =>
        [...carried].reduce(
          (way, id) => renamedIn(whole, way, { topology: from, id }, `${node.id}/${id}`),
          path,
        ),
      )
      draft.nodes = [...draft.nodes.filter(({ id }) => !moved.has(id)), structuredClone(node)]
      draft.edges = structuredClone([...edges])
      dropParts(draft, topology)
      whole.topologies = [...(whole.topologies ?? []), structuredClone(topology)]
    },
  }
}

function dropParts(draft: Draft, { groups = [], controllers = [] }: NestedTopology): void {
  const gone = new Set([...groups, ...controllers].map(({ id }) => id))
  const left = draft.groups?.filter(({ id }) => !gone.has(id)) ?? []
  const others = draft.controllers?.filter(({ id }) => !gone.has(id)) ?? []
  if (left.length > 0) draft.groups = left
  else delete draft.groups
  if (others.length > 0) draft.controllers = others
  else delete draft.controllers
}
