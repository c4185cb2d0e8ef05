import type { Invariant, Model } from '../model.ts'

export interface NaiveStep {
  readonly action: number
  readonly state: readonly number[]
}

export interface Naive {
  readonly states: ReadonlyMap<string, readonly number[]>
  readonly generated: number
  readonly levels: readonly number[]
  /** Steps to the nearest state that breaks each invariant; null where none does. */
  readonly broken: readonly (number | null)[]
  /** Steps to the nearest state without a successor. */
  readonly deadlock: number | null
}

/** The search as one would write it first, to measure the engine against: no hashing, no reduction. */
export function naiveSearch(model: Model, invariants: readonly Invariant[] = []): Naive {
  const states = new Map<string, readonly number[]>()
  const levels: number[] = []
  const broken: (number | null)[] = invariants.map(() => null)
  let deadlock: number | null = null
  let level: (readonly number[])[] = [...model.initial()]
  let generated = level.length
  while (level.length > 0) {
    const fresh = level.filter((state) => {
      const known = states.has(state.join())
      states.set(state.join(), state)
      return !known
    })
    if (fresh.length === 0) break
    level = []
    for (const state of fresh) {
      for (const [at, { holds }] of invariants.entries())
        if (!holds(Int32Array.from(state))) broken[at] ??= levels.length
      const steps = stepsOf(model, state)
      if (steps.length === 0) deadlock ??= levels.length
      generated += steps.length
      level.push(...steps.map((step) => step.state))
    }
    levels.push(fresh.length)
  }
  return { states, generated, levels, broken, deadlock }
}

export function stepsOf(model: Model, state: readonly number[]): readonly NaiveStep[] {
  const steps: NaiveStep[] = []
  let next = [...state]
  model.expand(Int32Array.from(state), {
    set: (cell, value) => {
      next[cell] = value
    },
    emit: (action) => {
      steps.push({ action, state: next })
      next = [...state]
    },
  })
  return steps
}
