import type { CheckedDocument } from './check.ts'
import type { ControllerSpec, GroupSpec } from './controls.ts'
import { type ActorPlan, type ChannelPlan, type ControllerPlan, RUN, type SupervisorPlan } from './plan.ts'
import { usersOf } from './scopes.ts'

/** Controllers and groups, as components of the plan. */
type At = (id: string) => number

/** What a node is tied to besides its edges. */
export type Ties = Pick<ActorPlan, 'controllers' | 'supervisor' | 'undoes'>

export const NO_TIES: Ties = { controllers: [], supervisor: null, undoes: null }

/** A group that does nothing by itself is only a region of the drawing. */
export function isSupervised({ restart, saga }: GroupSpec): boolean {
  return restart !== undefined || saga !== undefined
}

export function tiesOf(checked: CheckedDocument, at: At): ReadonlyMap<string, Ties> {
  const ties = new Map<string, Ties>()
  const tie = (id: string, more: Partial<Ties>): void => {
    ties.set(id, { ...NO_TIES, ...ties.get(id), ...more })
  }
  for (const spec of checked.document.controllers ?? []) {
    for (const id of usersOf(spec, checked))
      tie(id, { controllers: [...(ties.get(id)?.controllers ?? []), at(spec.id)] })
  }
  for (const group of (checked.document.groups ?? []).filter(isSupervised)) {
    for (const member of group.members) tie(member, { supervisor: at(group.id) })
    for (const compensator of Object.values(group.saga?.undo ?? {}))
      tie(compensator, { undoes: at(group.id) })
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
    capacity: 1,
    full: 'block',
    order: 'fifo',
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
