import { type Inside, idInRun, namingOf, reachable } from '../../shared/topology/inside.ts'
import { useDocument } from '../document/document.ts'
import { onlySelected, type Selection, useSelection } from '../document/selection.ts'
import { usePlayback } from './playback.ts'

/** Which part of a run the canvas shows: the topology that is opened, in one lane of each map on the way. */

export function laneOf(map: string): number {
  return usePlayback.getState().lanes.get(map) ?? 0
}

/** Looks at another lane of a map, which is named by its id in the run. */
export function chooseLane(map: string, lane: number): void {
  usePlayback.setState((state) => ({ lanes: new Map([...state.lanes, [map, lane]]) }))
}

/** Looks at the lanes in which something is inside; null where a step is no map. */
export function chooseLanes(inside: Inside, lanes: readonly (number | null)[]): void {
  let path = ''
  inside.forEach((id, at) => {
    path += path === '' ? id : `/${id}`
    const lane = lanes[at] ?? null
    if (lane === null) return
    if (laneOf(path) !== lane) chooseLane(path, lane)
    path += `/${lane}`
  })
}

/** What is selected alone, by its id in the run that is shown, or in any. */
export function selectedInRun(
  selection: Selection,
): { readonly type: 'node' | 'edge'; readonly id: string } | null {
  const only = onlySelected(selection)
  return only === null ? null : { ...only, id: idInRun(usePlayback.getState().naming, only.id) }
}

export function useSelectedInRun(): ReturnType<typeof selectedInRun> {
  const selection = useSelection()
  // Another lane has other ids of the same nodes.
  usePlayback((state) => state.naming)
  return selectedInRun(selection)
}

function rename(): void {
  const { document: played, lanes, naming } = usePlayback.getState()
  const { document: drawn, wanted } = useDocument.getState()
  // Without a run it leads to the ids that one would have.
  const document = played ?? drawn
  const next = namingOf(document, reachable(document, wanted), (map) => lanes.get(map) ?? 0)
  if (next.prefix !== naming.prefix || next.input !== naming.input) usePlayback.setState({ naming: next })
}

usePlayback.subscribe((now, before) => {
  if (now.document !== before.document || now.lanes !== before.lanes) rename()
})
useDocument.subscribe((now, before) => {
  if (now.wanted !== before.wanted || now.document !== before.document) rename()
})
