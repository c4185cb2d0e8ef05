import { type ActorPlan, type ChannelPlan, channelAt, clientAt, type Plan } from '../../topology/plan.ts'
import type { Layout } from './layout.ts'

/** One of several workers that are alike, with what is joined to it, in an order that is the same for each. */
export interface Lookalike {
  readonly actor: ActorPlan
  /** Its components: itself, its channels in and out, and its clients. */
  readonly components: readonly number[]
  /** Cells of the world that are its own. */
  readonly cells: readonly number[]
  /** By shared actor, the port of it that is for this lookalike alone. */
  readonly ports: ReadonlyMap<number, string>
}

/** Kinds that treat their ports and clients alike, and whose states can be renamed. */
const NEIGHBOURS: ReadonlySet<string> = new Set(['input', 'output', 'agent', 'command', 'join', 'store'])
/** What else may stand in a drawing with lookalikes: it only passes on what they made. */
const BYSTANDERS: ReadonlySet<string> = new Set([...NEIGHBOURS, 'verifier', 'gate', 'router', 'timer'])

/** Groups of workers that may change places without anything else being different; `named` may not. */
export function lookalikesIn(layout: Layout, named: ReadonlySet<string>): readonly (readonly Lookalike[])[] {
  const { plan } = layout
  // A loop counts rounds by the name of its node, and an inlined node has a path for its name.
  if (plan.actors.some(({ kind, id }) => !BYSTANDERS.has(kind.kind) || id.includes('/'))) return []
  if (plan.components.some((one) => one.type === 'channel' && one.raise !== null)) return []
  if (plan.supervisors.length > 0 || plan.controllers.length > 0) return []
  const groups = new Map<string, ActorPlan[]>()
  for (const actor of plan.actors) {
    const shape = named.has(actor.id) ? null : shapeOf(layout, actor)
    if (shape !== null) groups.set(shape, [...(groups.get(shape) ?? []), actor])
  }
  return [...groups.values()]
    .filter((actors) => actors.length > 1 && actors.length <= MOST)
    .map((actors) => actors.map((actor) => lookalikeOf(layout, actor)))
}

/** More of a kind have too many orders to keep each. */
const MOST = 6

/** A text that is the same for lookalikes; null for what cannot be one. */
function shapeOf(layout: Layout, actor: ActorPlan): string | null {
  const { plan, monitors } = layout
  const { kind, bound, deadlines, undoes, supervisor, controllers } = actor
  if (kind.client !== true || deadlines.length + controllers.length > 0) return null
  if (undoes !== null || supervisor !== null) return null
  const told = monitors.some(
    ({ nameless, elements }) => nameless !== true && (elements.length === 0 || elements.includes(actor.id)),
  )
  if (told) return null
  const ins = actor.inChannels.map((index) => channelAt(plan, index))
  const outs = actor.outChannels.map((index) => channelAt(plan, index))
  const clients = [...actor.clientOf.values()].map((index) => clientAt(plan, index).resource)
  const around = [...ins.map(({ from }) => from), ...outs.map(({ to }) => to), ...clients]
  if (around.some((index) => !isNeighbour(plan, index))) return null
  const { attempts, backoffMs, jitter, timeoutMs, firstChunkMs, chunkMs, takeover, deadLetter } = actor
  const policy = { attempts, backoffMs, jitter, timeoutMs, firstChunkMs, chunkMs, takeover, deadLetter }
  return JSON.stringify({
    kind: kind.kind,
    bound,
    policy,
    ins: ins.map((channel) => [channel.from, channel.fromPort, channel.toPort, wayOf(channel)]),
    outs: outs.map((channel) => [channel.to, portShape(plan, channel), channel.fromPort, wayOf(channel)]),
    clients,
  })
}

function isNeighbour(plan: Plan, index: number): boolean {
  const one = plan.components[index]
  if (one?.type !== 'actor' || !NEIGHBOURS.has(one.kind.kind)) return false
  // The timers of leases bear the names of who holds them, and their tokens are in order.
  return one.kind.offers?.(one.bound.config).mode !== 'lease'
}

function wayOf({ capacity, full, order, strip, deadline }: ChannelPlan): unknown {
  return [capacity, full, order, strip, deadline]
}

/** A join has a port for each of the lookalikes, all alike. */
function portShape(plan: Plan, { to, toPort, index }: ChannelPlan): string {
  const join = plan.components[to] as ActorPlan
  const alone = join.into.get(toPort)?.length === 1 && join.into.get(toPort)?.[0] === index
  return join.kind.kind === 'join' && alone ? '' : toPort
}

function lookalikeOf({ plan, sites }: Layout, actor: ActorPlan): Lookalike {
  const outs = actor.outChannels.map((index) => channelAt(plan, index))
  const own = outs.filter((channel) => portShape(plan, channel) === '')
  const site = sites[actor.index] ?? -1
  return {
    actor,
    components: [actor.index, ...actor.inChannels, ...actor.outChannels, ...actor.clientOf.values()],
    cells: site < 0 ? [] : [site],
    ports: new Map(own.map(({ to, toPort }) => [to, toPort])),
  }
}
