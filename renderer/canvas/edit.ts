import { tellProblem } from '../app/notices.ts'
import { clipOf, clipText, duplicate, paste, placedClip, readClip } from '../document/commands/clip.ts'
import { removeController } from '../document/commands/controllers.ts'
import { extract, extraction } from '../document/commands/extract.ts'
import { addGroup, ungroup } from '../document/commands/groups.ts'
import { unpack, unpacking } from '../document/commands/inline.ts'
import { remove } from '../document/commands/nodes.ts'
import { after, type Command, perform, useDocument } from '../document/document.ts'
import { freshId } from '../document/ids.ts'
import { problemsOf } from '../document/problems.ts'
import { clearSelection, select, selectNodes, selectPart, useSelection } from '../document/selection.ts'
import { GRID, snap } from './geometry/point.ts'
import { currentStage } from './stage.ts'

/** What commands, keys and menus do to the selection; the drawing is always the open document's. */

const OFFSET = 4 * GRID

export function deleteSelection(): void {
  const { nodes, edges, part, stop } = useSelection.getState()
  if (part !== null) {
    perform(part.type === 'group' ? ungroup([part.id]) : removeController(part.id))
    clearSelection()
    return
  }
  if (nodes.size + edges.size === 0) return
  perform(remove(nodes, edges))
  select([], [])
  if (stop !== null && nodes.has(stop)) refocus()
}

/** Keeps the keyboard on the canvas when the card that held it is gone. */
function refocus(): void {
  const first = useDocument.getState().shown.nodes[0]?.id
  if (first === undefined) return
  useSelection.setState({ stop: first })
  currentStage()?.focusNode(first)
}

export function selectAll(): void {
  const { nodes, edges } = useDocument.getState().shown
  select(
    nodes.map((node) => node.id),
    edges.map((edge) => edge.id),
  )
}

export function duplicateSelection(): void {
  const { shown: document } = useDocument.getState()
  const clip = clipOf(document, useSelection.getState().nodes)
  if (clip.nodes.length === 0) return
  const left = Math.min(...clip.nodes.map((node) => node.at[0]))
  const top = Math.min(...clip.nodes.map((node) => node.at[1]))
  const placed = placedClip(document, clip, [left + OFFSET, top + OFFSET])
  perform(duplicate(placed))
  selectNodes(placed.nodes.map((node) => node.id))
}

/** Makes a group of the selected nodes, in the order in which they read, and opens it. */
export function groupSelection(): void {
  const { shown: document } = useDocument.getState()
  const { nodes } = useSelection.getState()
  const members = document.nodes
    .filter(({ id }) => nodes.has(id))
    .sort((a, b) => a.at[0] - b.at[0] || a.at[1] - b.at[1])
    .map(({ id }) => id)
  if (members.length === 0) return
  const id = freshId(document, 'group')
  perform(addGroup(id, members))
  selectPart('group', id)
}

/** The groups that Ungroup takes apart: the selected one, or those whose members are all selected. */
export function groupsSelected(): readonly string[] {
  const { nodes, part } = useSelection.getState()
  if (part?.type === 'group') return [part.id]
  const { groups = [] } = useDocument.getState().shown
  return groups.filter(({ members }) => members.every((id) => nodes.has(id))).map(({ id }) => id)
}

/** The regions go; their nodes stay, and are selected. */
export function ungroupSelection(): void {
  const ids = groupsSelected()
  const { groups = [] } = useDocument.getState().shown
  const members = groups.filter(({ id }) => ids.includes(id)).flatMap((group) => group.members)
  if (ids.length === 0) return
  perform(ungroup(ids))
  selectNodes([...new Set(members)])
}

/** Makes a topology inside the drawing of the selected nodes; one node stands for them. */
export function extractSelection(): void {
  const { shown, document } = useDocument.getState()
  const made = extraction(shown, document, useSelection.getState().nodes)
  if ('refused' in made) tellProblem(made.refused)
  else if (performSound(extract(made))) {
    selectNodes([made.node.id])
    currentStage()?.focusNode(made.node.id)
  }
}

/** Puts what is inside the selected topology in its place. */
export function unpackSelection(): void {
  const { nodes } = useSelection.getState()
  const [id] = nodes
  const made = nodes.size === 1 ? unpacking(useDocument.getState().shown, id ?? '') : null
  if (made === null) return
  if ('refused' in made) tellProblem(made.refused)
  else if (performSound(unpack(made))) selectNodes(made.inner.nodes.map((node) => node.id))
}

export function canUnpack(): boolean {
  const { nodes } = useSelection.getState()
  const [id] = nodes
  const node = useDocument.getState().shown.nodes.find((one) => one.id === id)
  return nodes.size === 1 && node?.kind === 'topology'
}

/** A drawing that could run must still do so; what it could not do is told. */
function performSound(command: Command): boolean {
  const before = problemsOf(useDocument.getState().document).length
  const [problem] = before === 0 ? problemsOf(after(command)) : []
  if (problem === undefined) perform(command)
  else tellProblem(`This cannot be one topology: ${problem.message}.`)
  return problem === undefined
}

/** The selected nodes as text; null when there are none. */
export function copiedText(): string | null {
  const clip = clipOf(useDocument.getState().shown, useSelection.getState().nodes)
  return clip.nodes.length === 0 ? null : clipText(clip)
}

let pastes = 0

/** Pastes what `copiedText` made, here or in another window; false when the text is something else. */
export function pasteText(text: string): boolean {
  const clip = readClip(text)
  if (clip === null || clip.nodes.length === 0) return false
  const { shown: document } = useDocument.getState()
  const center = currentStage()?.center().drawing ?? { x: 200, y: 200 }
  const width =
    Math.max(...clip.nodes.map((node) => node.at[0])) - Math.min(...clip.nodes.map((node) => node.at[0]))
  const height =
    Math.max(...clip.nodes.map((node) => node.at[1])) - Math.min(...clip.nodes.map((node) => node.at[1]))
  pastes += 1
  const shift = (pastes % 5) * OFFSET
  const at = [snap(center.x - width / 2 - 96 + shift), snap(center.y - height / 2 - 42 + shift)] as const
  const placed = placedClip(document, clip, at)
  perform(paste(placed))
  selectNodes(placed.nodes.map((node) => node.id))
  return true
}
