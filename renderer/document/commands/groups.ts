import type { GroupSpec } from '../../../shared/topology/controls.ts'
import type { DocumentNode } from '../../../shared/topology/document.ts'
import type { Command } from '../document.ts'
import type { Draft } from '../inside.ts'
import { addNode, move } from './nodes.ts'
import { forgetGroups } from './references.ts'

export function addGroup(id: string, members: readonly string[]): Command {
  return {
    label: 'Group',
    change: (draft) => {
      draft.groups = [...(draft.groups ?? []), { id, members: [...members] }]
    },
  }
}

/** The regions go, their nodes stay. */
export function ungroup(ids: readonly string[]): Command {
  return { label: 'Ungroup', change: (draft) => forgetGroups(draft, new Set(ids)) }
}

function onGroup(
  label: string,
  id: string,
  merge: string | null,
  change: (group: GroupSpec, draft: Draft) => void,
): Command {
  return {
    label,
    ...(merge === null ? {} : { merge: `${id}/${merge}` }),
    change: (draft) => {
      const group = draft.groups?.find((one) => one.id === id)
      if (group !== undefined) change(group, draft)
    },
  }
}

export function renameGroup(id: string, name: string): Command {
  return onGroup('Rename a group', id, 'name', (group) => {
    if (name === '') delete group.name
    else group.name = name
  })
}

/** Gives a group another id, and the controllers that name it along. */
export function changeGroupId(id: string, next: string): Command {
  return onGroup('Change an id', id, null, (group, draft) => {
    group.id = next
    for (const one of draft.controllers ?? []) if (one.group === id) one.group = next
  })
}

export function joinGroup(id: string, nodes: readonly string[]): Command {
  return onGroup('Take into the group', id, null, (group) => {
    group.members = [...new Set([...group.members, ...nodes])]
  })
}

/** A node that is put into a region is a member from the start. */
export function addMember(node: DocumentNode, group: string): Command {
  const add = addNode(node)
  return {
    label: add.label,
    change: (draft, whole) => {
      add.change(draft, whole)
      joinGroup(group, [node.id]).change(draft, whole)
    },
  }
}

/** Nodes let go over a region are moved there and join it, as one step. */
export function moveInto(
  places: ReadonlyMap<string, readonly [number, number]>,
  group: string,
  nodes: readonly string[],
): Command {
  return {
    label: 'Move into the group',
    change: (draft, whole) => {
      move(places).change(draft, whole)
      joinGroup(group, nodes).change(draft, whole)
    },
  }
}

/** The last member takes the group along. */
export function leaveGroup(id: string, nodes: readonly string[]): Command {
  return onGroup('Take out of the group', id, null, (group, draft) => {
    group.members = group.members.filter((member) => !nodes.includes(member))
    if (group.saga !== undefined) for (const node of nodes) delete group.saga.undo[node]
    if (group.members.length === 0) forgetGroups(draft, new Set([id]))
  })
}

/** One place up or down in the order by which the rest starts again. */
export function moveMember(id: string, member: string, by: -1 | 1): Command {
  return onGroup('Change the order of members', id, null, ({ members }) => {
    const at = members.indexOf(member)
    const other = members[at + by]
    if (at < 0 || other === undefined) return
    members[at + by] = member
    members[at] = other
  })
}

export function setRestart(id: string, restart: GroupSpec['restart'], key: string): Command {
  return onGroup('Change how a group restarts', id, `restart.${key}`, (group) => {
    if (restart === undefined) delete group.restart
    else group.restart = restart
  })
}

export function setSaga(id: string, on: boolean): Command {
  return onGroup('Change whether work is taken back', id, null, (group) => {
    if (on) group.saga ??= { undo: {} }
    else delete group.saga
  })
}

/** Names who takes a member's work back; null takes the name out. */
export function setUndo(id: string, member: string, compensator: string | null): Command {
  return onGroup('Change who takes work back', id, null, (group) => {
    group.saga ??= { undo: {} }
    if (compensator === null) delete group.saga.undo[member]
    else group.saga.undo[member] = compensator
  })
}
