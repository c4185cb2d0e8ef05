import { splitEnd, type TopologyDocument } from '../../../shared/topology/document.ts'
import { renamedIn } from '../../../shared/topology/inside.ts'
import { mapTerms, splitTerm } from '../../../shared/topology/properties.ts'
import { type Draft, topologyId } from '../inside.ts'

/** Keeps groups, sagas and controllers in step with the nodes that they name. Drafts are changed in place. */

/**
 * Takes nodes out of everything that names them. A group without members goes, and so does a controller that was for
 * these nodes alone: with no names left it would be for the whole run.
 */
export function forgetNodes(draft: Draft, gone: ReadonlySet<string>, whole: TopologyDocument): void {
  for (const group of draft.groups ?? []) {
    group.members = group.members.filter((id) => !gone.has(id))
    const undo = group.saga?.undo
    if (undo === undefined) continue
    for (const [member, compensator] of Object.entries(undo))
      if (gone.has(member) || gone.has(compensator)) delete undo[member]
  }
  for (const one of draft.controllers ?? [])
    if (one.nodes !== undefined) one.nodes = one.nodes.filter((id) => !gone.has(id))
  keepControllers(draft, ({ nodes }) => nodes?.length !== 0)
  if (draft === whole) keepSilenced(whole, gone)
  forgetGroups(draft, new Set(draft.groups?.flatMap(({ id, members }) => (members.length === 0 ? [id] : []))))
}

/** A controller of a group that goes stays with its members. */
export function forgetGroups(draft: Draft, gone: ReadonlySet<string>): void {
  if (gone.size === 0) return
  for (const one of draft.controllers ?? []) {
    if (one.group === undefined || !gone.has(one.group)) continue
    const members = draft.groups?.find(({ id }) => id === one.group)?.members ?? []
    const both = one.nodes === undefined ? members : one.nodes.filter((id) => members.includes(id))
    one.nodes = [...both]
    delete one.group
  }
  keepControllers(draft, ({ nodes }) => nodes?.length !== 0)
  const groups = (draft.groups ?? []).filter(({ id }) => !gone.has(id))
  if (groups.length > 0) draft.groups = groups
  else delete draft.groups
}

/** Nothing is left to be silent about. */
function keepSilenced(draft: TopologyDocument, gone: ReadonlySet<string>): void {
  if (draft.silenced === undefined) return
  const kept = draft.silenced.filter(({ element }) => !gone.has(element.split('/')[0] ?? ''))
  if (kept.length === 0) delete draft.silenced
  else if (kept.length < draft.silenced.length) draft.silenced = kept
}

type Controllers = NonNullable<TopologyDocument['controllers']>

export function keepControllers(draft: Draft, stays: (one: Controllers[number]) => boolean): void {
  if (draft.controllers === undefined) return
  const kept = draft.controllers.filter(stays)
  if (kept.length === 0) delete draft.controllers
  else if (kept.length < draft.controllers.length) draft.controllers = kept
}

/** What names a node will name it by its new id, which the node itself has yet to get. */
export function renameNode(draft: Draft, id: string, next: string, whole: TopologyDocument): void {
  const renamed = (one: string): string => (one === id ? next : one)
  for (const edge of draft.edges) {
    edge.from = movedEnd(edge.from, id, next)
    edge.to = movedEnd(edge.to, id, next)
  }
  for (const group of draft.groups ?? []) {
    group.members = group.members.map(renamed)
    if (group.saga === undefined) continue
    const undo = Object.entries(group.saga.undo)
    group.saga.undo = Object.fromEntries(undo.map(([member, by]) => [renamed(member), renamed(by)]))
  }
  for (const one of draft.controllers ?? []) if (one.nodes !== undefined) one.nodes = one.nodes.map(renamed)
  renamePaths(whole, (path) => renamedIn(whole, path, { topology: topologyId(draft), id }, next))
}

/** What is inside a nested topology is named by the way to it, and only the drawing itself names it. */
export function renamePaths(whole: TopologyDocument, renamed: (path: string) => string): void {
  const properties = whole.properties?.map((one) =>
    mapTerms(one, (term) => {
      const { element, word } = splitTerm(term)
      return `${renamed(element)}.${word}`
    }),
  )
  if (properties !== undefined) whole.properties = properties
  for (const one of whole.silenced ?? []) one.element = renamed(one.element)
}

function movedEnd(end: string, id: string, next: string): string {
  const { node, port } = splitEnd(end)
  if (node !== id) return end
  return port === null ? next : `${next}.${port}`
}
