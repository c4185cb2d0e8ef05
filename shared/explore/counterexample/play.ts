import type { Model } from '../model.ts'

/** A way through a model that was really taken: `states` has one more than `actions`. */
export interface Played {
  readonly actions: readonly number[]
  readonly states: readonly Int32Array[]
}

export interface Successor {
  readonly action: number
  /** By which a trace file knows it; told apart from others of the same words in the same state. */
  readonly name: string
  readonly state: Int32Array
}

/** Steps of a model from any state; states that were looked at are remembered, since candidates share most of theirs. */
export class Steps {
  readonly model: Model
  private readonly known = new Map<string, readonly Successor[]>()

  constructor(model: Model) {
    this.model = model
  }

  from(state: Int32Array): readonly Successor[] {
    const key = state.join()
    const known = this.known.get(key)
    if (known !== undefined) return known
    const found: Successor[] = []
    const words = new Map<string, number>()
    let next = state.slice()
    this.model.expand(state.slice(), {
      set: (cell, value) => {
        next[cell] = value
      },
      emit: (action) => {
        const text = this.model.describe(action)
        const twins = words.get(text) ?? 0
        words.set(text, twins + 1)
        found.push({ action, name: twins === 0 ? text : `${text} (${twins + 1})`, state: next })
        next = state.slice()
      },
    })
    this.known.set(key, found)
    return found
  }

  initial(): Int32Array {
    return Int32Array.from(this.model.initial()[0] ?? [])
  }
}

/** A stretch in which only one thing can happen is walked through up to here. */
const FORCED_MAX = 500

/**
 * Plays a schedule, of actions or of their names, as far as it can be played: what cannot happen is left out, and where
 * only one thing can happen it does. Null when what was to be broken is not.
 */
export function play(
  steps: Steps,
  wanted: readonly (number | string)[],
  broken: (state: Int32Array) => boolean,
): Played | null {
  const actions: number[] = []
  const states = [steps.initial()]
  let forced = 0
  const take = ({ action, state }: Successor): void => {
    actions.push(action)
    states.push(state)
  }
  let at = 0
  while (!broken(states.at(-1) as Int32Array)) {
    const successors = steps.from(states.at(-1) as Int32Array)
    const want = wanted[at]
    const chosen = successors.find(({ action, name }) => action === want || name === want)
    const [only] = successors
    if (chosen !== undefined) {
      take(chosen)
      at += 1
    } else if (successors.length === 1 && only !== undefined && forced < FORCED_MAX) {
      take(only)
      forced += 1
    } else if (at < wanted.length) at += 1
    else return null
  }
  return { actions, states }
}
