import type { Lasso } from '../engine/leads-to.ts'
import type { TopologyModel } from '../topology/topology-model.ts'
import { Steps, type Successor } from './play.ts'

/** In a drawing that has moved on a circle may close only after some rounds, when what it raises is at its most. */
const ROUNDS_MAX = 8

/** Steps by their names, as far as they can be taken from here: what cannot happen is left out. */
function walk(steps: Steps, from: Int32Array, names: readonly string[]): readonly Successor[] {
  const taken: Successor[] = []
  for (const name of names) {
    const here = taken.at(-1)?.state ?? from
    const next = steps.from(here).find((one) => one.name === name)
    if (next !== undefined) taken.push(next)
  }
  return taken
}

/**
 * Plays a kept run that never ends: the way to its circle, then round it until it is closed. Null where it does not
 * close, where it pays on the way, or where it is not fair: somebody could go on all the time and never does.
 */
export function playLasso(
  model: TopologyModel,
  names: readonly string[],
  loop: number,
  owes: (state: Int32Array) => boolean,
): Lasso | null {
  const steps = new Steps(model)
  const first = steps.initial()
  const lead = walk(steps, first, names.slice(0, loop))
  let from = lead.at(-1)?.state ?? first
  const prefix = [...lead]
  for (let round = 0; round < ROUNDS_MAX; round += 1) {
    const circle = walk(steps, from, names.slice(loop))
    const last = circle.at(-1)?.state
    if (last === undefined) return null
    if (last.join() === from.join()) {
      const whole = [from, ...circle.map(({ state }) => state)]
      if (!whole.every(owes) || !isFair(model, steps, from, circle)) return null
      return { prefix: pathOf(first, prefix), cycle: pathOf(from, circle) }
    }
    prefix.push(...circle)
    from = last
  }
  return null
}

function pathOf(from: Int32Array, taken: readonly Successor[]): Lasso['prefix'] {
  const states = [from, ...taken.map(({ state }) => state)].map((state) => [...state])
  return { actions: taken.map(({ action }) => action), states }
}

/** Weakly, as the search has it: whoever may go on in every state of the circle does so in one. */
function isFair(model: TopologyModel, steps: Steps, from: Int32Array, circle: readonly Successor[]): boolean {
  const did = new Set(circle.map(({ action }) => model.fairness?.(action) ?? -1))
  const may = [from, ...circle.map(({ state }) => state)].map(
    (state) => new Set(steps.from(state).map(({ action }) => model.fairness?.(action) ?? -1)),
  )
  return [...(may[0] ?? [])].every((one) => one < 0 || did.has(one) || may.some((some) => !some.has(one)))
}
