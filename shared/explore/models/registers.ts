import type { Model } from '../model.ts'

const FIRST = 0
const WRITTEN = 2
const DONE = 3

/**
 * Lamport's SimpleRegular.tla (TLA+ Examples; Teaching Concurrency, 2009): each of n processes writes 1 into a regular
 * register of its own, then reads its neighbour's, where a read beside a write may give the old value. Cells: for each
 * where it is, which tells what its register may be read as; then for each what it has read.
 */
export function registers(processes: number): Model {
  return {
    name: `${processes} regular registers`,
    cells: 2 * processes,
    sizes: Array.from({ length: 2 * processes }, (_, cell) => (cell < processes ? 4 : 2)),
    initial: () => [new Array<number>(2 * processes).fill(0)],
    expand(state, out) {
      let done = true
      for (let self = 0; self < processes; self += 1) {
        const at = state[self] as number
        if (at === DONE) continue
        done = false
        if (at < WRITTEN) {
          out.set(self, at + 1)
          out.emit(3 * self + at)
          continue
        }
        const neighbour = state[(self + processes - 1) % processes] as number
        for (let read = 0; read < 2; read += 1) {
          if (read === 0 ? neighbour >= WRITTEN : neighbour === FIRST) continue
          out.set(self, DONE)
          out.set(processes + self, read)
          out.emit(3 * self + WRITTEN)
        }
      }
      if (done) out.emit(3 * processes)
    },
    describe: (action) =>
      action === 3 * processes ? 'Terminating' : `${ACTIONS[action % 3]}(${Math.floor(action / 3)})`,
  }
}

const ACTIONS = ['a1', 'a2', 'b']
