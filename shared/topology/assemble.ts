import {
  behind,
  controllerPlan,
  deadlineId,
  deadlinePlan,
  isSupervised,
  NO_TIES,
  supervisorPlan,
  type Ties,
  tiesOf,
  undoChannel,
  undosOf,
} from './assemble-controls.ts'
import type { CheckedDocument, CheckedEdge, CheckedNode } from './check.ts'
import type { NodePolicy } from './document.ts'
import type { Bound, KindTable, NodeKind, Resource } from './kind.ts'
import { type LoopsByNode, loopsByNode, loopsLeft } from './loops.ts'
import {
  type ActorPlan,
  type ChannelPlan,
  type ClientPlan,
  type ComponentPlan,
  type Plan,
  RUN,
} from './plan.ts'
import { resourcesByNode } from './resources.ts'
import { stagesOf } from './stages.ts'

export const DEFAULT_ROUNDS = 3
export const DEFAULT_CAPACITY = 64
const DEFAULT_BACKOFF_MS = 1000

/** A drawn edge's channel, or the channels around the actors that its policy compiles to. */
interface Wire {
  readonly id: string
  readonly from: string
  readonly fromPort: string
  readonly to: string
  readonly toPort: string
  readonly source: CheckedEdge
  /** Behind such an actor: rounds and loops were dealt with on the first. */
  readonly second: boolean
}

/** Gives every component its index and its footprint. The document has been checked: nothing here can fail. */
export function layOut(checked: CheckedDocument, kinds: KindTable): Plan {
  const raising = new Map(
    [...checked.loops.back].map(([at, header]) => [checked.messages[at] as CheckedEdge, header]),
  )
  const leaving = loopsByNode(checked.loops)
  const wires = checked.messages.flatMap((edge) => wiresOf(edge))
  const resources = resourcesByNode(checked)
  const wired = wiredPorts(checked)
  const seeds = [
    ...[...checked.nodes.values()].map((node) =>
      nodeSeed(node, resources.get(node.node.id) ?? [], wired.get(node.node.id) ?? []),
    ),
    ...checked.messages.flatMap((edge) => stageSeeds(edge, kinds)),
  ]
  const groups = (checked.document.groups ?? []).filter(isSupervised)
  const controllers = checked.document.controllers ?? []
  const undos = groups.flatMap(undosOf)
  const timed = checked.messages.filter(({ edge }) => edge.policy?.deadline_ms !== undefined)
  const byId = placesOf([
    ...seeds,
    ...wires,
    ...checked.resources.map((one) => one.edge),
    // What earlier versions did not know stands last, so that the places of all else stay as their journals say.
    ...controllers,
    ...groups,
    ...undos,
    ...timed.map(({ edge }) => ({ id: deadlineId(edge.id) })),
  ])
  const at = (id: string): number => byId.get(id) as number
  const drawn = wires.map((wire) => channelPlan(wire, at, raising.get(wire.source), leaving))
  const undoChannels = undos.map((one) => undoChannel(one, at, checked))
  const channels = [...drawn, ...undoChannels]
  const clients = checked.resources.map((one) => clientPlan(one, at))
  const joints = jointsOf(channels, clients)
  const late = new Map(
    drawn
      .filter(({ deadline }) => deadline !== null)
      .map((channel) => [channel, behind(channel, channels)] as const),
  )
  const ties = tiesOf(checked, at, late)
  const actors = seeds.map((seed) =>
    actorPlan(seed, at, joints.get(at(seed.id)) ?? NO_JOINTS, ties.get(at(seed.id)) ?? NO_TIES),
  )
  const controllerPlans = controllers.map((spec) => controllerPlan(spec, at, checked))
  const supervisors = groups.map((group) => supervisorPlan(group, at, actors))
  const deadlines = [...late].map(([channel, after]) => {
    const edge = timed.find((one) => one.edge.id === channel.id)?.edge
    return deadlinePlan(channel, edge?.policy?.deadline_ms ?? 0, after, actors)
  })
  const components: ComponentPlan[] = [
    { type: 'run', index: RUN, id: 'run' },
    ...actors,
    ...drawn,
    ...clients,
    ...controllerPlans,
    ...supervisors,
    ...undoChannels,
    ...deadlines,
  ]
  const entry = at(checked.entry)
  return {
    name: checked.document.name,
    components,
    actors,
    controllers: controllerPlans,
    supervisors,
    byId,
    entry,
  }
}

function clientPlan({ edge, from, to }: CheckedEdge, at: (id: string) => number): ClientPlan {
  return { type: 'client', index: at(edge.id), id: edge.id, client: at(from), resource: at(to) }
}

/** The run's controller is no node: it has a place and no name, so that a node may be called "run". */
function placesOf(components: readonly { readonly id: string }[]): ReadonlyMap<string, number> {
  const byId = new Map<string, number>()
  for (const { id } of components) byId.set(id, RUN + 1 + byId.size)
  return byId
}

/** A chain of channels, with an actor between any two of them. */
function wiresOf(source: CheckedEdge): readonly Wire[] {
  const { edge, from, fromPort, to, toPort } = source
  const wires: Wire[] = []
  let open: Wire = { id: edge.id, from, fromPort, to, toPort, source, second: false }
  for (const { name, out, next } of stagesOf(edge)) {
    const middle = `${edge.id}.${name}`
    wires.push({ ...open, to: middle, toPort: 'in' })
    open = { id: `${edge.id}.${next}`, from: middle, fromPort: out, to, toPort, source, second: true }
  }
  return [...wires, open]
}

