import type { Model } from '../model.ts'
import type { Column } from './column.ts'
import type { Trace } from './report.ts'
import { SuccessorBuffer } from './successor-buffer.ts'
import type { Zobrist } from './zobrist.ts'

/**
 * The way to a state, by expanding again every state on it: a search keeps for each state only which successor of
 * which other one it is.
 */
export function traceTo(
  model: Model,
  zobrist: Zobrist,
  parents: Column,
  ordinals: Column,
  number: number,
): Trace {
  const places: number[] = []
  for (let at = number; at >= 0; at = parents.at(at)) places.push(ordinals.at(at))
  places.reverse()
  const out = new SuccessorBuffer(model.cells, zobrist)
  const [first = 0, ...rest] = places
  out.state.set(model.initial()[first] ?? [])
  const actions: number[] = []
  const states = [[...out.state]]
  const next = new Int32Array(model.cells)
  for (const place of rest) {
    out.begin(0, 0)
    model.expand(out.state, out)
    actions.push(out.actions[place] as number)
    out.write(place, next)
    out.state.set(next)
    states.push([...next])
  }
  return { actions, states }
}
