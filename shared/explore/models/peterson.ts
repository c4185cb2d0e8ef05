import type { Model } from '../model.ts'

const IDLE = 0
const HALFWAY = 1
const WAITING = 2
export const CRITICAL = 3

const TURN = 4

/**
 * Peterson's mutual exclusion (Myths about the mutual exclusion problem, 1981). Cells: for both processes where each
 * is, for both whether it wants in, and whose turn it is. `turn first` writes the two the wrong way round.
 */
export function peterson(order: 'flag first' | 'turn first'): Model {
  return {
    name: `Peterson's mutual exclusion, ${order}`,
    cells: 5,
    sizes: [4, 4, 2, 2, 2],
    initial: () => [[0, 0, 0, 0, 0]],
    expand(state, out) {
      for (let self = 0; self < 2; self += 1) {
        const other = 1 - self
        const raisesFlag = (state[self] === IDLE) === (order === 'flag first')
        if (state[self] === IDLE || state[self] === HALFWAY) {
          if (raisesFlag) out.set(2 + self, 1)
          else out.set(TURN, other)
          out.set(self, state[self] === IDLE ? HALFWAY : WAITING)
          out.emit(4 * self + (state[self] as number))
        } else if (state[self] === CRITICAL) {
          out.set(self, IDLE)
          out.set(2 + self, 0)
          out.emit(4 * self + 3)
        } else if (state[2 + other] === 0 || state[TURN] === self) {
          out.set(self, CRITICAL)
          out.emit(4 * self + 2)
        }
      }
    },
    describe: (action) => `${action < 4 ? 'first' : 'second'}: ${ACTIONS[action % 4]}`,
    owner: (action) => Math.floor(action / 4),
    // Nobody has to want in again; who does gets there.
    fairness: (action) => (action % 4 === 0 ? -1 : Math.floor(action / 4)),
  }
}

const ACTIONS = ['wants in', 'gives way', 'enters', 'leaves']
