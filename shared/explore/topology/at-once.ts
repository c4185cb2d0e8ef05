import type { RunCell } from '../../kernel/cells.ts'
import { RUN } from '../../topology/plan.ts'
import type { Actions } from './actions.ts'
import type { Layout } from './layout.ts'
import type { Move, Unit } from './unit.ts'

interface Followed {
  readonly action: number
  /** Cell and value, in turn. */
  readonly sets: readonly number[]
}

/**
 * A step and all that is taken at once after it, up to where nothing is, as one: the states between have no other way
 * on. A run that ends stops all its workers so; then nothing goes by what lies on its edges.
 */
export function atOnce(
  layout: Layout,
  { units, actions }: { readonly units: readonly Unit[]; readonly actions: Actions },
  state: Int32Array,
  first: Move,
): Followed {
  const vector = state.slice()
  const path = [first.action]
  take(vector, first)
  // What one does at once may let another; when all have had their turn since the last that did, none is left.
  for (let at = 0, idle = 0; idle < units.length; at = (at + 1) % units.length, idle += 1) {
    const local = units[at]?.at(vector).local ?? null
    if (local === null) continue
    take(vector, local)
    path.push(local.action)
    idle = -1
  }
  const run = layout.interners[RUN]?.at(vector[RUN] as number) as RunCell
  if (run.status !== 'running') layout.clear(vector)
  const sets: number[] = []
  for (let cell = 0; cell < state.length; cell += 1)
    if (vector[cell] !== state[cell]) sets.push(cell, vector[cell] as number)
  return { action: path.length === 1 ? first.action : actions.chain(path), sets }
}

function take(vector: Int32Array, { sets }: Move): void {
  for (let at = 0; at < sets.length; at += 2) vector[sets[at] as number] = sets[at + 1] as number
}
