import type { Way } from '../../shared/impact/failure.ts'
import type { Effect, Impact } from '../../shared/impact/impact.ts'
import { isInside } from '../../shared/topology/inside.ts'
import type { NodeState } from '../canvas/view-model.ts'

/** What a card shows of a failure. */
export type Shown = Way | Effect

/** The word of each, and the state whose glyph and ink it has. */
export const LOOKS: { readonly [shown in Shown]: { readonly word: string; readonly state: NodeState } } = {
  fails: { word: 'Fails', state: 'failed' },
  silent: { word: 'Silent', state: 'failed' },
  stops: { word: 'Stops', state: 'failed' },
  degrades: { word: 'Degrades', state: 'retrying' },
  survives: { word: 'Survives', state: 'done' },
}

/** Of a node by the way to it; a nested one stands for all that is inside. Null for what is neither. */
export function shownAt({ failed, nodes, way: how }: Impact, way: string): Shown | null {
  if (failed.includes(way)) return how
  const own = nodes.find(({ element }) => element === way)
  const inside = [
    ...nodes.filter(({ element }) => isInside(element, way)).map(({ effect }): Shown => effect),
    ...failed.filter((element) => isInside(element, way)).map((): Shown => how),
  ]
  const all = own === undefined ? inside : [...inside, own.effect]
  const [first] = all
  if (first === undefined) return null
  return all.every((one) => one === first) ? first : 'degrades'
}
