import type { Model } from '../model.ts'
import type { Trace } from './report.ts'
import { SuccessorBuffer } from './successor-buffer.ts'
import type { Canonical } from './symmetry.ts'
import type { Zobrist } from './zobrist.ts'

/**
 * Walks a path that a search kept as the places of successors. With symmetry these are successors of
 * representatives: beside them goes the model itself, by any step that leads to the same representative.
 */
export function traceOf(
  model: Model,
  zobrist: Zobrist,
  canonical: Canonical | null,
  places: readonly number[],
): Trace {
  const [first = 0, ...rest] = places
  const representative = new SuccessorBuffer(model.cells, zobrist)
  const actual = canonical === null ? representative : new SuccessorBuffer(model.cells, zobrist)
  const goal = new Int32Array(model.cells)
  const next = new Int32Array(model.cells)
  actual.state.set(model.initial()[first] ?? [])
  representative.state.set(actual.state)
  canonical?.apply(representative.state)
  const actions: number[] = []
  const states = [[...actual.state]]
  for (const place of rest) {
    expand(model, representative)
    representative.write(place, goal)
    canonical?.apply(goal)
    const step = canonical === null ? place : stepTo(model, actual, canonical, goal)
    actions.push(actual.actions[step] as number)
    actual.write(step, next)
    states.push([...next])
    actual.state.set(next)
    representative.state.set(goal)
  }
  return { actions, states }
}

function stepTo(model: Model, actual: SuccessorBuffer, canonical: Canonical, goal: Int32Array): number {
  expand(model, actual)
  const next = new Int32Array(goal.length)
  for (let at = 0; at < actual.count; at += 1) {
    actual.write(at, next)
    canonical.apply(next)
    if (next.every((value, cell) => value === goal[cell])) return at
  }
  throw new Error(`${model.name}: its blocks are not symmetric, for a step of one has no counterpart`)
}

function expand(model: Model, out: SuccessorBuffer): void {
  out.begin(0, 0)
  model.expand(out.state, out)
}
