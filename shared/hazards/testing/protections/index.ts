import { kinds } from '../../../nodes/index.ts'
import type { GroupSpec } from '../../../topology/controls.ts'
import {
  type DocumentEdge,
  type DocumentNode,
  splitEnd,
  type TopologyDocument,
} from '../../../topology/document.ts'
import type { Body } from '../../../topology/nested.ts'
import { configOf } from '../../../topology/ports.ts'
import { ofNode, type Settings } from './nodes.ts'
import { defined, onEdge, type Protection, type Removal, unwired } from './without.ts'

export type { Protection }

/** Every protection of a drawing, one at a time; what is inside a nested topology, where it is drawn. */
export function protectionsOf(document: TopologyDocument): readonly Protection[] {
  const { topologies } = document
  const inside = (topologies ?? []).flatMap((body) =>
    removalsOf(body).map(({ what, element, remove }) => ({
      what,
      element: `${body.id}/${element}`,
      without: {
        ...document,
        topologies: (topologies ?? []).map((one) => (one.id === body.id ? { ...one, ...remove(one) } : one)),
      },
    })),
  )
  const outside = removalsOf(document).map(({ what, element, remove }) => ({
    what,
    element,
    without: { ...document, ...remove(document) },
  }))
  return [...outside, ...inside]
}

function removalsOf(body: Body): readonly Removal[] {
  return [
    ...body.nodes.flatMap((node) => ofNode(node, settingsOf(node), body)),
    ...body.edges.flatMap(ofEdge),
    ...ofDelivery(body),
    ...ofGroups(body),
    ...ofControllers(body),
  ]
}

function settingsOf(node: DocumentNode): Settings {
  const kind = kinds.get(node.kind)
  const settings = kind === undefined ? null : configOf(kind, node)
  if (settings === null) throw new Error(`${node.id} does not parse`)
  return settings as Settings
}

/** By which a worker, a gate, a vote or a verifier says that it went otherwise. */
const WAYS_OUT: ReadonlySet<string> = new Set([
  'error',
  'fail',
  'rejected',
  'conflict',
  'undecided',
  'exhausted',
  'fallback',
  'quiet',
])

function ofEdge(edge: DocumentEdge): readonly Removal[] {
  if (edge.access !== undefined) return []
  const { policy = {} } = edge
  const { port } = splitEnd(edge.from)
  const drawn = (what: string, key: keyof typeof policy, value?: unknown): readonly Removal[] =>
    policy[key] === undefined ? [] : [onEdge(edge, what, { [key]: value })]
  return [
    ...drawn('capacity', 'capacity'),
    ...drawn('contract', 'contract'),
    ...drawn('condition', 'condition'),
    ...drawn('guard', 'guard'),
    ...drawn('deadline', 'deadline_ms'),
    ...drawn('rounds', 'rounds', 1000),
    ...(port !== null && WAYS_OUT.has(port) ? [unwired(edge, `way out by ${port}`)] : []),
  ]
}

/** Only who is started again is sent something again. */
function ofDelivery({ edges, groups = [] }: Body): readonly Removal[] {
  const restarted = new Set(groups.flatMap(({ restart, members }) => (restart === undefined ? [] : members)))
  return edges
    .filter(
      ({ to, access, policy }) =>
        access === undefined && policy?.delivery !== 'at-most-once' && restarted.has(splitEnd(to).node),
    )
    .map((edge) => onEdge(edge, 'delivery', { delivery: 'at-most-once' }))
}

function ofGroups(body: Body): readonly Removal[] {
  return (body.groups ?? []).flatMap((group) => {
    const { id, restart, saga, members } = group
    return [
      ...(restart === undefined ? [] : [onGroup(id, 'supervision', { restart: undefined })]),
      ...(saga === undefined ? [] : [onGroup(id, 'saga', { saga: undefined })]),
      ...(members.length < 2 ? [] : Object.keys(saga?.undo ?? {}).map((one) => withoutUndo(group, one))),
    ]
  })
}

/** What nothing takes back may stand in no saga. */
function withoutUndo({ id, members, saga }: GroupSpec, member: string): Removal {
  const undo = Object.fromEntries(Object.entries(saga?.undo ?? {}).filter(([one]) => one !== member))
  const left = members.filter((one) => one !== member)
  return { ...onGroup(id, 'compensator', { members: left, saga: { undo } }), element: member }
}

function onGroup(id: string, what: string, change: Readonly<Record<string, unknown>>): Removal {
  return {
    what,
    element: id,
    remove: (body) => ({
      ...body,
      groups: (body.groups ?? []).map((one) => (one.id === id ? defined({ ...one, ...change }) : one)),
    }),
  }
}

function ofControllers(body: Body): readonly Removal[] {
  return (body.controllers ?? []).map(({ id, type }) => ({
    what: type,
    element: id,
    remove: (one) => ({ ...one, controllers: (one.controllers ?? []).filter((other) => other.id !== id) }),
  }))
}
