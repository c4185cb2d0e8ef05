import type { Actions } from './actions.ts'
import type { Chain, Move, Unit } from './unit.ts'

/**
 * Steps that are taken at once, one after the other up to where none is left, as one: the states between them have no
 * other way on. A run that ends stops all its workers so.
 */
export function atOnce(
  units: readonly Unit[],
  actions: Actions,
  state: Int32Array,
  first: Move,
  vector: Int32Array,
): Chain {
  vector.set(state)
  const path: Move[] = []
  for (let move: Move | null = first; move !== null; move = localIn(units, vector)) {
    const { sets } = move
    for (let at = 0; at < sets.length; at += 2) vector[sets[at] as number] = sets[at + 1] as number
    path.push(move)
  }
  const sets: number[] = []
  for (let cell = 0; cell < state.length; cell += 1)
    if (vector[cell] !== state[cell]) sets.push(cell, vector[cell] as number)
  return { action: actions.chain(path.map(({ action }) => action)), sets, faults: [], path }
}

function localIn(units: readonly Unit[], vector: Int32Array): Move | null {
  for (const unit of units) {
    const { local } = unit.at(vector)
    if (local !== null) return local
  }
  return null
}