function channelPlan(
  wire: Wire,
  at: (id: string) => number,
  header: string | undefined,
  leaving: LoopsByNode,
): ChannelPlan {
  const policy = wire.source.edge.policy ?? {}
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
    delivery: policy.delivery ?? 'at-least-once',
    deadline: policy.deadline_ms === undefined || wire.second ? null : at(deadlineId(wire.id)),
    strip: wire.second ? [] : loopsLeft(leaving, wire.source),
    raise:
      header === undefined || wire.second ? null : { loop: header, rounds: policy.rounds ?? DEFAULT_ROUNDS },
  }
}

/** The ports of each node that an edge leaves by. */
function wiredPorts(checked: CheckedDocument): ReadonlyMap<string, readonly string[]> {
  const ports = new Map<string, string[]>()
  for (const { from, fromPort } of checked.messages) {
    const known = ports.get(from) ?? []
    if (!known.includes(fromPort)) ports.set(from, [...known, fromPort])
  }
  return ports
}

interface ActorSeed {
  readonly id: string
  readonly name: string
  readonly kind: NodeKind
  readonly bound: Bound<unknown>
  readonly policy: NodePolicy
}

function nodeSeed(
  { node, kind, config }: CheckedNode,
  resources: readonly Resource[],
  wired: readonly string[],
): ActorSeed {
  return {
    id: node.id,
    name: node.name ?? node.id,
    kind,
    bound: { config, resources, wired },
    policy: { ...kind.defaultPolicy, ...node.policy },
  }
}

/** The actors that an edge's policy compiles to. */
function stageSeeds({ edge }: CheckedEdge, kinds: KindTable): readonly ActorSeed[] {
  return stagesOf(edge).flatMap(({ name, kind: needed, config, label }) => {
    const kind = kinds.get(needed)
    if (kind === undefined) return []
    const bound = { config: kind.schema.parse(config), resources: [] }
    return [{ id: `${edge.id}.${name}`, name: `${label} on ${edge.id}`, kind, bound, policy: {} }]
  })
}

/** What is joined to one actor, in the order of the document. */
interface Joints {
  readonly into: ChannelPlan[]
  readonly outOf: ChannelPlan[]
  readonly uses: ClientPlan[]
  readonly serves: ClientPlan[]
}

const NO_JOINTS: Joints = { into: [], outOf: [], uses: [], serves: [] }

function jointsOf(
  channels: readonly ChannelPlan[],
  clients: readonly ClientPlan[],
): ReadonlyMap<number, Joints> {
  const joints = new Map<number, Joints>()
  const of = (actor: number): Joints => {
    const known = joints.get(actor) ?? { into: [], outOf: [], uses: [], serves: [] }
    joints.set(actor, known)
    return known
  }
  for (const channel of channels) {
    of(channel.to).into.push(channel)
    of(channel.from).outOf.push(channel)
  }
  for (const client of clients) {
    of(client.client).uses.push(client)
    of(client.resource).serves.push(client)
  }
  return joints
}

function actorPlan(
  { id, name, kind, bound, policy }: ActorSeed,
  at: (id: string) => number,
  joints: Joints,
  ties: Ties,
): ActorPlan {
  const index = at(id)
  const into = byPort(joints.into, (channel) => channel.toPort)
  const outOf = byPort(joints.outOf, (channel) => channel.fromPort)
  const inChannels = [...into.values()].flat()
  const outChannels = [...outOf.values()].flat()
  const serves = joints.serves.map((one) => one.index)
  const uses = new Map(joints.uses.map((one) => [one.resource, one.index]))
  const clientOf = new Map(bound.resources.map(({ node }) => [node, uses.get(at(node)) as number] as const))
  const { controllers, supervisor, undoes, deadlines } = ties
  const opens = joints.outOf.map(({ deadline }) => deadline).filter((one) => one !== null)
  const groups = [supervisor, undoes].filter((one) => one !== null)
  const footprint = new Set([
    RUN,
    index,
    ...inChannels,
    ...outChannels,
    ...clientOf.values(),
    ...serves,
    ...controllers,
    ...groups,
    ...deadlines,
    ...opens,
  ])
  return {
    type: 'actor',
    index,
    id,
    name,
    kind,
    bound,
    into,
    outOf,
    inChannels,
    outChannels,
    clientOf,
    serves,
    ...ties,
    attempts: policy.attempts ?? 1,
    backoffMs: policy.backoff_ms ?? DEFAULT_BACKOFF_MS,
    jitter: policy.jitter ?? 0,
    timeoutMs: policy.timeout_ms ?? null,
    firstChunkMs: policy.first_chunk_ms ?? null,
    chunkMs: policy.chunk_ms ?? null,
    takeover: policy.takeover ?? false,
    deadLetter: policy.dead_letter ?? false,
    footprint,
  }
}

function byPort(
  channels: readonly ChannelPlan[],
  portOf: (channel: ChannelPlan) => string,
): ReadonlyMap<string, readonly number[]> {
  const ports = new Map<string, number[]>()
  for (const channel of channels) {
    const known = ports.get(portOf(channel))
    if (known === undefined) ports.set(portOf(channel), [channel.index])
    else known.push(channel.index)
  }
  return ports
}
