import { expect, test } from 'vitest'
import { search } from '../engine/search.ts'
import { naiveSearch } from '../testing/naive-search.ts'
import { allocator } from './allocator.ts'
import { atomicCommit } from './atomic-commit.ts'
import { chosen, type PaxosSize, paxos } from './paxos.ts'
import { registers } from './registers.ts'
import { termination } from './termination.ts'
import { twoPhase } from './two-phase.ts'

const TINY: PaxosSize = { acceptors: 3, values: 2, ballots: 2, quorum: 2 }

/** Distinct and generated states as the manifests of TLA+ Examples have them from TLC, for the sizes of its cfg files. */
test.each([
  ['TCommit', atomicCommit(3), 34, 94],
  ['TwoPhase', twoPhase(3), 288, 1146],
  ['MCPaxos', paxos({ acceptors: 1, values: 1, ballots: 2, quorum: 1 }), 25, 82],
  ['MCPaxosTiny', paxos(TINY), 3921, 23_563],
  ['SimpleAllocator', allocator(3, 2), 400, 1633],
  ['EWD840', termination(3), 302, 2001],
  ['SimpleRegular', registers(8), 277_726, 1_454_776],
] as const)('%s has as many states as TLC counts', (_name, model, distinct, generated) => {
  expect(search(model)).toMatchObject({ distinct, generated, frontier: 0 })
})

test.each([atomicCommit(4), registers(4), allocator(2, 2), termination(3), paxos({ ...TINY, values: 1 })])(
  '$name: counts are those of the naive search',
  (model) => {
    const naive = naiveSearch(model)
    const { distinct, generated, levels } = search(model, { keys: 'exact' })
    expect([distinct, generated, levels]).toEqual([naive.states.size, naive.generated, naive.levels])
  },
)

test('atomic commit has 3^n + 2^n - 1 states', () => {
  for (let n = 1; n <= 9; n += 1) expect(search(atomicCommit(n)).distinct).toBe(3 ** n + 2 ** n - 1)
})

/**
 * While the manager is undecided a resource manager works, is prepared with its message under way or received, or has
 * given up: 4 ways. Once it is committed, 2: prepared and committed. Once it is aborted, 6: the 4, and aborted with its
 * message under way or received. Each way is left by so many steps.
 */
test('two-phase commit has 6^n + 4^n + 2^n states, and as many steps as they have', () => {
  for (let n = 1; n <= 6; n += 1)
    expect(search(twoPhase(n))).toMatchObject({
      distinct: 6 ** n + 4 ** n + 2 ** n,
      generated: 2 + (n + 1) * 4 ** n + n * 2 ** n + 8 * n * 6 ** (n - 1),
    })
})

test('under symmetry it has as many as there are ways to share out n among 6, 4 and 2', () => {
  for (let n = 1; n <= 9; n += 1) {
    const shared = choose(n + 5, 5) + choose(n + 3, 3) + choose(n + 1, 1)
    expect(search(twoPhase(n), { symmetry: true }).distinct).toBe(shared)
  }
})

function choose(n: number, k: number): number {
  return k === 0 ? 1 : (choose(n - 1, k - 1) * n) / k
}

test('under symmetry atomic commit has as many states as there are ways to share out n among the states', () => {
  // Of three states without one that committed, or of two with one at least.
  for (let n = 1; n <= 12; n += 1)
    expect(search(atomicCommit(n), { symmetry: true }).distinct).toBe(((n + 1) * (n + 2)) / 2 + n)
})

function agreement(size: PaxosSize) {
  return { name: 'agreement', holds: (state: Int32Array) => chosen(size, state).size <= 1 }
}

test('Paxos agrees, and with quorums that need not meet it does not', () => {
  expect(search(paxos(TINY), { keys: 'exact', invariants: [agreement(TINY)] })).toMatchObject({
    coverage: 'proved within bounds',
    violations: [],
  })
  const loose = { ...TINY, quorum: 1 }
  const { violations } = search(paxos(loose), { invariants: [agreement(loose)] })
  expect(violations.map(({ invariant }) => invariant)).toEqual(['agreement'])
})

test('who detects termination is right', () => {
  const right = {
    name: 'right',
    holds: (state: Int32Array) => {
      const detected = state[8] === 0 && state[9] === 0 && state[4] === 0 && state[0] === 0
      return !detected || state.subarray(0, 4).every((active) => active === 0)
    },
  }
  expect(search(termination(4), { invariants: [right] }).violations).toEqual([])
})

test('the last of those who write before they read finds a 1', () => {
  const one = {
    name: 'one',
    holds: (state: Int32Array) =>
      state.subarray(0, 6).some((at) => at < 3) || state.subarray(6).some((read) => read === 1),
  }
  expect(search(registers(6), { invariants: [one], accepts: () => false }).violations).toEqual([])
})
