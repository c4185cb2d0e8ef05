import type { ControllerSpec, GroupSpec } from './controls.ts'
import type { Bound, NodeKind } from './kind.ts'

/** Component 0 of every plan: the run's own controller (status, pause, failure). */
export const RUN = 0

export interface RunPlan {
  readonly type: 'run'
  readonly index: 0
  readonly id: string
}

/** A breaker, bulkhead, rate limit or budget: it admits what its users begin, and is told how it ended. */
export interface ControllerPlan {
  readonly type: 'controller'
  readonly index: number
  readonly id: string
  readonly spec: ControllerSpec
  /** The actors that it is for. */
  readonly users: readonly number[]
  readonly footprint: ReadonlySet<number>
}

/** Restarts the members of a group when one fails, or takes back what they did (a saga). */
export interface SupervisorPlan {
  readonly type: 'supervisor'
  readonly index: number
  readonly id: string
  readonly spec: GroupSpec
  readonly members: readonly number[]
  /** Of a saga: the channel to what takes back a member's work, by member. */
  readonly undo: ReadonlyMap<number, number>
  readonly footprint: ReadonlySet<number>
}

export interface ActorPlan {
  readonly type: 'actor'
  readonly index: number
  readonly id: string
  readonly name: string
  readonly kind: NodeKind
  readonly bound: Bound<unknown>
  /** Channels into each port, and out of each port, in the order of the document. */
  readonly into: ReadonlyMap<string, readonly number[]>
  readonly outOf: ReadonlyMap<string, readonly number[]>
  readonly inChannels: readonly number[]
  readonly outChannels: readonly number[]
  /** Request-and-reply components: as a client (by resource node), or as the resource that serves them. */
  readonly clientOf: ReadonlyMap<string, number>
  readonly serves: readonly number[]
  readonly attempts: number
  readonly backoffMs: number
  /** A pause between attempts is longer by up to this part of itself. */
  readonly jitter: number
  /** Start-to-close limit of one attempt; null means none. */
  readonly timeoutMs: number | null
  /** Limits until an attempt's first word, and between its words; null means none. */
  readonly firstChunkMs: number | null
  readonly chunkMs: number | null
  /** An attempt that is suspected is given up for a new one. */
  readonly takeover: boolean
  /** A message that failed waits for a person. */
  readonly deadLetter: boolean
  /** Breakers, bulkheads, rate limits and budgets that it is bound to, in the order of the document. */
  readonly controllers: readonly number[]
  /** The supervisor or saga of its group, if it has one; and the saga whose work it takes back. */
  readonly supervisor: number | null
  readonly undoes: number | null
  /** Deadlines that what it does may descend from. */
  readonly deadlines: readonly number[]
  /** All that a step on this actor may read or write. */
  readonly footprint: ReadonlySet<number>
}

export interface ChannelPlan {
  readonly type: 'channel'
  readonly index: number
  readonly id: string
  readonly from: number
  readonly fromPort: string
  readonly to: number
  readonly toPort: string
  readonly capacity: number
  readonly full: 'block' | 'reject' | 'drop-oldest'
  readonly order: 'fifo' | 'any'
  readonly delivery: 'at-least-once' | 'at-most-once'
  /** Loops that a message leaves on this channel. */
  readonly strip: readonly string[]
  /** The deadline that its messages begin. */
  readonly deadline: number | null
  /** Set on a channel that leads back. */
  readonly raise: { readonly loop: string; readonly rounds: number } | null
}

/** The requests and replies of one client of one resource, so that no store's step touches a client's cell. */
export interface ClientPlan {
  readonly type: 'client'
  readonly index: number
  readonly id: string
  readonly client: number
  readonly resource: number
}

/** What passes an edge must be done with in time, and so must all that descends from it. */
export interface DeadlinePlan {
  readonly type: 'deadline'
  readonly index: number
  readonly id: string
  readonly edge: string
  readonly ms: number
  /** On which a message is late once its slot is over. */
  readonly channels: ReadonlySet<number>
  /** The actors that those lead to. */
  readonly reach: readonly number[]
  readonly footprint: ReadonlySet<number>
}

export type ComponentPlan =
  | RunPlan
  | ActorPlan
  | ChannelPlan
  | ClientPlan
  | ControllerPlan
  | SupervisorPlan
  | DeadlinePlan

export interface Plan {
  readonly name: string
  readonly components: readonly ComponentPlan[]
  readonly actors: readonly ActorPlan[]
  readonly controllers: readonly ControllerPlan[]
  readonly supervisors: readonly SupervisorPlan[]
  readonly byId: ReadonlyMap<string, number>
  /** The actor that takes `start`. */
  readonly entry: number
}

export function actorAt(plan: Plan, index: number): ActorPlan {
  const component = plan.components[index]
  if (component?.type !== 'actor') throw new Error(`component ${index} is not an actor`)
  return component
}

export function channelAt(plan: Plan, index: number): ChannelPlan {
  const component = plan.components[index]
  if (component?.type !== 'channel') throw new Error(`component ${index} is not a channel`)
  return component
}

export function controllerAt(plan: Plan, index: number): ControllerPlan {
  const component = plan.components[index]
  if (component?.type !== 'controller') throw new Error(`component ${index} is not a controller`)
  return component
}

export function supervisorAt(plan: Plan, index: number): SupervisorPlan {
  const component = plan.components[index]
  if (component?.type !== 'supervisor') throw new Error(`component ${index} is not a supervisor`)
  return component
}

export function deadlineAt(plan: Plan, index: number): DeadlinePlan {
  const component = plan.components[index]
  if (component?.type !== 'deadline') throw new Error(`component ${index} is not a deadline`)
  return component
}

export function clientAt(plan: Plan, index: number): ClientPlan {
  const component = plan.components[index]
  if (component?.type !== 'client') throw new Error(`component ${index} is not a client`)
  return component
}
