import type { Model, Successors } from '../model.ts'

const WORKING = 0
export const PREPARED = 1
export const COMMITTED = 2
export const ABORTED = 3

export type Recovery = 'none' | 'forgets' | 'durable'

const ACTIONS = ['prepares', 'gives up', 'learns of the commit', 'learns of the abort']

/**
 * Two-phase commit whose coordinator may die once, at any moment (Gray and Lamport, Consensus on Transaction Commit,
 * 2006): who has prepared can only wait for it. With `durable` it comes back with what it had written down; one that
 * `forgets` comes back undecided, and contradicts itself. Cells: the participants, then whether the coordinator lives,
 * has died before, what it has decided (0, 2 or 3), and which messages are sent.
 */
export function blockingCommit(participants: number, recovery: Recovery): Model {
  const alive = participants
  const died = alive + 1
  const decision = alive + 2
  const sentCommit = alive + 3
  const sentAbort = alive + 4
  const coordinate = (state: Int32Array, out: Successors): void => {
    const ready = state.subarray(0, participants).every((one) => one === PREPARED)
    if (state[decision] === 0 && ready) emit(out, 0, [decision, COMMITTED])
    if (state[decision] === 0) emit(out, 1, [decision, ABORTED])
    if (state[decision] === COMMITTED && state[sentCommit] === 0) emit(out, 2, [sentCommit, 1])
    if (state[decision] === ABORTED && state[sentAbort] === 0) emit(out, 3, [sentAbort, 1])
    if (state[died] === 0) emit(out, 4, [alive, 0], [died, 1])
  }
  return {
    name: `two-phase commit of ${participants}, whose coordinator dies: recovery ${recovery}`,
    cells: participants + 5,
    sizes: [...new Array<number>(participants).fill(4), 2, 2, 4, 2, 2],
    initial: () => [[...new Array<number>(participants).fill(WORKING), 1, 0, 0, 0, 0]],
    expand(state, out) {
      if (state[alive] === 1) coordinate(state, out)
      else if (recovery === 'durable') emit(out, 5, [alive, 1])
      else if (recovery === 'forgets') emit(out, 5, [alive, 1], [decision, 0])
      for (let self = 0; self < participants; self += 1) {
        const action = 6 + 4 * self
        if (state[self] === WORKING) {
          emit(out, action, [self, PREPARED])
          emit(out, action + 1, [self, ABORTED])
        }
        if (state[sentCommit] === 1 && state[self] === PREPARED) emit(out, action + 2, [self, COMMITTED])
        if (state[sentAbort] === 1 && (state[self] as number) < COMMITTED)
          emit(out, action + 3, [self, ABORTED])
      }
    },
    describe: (action) =>
      action < 6
        ? `the coordinator ${['commits', 'aborts', 'tells of the commit', 'tells of the abort', 'dies', 'is back'][action]}`
        : `participant ${Math.floor((action - 6) / 4) + 1} ${ACTIONS[(action - 6) % 4]}`,
    symmetry: [{ blocks: Array.from({ length: participants }, (_, at) => [at]) }],
    owner: (action) => (action < 6 ? 0 : 1 + Math.floor((action - 6) / 4)),
    // Deaths need not happen; all else goes on.
    fairness: (action) => (action === 4 ? -1 : action),
  }
}

function emit(out: Successors, action: number, ...changes: readonly (readonly [number, number])[]): void {
  for (const [cell, value] of changes) out.set(cell, value)
  out.emit(action)
}
