import type { Steps } from './play.ts'

/** What is looked for beyond this many states, from all points together, is not known. */
const STATES_MAX = 20_000

/**
 * Index of the last step after which a good end could still be reached, 0 being the state before the first; -1 when
 * it never could, null when that was not found out. What can be reached later can be reached earlier, so the place is
 * found by halving.
 */
export function lastHope(
  steps: Steps,
  states: readonly Int32Array[],
  isGood: (state: Int32Array) => boolean,
  isFault: (action: number) => boolean,
): number | null {
  let hopeful = -1
  let lost = states.length
  const budget = { left: STATES_MAX }
  while (lost - hopeful > 1) {
    const middle = (hopeful + lost) >> 1
    const reached = reaches(steps, states[middle] as Int32Array, isGood, isFault, budget)
    if (reached === null) return null
    if (reached) hopeful = middle
    else lost = middle
  }
  return hopeful
}

/** Depth first, without faults: an end is near whichever way is taken, if it can be had at all. */
function reaches(
  steps: Steps,
  from: Int32Array,
  isGood: (state: Int32Array) => boolean,
  isFault: (action: number) => boolean,
  budget: { left: number },
): boolean | null {
  const seen = new Set([from.join()])
  const open = [from]
  for (let state = open.pop(); state !== undefined; state = open.pop()) {
    if (isGood(state)) return true
    for (const { action, state: next } of steps.from(state)) {
      const key = next.join()
      if (isFault(action) || seen.has(key)) continue
      if (budget.left <= 0) return null
      budget.left -= 1
      seen.add(key)
      open.push(next)
    }
  }
  return false
}
