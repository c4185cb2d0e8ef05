import type { CheckedDocument, CheckedEdge, CheckedNode } from './compile.ts'
import type { Bound, KindTable, NodeKind } from './kind.ts'
import { loopsLeft } from './loops.ts'
import {
  type ActorPlan,
  type ChannelPlan,
  type ClientPlan,
  type ComponentPlan,
  type Plan,
  RUN,
} from './plan.ts'

const DEFAULT_ROUNDS = 3
const DEFAULT_CAPACITY = 64
const DEFAULT_BACKOFF_MS = 1000

/** A drawn edge's channel, or the two channels around the actor that its contract compiles to. */
interface Wire {
  readonly id: string
  readonly from: string
  readonly fromPort: string
  readonly to: string
  readonly toPort: string
  readonly source: CheckedEdge
  /** The second half of a contract's pair: rounds and loops were dealt with on the first. */
  readonly second: boolean
}

/** Gives every component its index and its footprint. The document has been checked: nothing here can fail. */
export function layOut(checked: CheckedDocument, kinds: KindTable): Plan {
  const wires = checked.messages.flatMap((edge) => wiresOf(edge))
  const actorIds = [...checked.nodes.keys(), ...contractIds(checked.messages)]
  const byId = new Map<string, number>([['run', RUN]])
  const indexed = [
    ...actorIds,
    ...wires.map((wire) => wire.id),
    ...checked.resources.map((one) => one.edge.id),
  ]
  for (const id of indexed) byId.set(id, byId.size)
  const at = (id: string): number => byId.get(id) as number
  const channels = wires.map((wire) => channelPlan(wire, checked, at))
  const clients = checked.resources.map(
    (one): ClientPlan => ({
      type: 'client',
      index: at(one.edge.id),
      id: one.edge.id,
      client: at(one.from),
      resource: at(one.to),
    }),
  )
  const drawn = [...checked.nodes.values()].map((node) =>
    actorPlan(nodeSeed(node, checked), at, channels, clients),
  )
  const contract = kinds.get('contract')
  const onEdges =
    contract === undefined
      ? []
      : checked.messages
          .filter((edge) => edge.edge.policy?.contract !== undefined)
          .map((edge) => actorPlan(contractSeed(edge, contract), at, channels, clients))
  const actors = [...drawn, ...onEdges]
  const components: ComponentPlan[] = [
    { type: 'run', index: RUN, id: 'run' },
    ...actors,
    ...channels,
    ...clients,
  ]
  return { name: checked.document.name, components, actors, byId, entry: at(checked.entry) }
}

function contractIds(edges: readonly CheckedEdge[]): readonly string[] {
  return edges.filter((edge) => edge.edge.policy?.contract !== undefined).map((edge) => contractId(edge))
}

/** Document ids have no dots, so these can clash with none. */
function contractId(edge: CheckedEdge): string {
  return `${edge.edge.id}.contract`
}

function wiresOf(source: CheckedEdge): readonly Wire[] {
  const { edge, from, fromPort, to, toPort } = source
  const whole = { id: edge.id, from, fromPort, to, toPort, source, second: false }
  if (edge.policy?.contract === undefined) return [whole]
  const middle = contractId(source)
  return [
    { ...whole, to: middle, toPort: 'in' },
    { ...whole, id: `${edge.id}.met`, from: middle, fromPort: 'out', second: true },
  ]
}

function channelPlan(wire: Wire, checked: CheckedDocument, at: (id: string) => number): ChannelPlan {
  const policy = wire.source.edge.policy ?? {}
  const header = checked.loops.back.get(checked.messages.indexOf(wire.source))
  return {
    type: 'channel',
    index: at(wire.id),
    id: wire.id,
    from: at(wire.from),
    fromPort: wire.fromPort,
    to: at(wire.to),
    toPort: wire.toPort,
    capacity: policy.capacity ?? DEFAULT_CAPACITY,
    full: policy.full ?? 'block',
    order: policy.order ?? 'fifo',
    strip: wire.second ? [] : loopsLeft(checked.loops, wire.source),
    raise:
      header === undefined || wire.second ? null : { loop: header, rounds: policy.rounds ?? DEFAULT_ROUNDS },
  }
}

interface ActorSeed {
  readonly id: string
  readonly name: string
  readonly kind: NodeKind
  readonly bound: Bound<unknown>
  readonly attempts: number
  readonly backoffMs: number
  readonly timeoutMs: number | null
}

function nodeSeed({ node, kind, config }: CheckedNode, checked: CheckedDocument): ActorSeed {
  const resources = checked.resources
    .filter((one) => one.from === node.id)
    .map((one) => ({
      node: one.to,
      kind: checked.nodes.get(one.to)?.kind.kind ?? '',
      access: one.edge.access ?? 'read',
    }))
  const defaults = kind.defaultPolicy ?? {}
  return {
    id: node.id,
    name: node.name ?? node.id,
    kind,
    bound: { config, resources },
    attempts: node.policy?.attempts ?? defaults.attempts ?? 1,
    backoffMs: node.policy?.backoff_ms ?? defaults.backoff_ms ?? DEFAULT_BACKOFF_MS,
    timeoutMs: node.policy?.timeout_ms ?? defaults.timeout_ms ?? null,
  }
}

function contractSeed(edge: CheckedEdge, kind: NodeKind): ActorSeed {
  const bound = { config: { schema: edge.edge.policy?.contract ?? {} }, resources: [] }
  const id = contractId(edge)
  return {
    id,
    name: `Contract on ${edge.edge.id}`,
    kind,
    bound,
    attempts: 1,
    backoffMs: DEFAULT_BACKOFF_MS,
    timeoutMs: null,
  }
}

function actorPlan(
  seed: ActorSeed,
  at: (id: string) => number,
  channels: readonly ChannelPlan[],
  clients: readonly ClientPlan[],
): ActorPlan {
  const index = at(seed.id)
  const into = new Map<string, number[]>()
  const outOf = new Map<string, number[]>()
  for (const channel of channels) {
    if (channel.to === index) into.set(channel.toPort, [...(into.get(channel.toPort) ?? []), channel.index])
    if (channel.from === index)
      outOf.set(channel.fromPort, [...(outOf.get(channel.fromPort) ?? []), channel.index])
  }
  const inChannels = [...into.values()].flat()
  const outChannels = [...outOf.values()].flat()
  const clientOf = new Map(
    clients.filter((one) => one.client === index).map((one) => [one.resource, one.index]),
  )
  const serves = clients.filter((one) => one.resource === index).map((one) => one.index)
  const named = new Map(
    seed.bound.resources.map((resource) => [resource.node, clientOf.get(at(resource.node)) as number]),
  )
  const footprint = new Set([RUN, index, ...inChannels, ...outChannels, ...clientOf.values(), ...serves])
  return {
    type: 'actor',
    index,
    ...seed,
    into,
    outOf,
    inChannels,
    outChannels,
    clientOf: named,
    serves,
    footprint,
  }
}
