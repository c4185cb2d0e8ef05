import type { Model, Successors } from '../model.ts'

/** How many there are of each; a quorum is any set of `quorum` acceptors. */
export interface PaxosSize {
  readonly acceptors: number
  readonly values: number
  readonly ballots: number
  readonly quorum: number
}

/**
 * Paxos as in Lamport's Paxos.tla (TLA+ Examples; The Part-Time Parliament, 1998). Messages are a set that only grows.
 * Cells: for each acceptor the largest ballot it heard of and the one it voted in, each plus one, and its vote (0: none);
 * then for each ballot whether it was begun (1a), its value (2a; 0: none), and for each acceptor of each ballot what it
 * promised (1b; 0: nothing, else one more than its vote then) and whether it voted (2b).
 */
export function paxos(size: PaxosSize): Model {
  const { acceptors, values, ballots, quorum } = size
  const begun = 3 * acceptors
  const cells = begun + ballots * (2 + 2 * acceptors)
  const quorums = subsets(acceptors, quorum)
  const ballotAt = (ballot: number): number => begun + ballot * (2 + 2 * acceptors)

  /** For each quorum that has promised, each of its latest votes lets that value through; without votes any may be. */
  function propose(state: Int32Array, out: Successors, ballot: number): void {
    const at = ballotAt(ballot)
    for (let value = 1; value <= values; value += 1)
      for (const members of quorums) {
        let latest = 0
        let whole = true
        for (const member of members) {
          const promise = state[at + 2 + member] as number
          if (promise === 0) whole = false
          latest = Math.max(latest, Math.floor((promise - 1) / (values + 1)))
        }
        if (!whole) continue
        for (const member of latest === 0 ? [-1] : members) {
          const vote = latest * (values + 1) + value
          if (member >= 0 && state[at + 2 + member] !== vote + 1) continue
          out.set(at + 1, value)
          out.emit(4 * ballot + 1)
        }
      }
  }

  function answer(state: Int32Array, out: Successors, acceptor: number): void {
    const own = 3 * acceptor
    for (let ballot = 0; ballot < ballots; ballot += 1) {
      const at = ballotAt(ballot)
      if (state[at] === 1 && ballot + 1 > (state[own] as number)) {
        out.set(own, ballot + 1)
        const vote = (state[own + 1] as number) * (values + 1) + (state[own + 2] as number)
        out.set(at + 2 + acceptor, vote + 1)
        out.emit(4 * ballot + 2)
      }
      const value = state[at + 1] as number
      if (value === 0 || ballot + 1 < (state[own] as number)) continue
      out.set(own, ballot + 1)
      out.set(own + 1, ballot + 1)
      out.set(own + 2, value)
      out.set(at + 2 + acceptors + acceptor, 1)
      out.emit(4 * ballot + 3)
    }
  }

  return {
    name: `Paxos, ${acceptors} acceptors, ${values} values, ${ballots} ballots, quorums of ${quorum}`,
    cells,
    sizes: sizesOf(size),
    initial: () => [new Array<number>(cells).fill(0)],
    expand(state, out) {
      for (let ballot = 0; ballot < ballots; ballot += 1) {
        out.set(ballotAt(ballot), 1)
        out.emit(4 * ballot)
        if (state[ballotAt(ballot) + 1] === 0) propose(state, out, ballot)
      }
      for (let acceptor = 0; acceptor < acceptors; acceptor += 1) answer(state, out, acceptor)
    },
    describe: (action) => `${PHASES[action % 4]} of ballot ${Math.floor(action / 4)}`,
  }
}

const PHASES = ['1a', '2a', '1b', '2b']

function sizesOf({ acceptors, values, ballots }: PaxosSize): readonly number[] {
  const promises = (ballots + 1) * (values + 1) + 1
  const of = (count: number, sizes: readonly number[]): readonly number[] =>
    Array.from({ length: count }, () => sizes).flat()
  return [
    ...of(acceptors, [ballots + 1, ballots + 1, values + 1]),
    ...of(ballots, [2, values + 1, ...of(acceptors, [promises]), ...of(acceptors, [2])]),
  ]
}

/** Values that a quorum has voted for in one ballot. */
export function chosen({ acceptors, ballots, quorum }: PaxosSize, state: Int32Array): ReadonlySet<number> {
  const found = new Set<number>()
  for (let ballot = 0; ballot < ballots; ballot += 1) {
    const at = 3 * acceptors + ballot * (2 + 2 * acceptors)
    const voted = state.subarray(at + 2 + acceptors, at + 2 + 2 * acceptors)
    if (voted.reduce((sum, one) => sum + one, 0) >= quorum) found.add(state[at + 1] as number)
  }
  return found
}

function subsets(count: number, size: number): readonly (readonly number[])[] {
  const all = Array.from({ length: 1 << count }, (_, bits) =>
    Array.from({ length: count }, (__, at) => at).filter((at) => ((bits >> at) & 1) === 1),
  )
  return all.filter(({ length }) => length === size)
}
