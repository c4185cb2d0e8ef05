import type { Model, Successors } from '../model.ts'

const WORKING = 0
const PREPARED = 1
export const COMMITTED = 2
export const ABORTED = 3

const UNDECIDED = 0

/**
 * Two-phase commit as in Lamport's TwoPhase.tla (TLA+ Examples; Gray and Lamport, Consensus on Transaction Commit,
 * 2006): a manager and n resource managers. Messages are a set that only grows. Cells: three for each resource
 * manager, side by side: its state, whether the manager has its `Prepared`, whether it was sent; then the manager's
 * state, and whether `Commit` and `Abort` were sent.
 */
export function twoPhase(managers: number): Model {
  const tm = 3 * managers
  const commit = tm + 1
  const abort = tm + 2
  return {
    name: `two-phase commit, ${managers} resource managers`,
    cells: tm + 3,
    sizes: [...Array.from({ length: managers }, () => [4, 2, 2]).flat(), 3, 2, 2],
    initial: () => [new Array<number>(tm + 3).fill(0)],
    expand(state, out) {
      const undecided = state[tm] === UNDECIDED
      if (undecided) decide(state, out, managers)
      const committing = state[commit] === 1
      const aborting = state[abort] === 1
      for (let manager = 0; manager < managers; manager += 1) {
        const rm = 3 * manager
        const action = 2 + 5 * manager
        if (undecided && state[rm + 2] === 1) {
          out.set(rm + 1, 1)
          out.emit(action)
        }
        if (state[rm] === WORKING) {
          out.set(rm, PREPARED)
          out.set(rm + 2, 1)
          out.emit(action + 1)
          out.set(rm, ABORTED)
          out.emit(action + 2)
        }
        if (committing) {
          out.set(rm, COMMITTED)
          out.emit(action + 3)
        }
        if (aborting) {
          out.set(rm, ABORTED)
          out.emit(action + 4)
        }
      }
    },
    describe: (action) => {
      if (action < 2) return action === 0 ? 'TMCommit' : 'TMAbort'
      const manager = Math.floor((action - 2) / 5)
      return `${ACTIONS[(action - 2) % 5]}(${manager + 1})`
    },
    symmetry: [{ blocks: Array.from({ length: managers }, (_, at) => [3 * at, 3 * at + 1, 3 * at + 2]) }],
  }
}

const ACTIONS = ['TMRcvPrepared', 'RMPrepare', 'RMChooseToAbort', 'RMRcvCommitMsg', 'RMRcvAbortMsg']

function decide(state: Int32Array, out: Successors, managers: number): void {
  const tm = 3 * managers
  let all = true
  for (let manager = 0; manager < managers; manager += 1) if (state[3 * manager + 1] !== 1) all = false
  if (all) {
    out.set(tm, 1)
    out.set(tm + 1, 1)
    out.emit(0)
  }
  out.set(tm, 2)
  out.set(tm + 2, 1)
  out.emit(1)
}
