import type { Model } from '../model.ts'

/** Cells of each process, side by side. */
const HAS = 0
const RELAYED = 1
const DELIVERED = 2
const DEAD = 3
const WIDTH = 4

/**
 * A broadcast of one message from the first process to all, over channels that lose nothing, by processes that may
 * die (Hadzilacos and Toueg, A modular approach to fault-tolerant broadcasts, 1994; the wrong order is that of
 * ACP_NB_WRONG in the TLA+ Examples). Each sends to one after the other and may die in between. `act first` delivers
 * before it has relayed to all, and so acts on what others may never hear of. The last cell: deaths that may still be.
 */
export function broadcast(processes: number, order: 'act first' | 'relay first', deaths: number): Model {
  const budget = WIDTH * processes
  return {
    name: `broadcast to ${processes}, ${order}`,
    cells: budget + 1,
    sizes: [...Array.from({ length: processes }, () => [2, processes + 1, 2, 2]).flat(), deaths + 1],
    initial: () => [[1, ...new Array<number>(budget - 1).fill(0), deaths]],
    expand(state, out) {
      for (let member = 0; member < processes; member += 1) {
        const self = WIDTH * member
        if (state[self + DEAD] === 1) continue
        const relayed = state[self + RELAYED] as number
        const delivered = state[self + DELIVERED] === 1
        if (state[self + HAS] === 1 && relayed < processes && (delivered || order === 'relay first')) {
          out.set(WIDTH * relayed + HAS, 1)
          out.set(self + RELAYED, relayed + 1)
          out.emit(3 * member)
        }
        if (state[self + HAS] === 1 && !delivered && (relayed === processes || order === 'act first')) {
          out.set(self + DELIVERED, 1)
          out.emit(3 * member + 1)
        }
        if ((state[budget] as number) > 0) {
          out.set(self + DEAD, 1)
          out.set(budget, (state[budget] as number) - 1)
          out.emit(3 * member + 2)
        }
      }
    },
    describe: (action) => `${Math.floor(action / 3) + 1} ${['relays', 'delivers', 'dies'][action % 3]}`,
    owner: (action) => Math.floor(action / 3),
  }
}

/** At the end: if anyone has delivered, living or dead, all that live have. */
export function allOrNone(processes: number): (state: Int32Array) => boolean {
  const all = Array.from({ length: processes }, (_, member) => WIDTH * member)
  return (state) =>
    all.every((self) => state[self + DELIVERED] === 0) ||
    all.every((self) => state[self + DELIVERED] === 1 || state[self + DEAD] === 1)
}
