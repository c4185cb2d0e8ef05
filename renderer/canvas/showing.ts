import type { TopologyDocument } from '../../shared/topology/document.ts'
import {
  type Inside,
  openedBy,
  placeOf,
  reachable,
  topologyInside,
  wayTo,
} from '../../shared/topology/inside.ts'
import type { Body } from '../../shared/topology/nested.ts'
import { goInside, useDocument } from '../document/document.ts'
import { selectEdges, selectNodes, selectPart } from '../document/selection.ts'
import { chooseLanes } from '../playback/naming.ts'
import { controlsOf } from './drawing/controls.ts'
import { currentDrawing, currentStage, onNextStage } from './stage.ts'

/** The ways through the topologies inside a drawing: in, out, and straight to an element. */

function whole(): TopologyDocument {
  return currentDrawing() ?? useDocument.getState().document
}

/** The nested nodes that are opened in what the canvas shows. */
export function openInside(): Inside {
  return reachable(whole(), useDocument.getState().wanted)
}

function bodyAt(inside: Inside): Body {
  return topologyInside(whole(), inside) ?? whole()
}

/** Whether a node that is shown has an inside that can be opened. */
export function opens(id: string): boolean {
  return openedBy(whole(), bodyAt(openInside()), id) !== null
}

/** Opens a nested node that is shown; the keyboard goes along. */
export function goInto(id: string): void {
  const inside = [...openInside(), id]
  const first = topologyInside(whole(), inside)?.nodes.find(({ kind }) => kind === 'input')
  go(inside, () => (first === undefined ? undefined : currentStage()?.focusNode(first.id)))
}

/** Back to a topology around the one that is shown; what was opened is selected there. */
export function goOutTo(inside: Inside): void {
  const left = openInside()[inside.length]
  go(inside, () => {
    if (left === undefined) return
    selectNodes([left])
    currentStage()?.focusNode(left)
  })
}

export function goOut(): void {
  const inside = openInside()
  if (inside.length > 0) goOutTo(inside.slice(0, -1))
}

/** Opens a topology and does something there, once it is on the canvas. */
function go(inside: Inside, then: () => void): void {
  if (inside.join('/') === openInside().join('/')) {
    then()
    return
  }
  onNextStage(then)
  goInside(inside)
}

/** How an element is shown: with the keyboard there, looked at only, or selected together with the others. */
type Showing = 'focus' | 'look' | 'all'

/**
 * Shows an element by its id in a run or in a finding: opens what it is inside, in the lane that is meant, selects it
 * and brings it into view, with others beside it.
 */
export function showElement(
  idOfRun: string,
  others: readonly string[] = [],
  showing: Showing = 'focus',
): void {
  const { inside, lanes, id } = placeOf(whole(), idOfRun)
  chooseLanes(inside, lanes)
  const near = others.map((one) => placeOf(whole(), one))
  const here = near.filter((one) => one.inside.join('/') === inside.join('/'))
  const beside = here.map((one) => one.id)
  go(inside, () => {
    point(bodyAt(inside), id, beside, showing !== 'look')
    if (showing === 'all') selectNodes([id, ...beside])
  })
}

/** The same for an element of a topology of the drawing; null is the drawing itself. */
export function showIn(topology: string | null, id: string): void {
  const inside = topology === null ? [] : wayTo(whole(), topology)
  if (inside !== null) go(inside, () => point(bodyAt(inside), id, [], true))
}

function point(body: Body, id: string, others: readonly string[], focus: boolean): void {
  const { nodes, edges, groups = [], controllers = [] } = body
  const ends = [id, ...others].flatMap((one) => {
    const edge = edges.find((other) => other.id === one)
    return edge === undefined ? [] : [edge.from, edge.to].map((end) => end.split('.')[0] ?? end)
  })
  const near = [...others.filter((one) => nodes.some((node) => node.id === one)), ...ends]
  if (nodes.some((one) => one.id === id)) {
    selectNodes([id])
    if (focus) currentStage()?.focusNode(id)
    if (near.length > 0 || !focus) currentStage()?.reveal([id, ...near])
    return
  }
  const group = groups.find((one) => one.id === id)
  const isController = controllers.some((one) => one.id === id)
  if (group !== undefined) selectPart('group', id)
  else if (isController) selectPart('controller', id)
  else if (edges.some((one) => one.id === id)) selectEdges([id])
  const users = isController ? (controlsOf(useDocument.getState().shown).users.get(id) ?? []) : []
  const all = [...near, ...(group?.members ?? []), ...users]
  if (all.length > 0) currentStage()?.reveal(all)
}
