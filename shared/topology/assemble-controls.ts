import type { CheckedDocument } from './check.ts'
import type { ControllerSpec, GroupSpec } from './controls.ts'
import {
  type ActorPlan,
  type ChannelPlan,
  type ControllerPlan,
  type DeadlinePlan,
  RUN,
  type SupervisorPlan,
} from './plan.ts'
import { usersOf } from './scopes.ts'

/** Controllers and groups, as components of the plan. */
type At = (id: string) => number

/** What a node is tied to besides its edges. */
export type Ties = Pick<ActorPlan, 'controllers' | 'supervisor' | 'undoes' | 'deadlines'>

export const NO_TIES: Ties = { controllers: [], supervisor: null, undoes: null, deadlines: [] }

/** A group that does nothing by itself is only a region of the drawing. */
export function isSupervised({ restart, saga }: GroupSpec): boolean {
  return restart !== undefined || saga !== undefined
}

/** Where these lead, in the order of the plan. */
function actorsAt(channels: readonly ChannelPlan[]): readonly number[] {
  return [...new Set(channels.map(({ to }) => to))].sort((a, b) => a - b)
}

/** By the actor's place. `timed` has the channels behind each one that begins a deadline. */
export function tiesOf(
  checked: CheckedDocument,
  at: At,
  timed: ReadonlyMap<ChannelPlan, readonly ChannelPlan[]>,
): ReadonlyMap<number, Ties> {
  const ties = new Map<number, Ties>()
  const of = (actor: number): Ties => ties.get(actor) ?? NO_TIES
  for (const spec of checked.document.controllers ?? []) {
    for (const actor of usersOf(spec, checked).map(at))
      ties.set(actor, { ...of(actor), controllers: [...of(actor).controllers, at(spec.id)] })
  }
  for (const group of (checked.document.groups ?? []).filter(isSupervised)) {
    const index = at(group.id)
    for (const actor of group.members.map(at)) ties.set(actor, { ...of(actor), supervisor: index })
    for (const actor of Object.values(group.saga?.undo ?? {}).map(at))
      ties.set(actor, { ...of(actor), undoes: index })
  }
  for (const [{ deadline }, channels] of timed) {
    for (const actor of actorsAt(channels))
      if (deadline !== null) ties.set(actor, { ...of(actor), deadlines: [...of(actor).deadlines, deadline] })
  }
  return ties
}

export function controllerPlan(spec: ControllerSpec, at: At, checked: CheckedDocument): ControllerPlan {
  const index = at(spec.id)
  const users = usersOf(spec, checked).map(at)
  return { type: 'controller', index, id: spec.id, spec, users, footprint: new Set([RUN, index]) }
}

/** The way by which a saga has one member's work taken back. */
export interface Undo {
  readonly id: string
  readonly group: string
  readonly member: string
  readonly compensator: string
}

/** Document ids have no dots, so these can clash with none. */
export function undosOf({ id, saga }: GroupSpec): readonly Undo[] {
  return Object.entries(saga?.undo ?? {}).map(([member, compensator]) => ({
    id: `${id}.undo.${member}`,
    group: id,
    member,
    compensator,
  }))
}

export function undoChannel(undo: Undo, at: At, checked: CheckedDocument): ChannelPlan {
  return {
    type: 'channel',
    index: at(undo.id),
    id: undo.id,
    from: at(undo.group),
    fromPort: 'undo',
    to: at(undo.compensator),
    toPort: checked.nodes.get(undo.compensator)?.ports.in[0]?.name ?? 'in',
    deadline: null,
    capacity: 1,
    full: 'block',
    order: 'fifo',
    delivery: 'at-least-once',
    strip: [],
    raise: null,
  }
}

export function supervisorPlan(group: GroupSpec, at: At, actors: readonly ActorPlan[]): SupervisorPlan {
  const index = at(group.id)
  const undo = new Map(undosOf(group).map((one) => [at(one.member), at(one.id)] as const))
  const members = group.members.map(at)
  const reach = actors
    .filter((actor) => members.includes(actor.index))
    .flatMap(({ footprint }) => [...footprint])
  const footprint = new Set([RUN, index, ...reach, ...undo.values()])
  return { type: 'supervisor', index, id: group.id, spec: group, members, undo, footprint }
}

const AFTER_FAILURE: ReadonlySet<string> = new Set(['error', 'fallback'])

export function deadlineId(edge: string): string {
  return `${edge}.deadline`
}

/**
 * The channels on which what passes a channel may go on, unless it fails: who sees to that is not late himself, nor is
 * anything that he sends on, also where both ways lead to one place. What is tried again in another round is late still.
 */
export function behind(channel: ChannelPlan, channels: readonly ChannelPlan[]): readonly ChannelPlan[] {
  const passed = onward([channel], (one) => !AFTER_FAILURE.has(one.fromPort))
  const actors = new Set(passed.map(({ to }) => to))
  const failed = channels.filter(({ from, fromPort }) => actors.has(from) && AFTER_FAILURE.has(fromPort))
  const seenTo = new Set(onward(failed, ({ raise }) => raise === null))
  return passed.filter((one) => one === channel || !seenTo.has(one))

  function onward(
    begin: readonly ChannelPlan[],
    follow: (one: ChannelPlan) => boolean,
  ): readonly ChannelPlan[] {
    const found = new Set(begin)
    for (const { to } of found)
      for (const next of channels) if (next.from === to && follow(next)) found.add(next)
    return [...found]
  }
}

export function deadlinePlan(
  channel: ChannelPlan,
  ms: number,
  behind: readonly ChannelPlan[],
  actors: readonly ActorPlan[],
): DeadlinePlan {
  const index = channel.deadline as number
  const reach = actorsAt(behind)
  const touched = actors
    .filter((actor) => reach.includes(actor.index))
    .flatMap(({ footprint }) => [...footprint])
  const footprint = new Set([RUN, index, ...touched])
  const channels = new Set(behind.map((one) => one.index))
  return {
    type: 'deadline',
    index,
    id: deadlineId(channel.id),
    edge: channel.id,
    ms,
    channels,
    reach,
    footprint,
  }
}
