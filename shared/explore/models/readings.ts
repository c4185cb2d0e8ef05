import type { Model } from '../model.ts'

/** Cells of each agent, side by side, after the register. */
const PREFERS = 0
const ADOPTED = 1
const BUILT = 2
const DEAD = 3
const WIDTH = 4
/** Either way of reading what the task leaves open. */
const READINGS = 2

/** `alone`: each builds by its own. `look first`: it looks whether another has said what stands, and says so later. */
export type Settling = 'alone' | 'look first' | 'write once'

/**
 * Agents that read one task, each for itself, and build by one reading of what it leaves open; any may die. A register
 * that is written once makes them agree without waiting for anyone (Herlihy, Wait-free synchronization, 1991); one
 * that is looked at and then written does not. The first cell is the register, the last: deaths that may still be.
 */
export function readings(agents: number, settling: Settling, deaths: number): Model {
  const budget = 1 + WIDTH * agents
  return {
    name: `${agents} agents that read one task, ${settling}`,
    cells: budget + 1,
    sizes: [
      READINGS + 1,
      ...Array.from({ length: agents }, () => [READINGS + 1, READINGS + 1, 2, 2]).flat(),
      deaths + 1,
    ],
    initial: () => [[...new Array<number>(budget).fill(0), deaths]],
    expand(state, out) {
      for (let agent = 0; agent < agents; agent += 1) {
        const self = 1 + WIDTH * agent
        if (state[self + DEAD] === 1 || state[self + BUILT] === 1) continue
        const [prefers, adopted] = [state[self + PREFERS] as number, state[self + ADOPTED] as number]
        if (prefers === 0) {
          for (let reading = 1; reading <= READINGS; reading += 1) {
            out.set(self + PREFERS, reading)
            out.emit(4 * agent)
          }
        } else if (adopted === 0) {
          const stands = settling === 'alone' ? prefers : (state[0] as number) || prefers
          out.set(self + ADOPTED, stands)
          if (settling === 'write once') out.set(0, stands)
          out.emit(4 * agent + 1)
        } else {
          out.set(self + BUILT, 1)
          if (settling === 'look first') out.set(0, adopted)
          out.emit(4 * agent + 2)
        }
        if ((state[budget] as number) > 0) {
          out.set(self + DEAD, 1)
          out.set(budget, (state[budget] as number) - 1)
          out.emit(4 * agent + 3)
        }
      }
    },
    describe: (action) =>
      `${Math.floor(action / 4) + 1} ${['reads the task', 'settles on a reading', 'builds', 'dies'][action % 4]}`,
    owner: (action) => Math.floor(action / 4),
  }
}

/** What has been built, by the living or the dead, is built by one reading. */
export function oneReading(agents: number): (state: Int32Array) => boolean {
  const all = Array.from({ length: agents }, (_, agent) => 1 + WIDTH * agent)
  return (state) =>
    new Set(all.filter((self) => state[self + BUILT] === 1).map((self) => state[self + ADOPTED])).size < 2
}

/** At the end: all that live have built. */
export function allBuilt(agents: number): (state: Int32Array) => boolean {
  const all = Array.from({ length: agents }, (_, agent) => 1 + WIDTH * agent)
  return (state) => all.every((self) => state[self + BUILT] === 1 || state[self + DEAD] === 1)
}
