import type { Model } from '../model.ts'

const WORKING = 0
const PREPARED = 1
const COMMITTED = 2
const ABORTED = 3

/**
 * What any protocol that commits has to do, as in Lamport's TCommit.tla (TLA+ Examples; Gray and Lamport, Consensus on
 * Transaction Commit, 2006): resource managers that see each other's state. A cell for each. It has 3^n + 2^n - 1
 * states: nobody has committed, or everyone is prepared or committed.
 */
export function atomicCommit(managers: number): Model {
  return {
    name: `atomic commit, ${managers} resource managers`,
    cells: managers,
    sizes: new Array<number>(managers).fill(4),
    initial: () => [new Array<number>(managers).fill(WORKING)],
    expand(state, out) {
      let mayCommit = true
      let mayAbort = true
      for (let manager = 0; manager < managers; manager += 1) {
        if (state[manager] === WORKING || state[manager] === ABORTED) mayCommit = false
        if (state[manager] === COMMITTED) mayAbort = false
      }
      for (let manager = 0; manager < managers; manager += 1) {
        const now = state[manager]
        const become = (next: number): void => {
          out.set(manager, next)
          out.emit(3 * manager + next - 1)
        }
        if (now === WORKING) become(PREPARED)
        if (now === PREPARED && mayCommit) become(COMMITTED)
        if ((now === WORKING || now === PREPARED) && mayAbort) become(ABORTED)
      }
    },
    describe: (action) => `${ACTIONS[action % 3]}(${Math.floor(action / 3) + 1})`,
    symmetry: [{ blocks: Array.from({ length: managers }, (_, at) => [at]) }],
  }
}

const ACTIONS = ['Prepare', 'DecideC', 'DecideA']
