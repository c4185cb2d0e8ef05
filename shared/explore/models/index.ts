import type { Model } from '../model.ts'
import { allocator } from './allocator.ts'
import { atomicCommit } from './atomic-commit.ts'
import { paxos } from './paxos.ts'
import { philosophers } from './philosophers.ts'
import { registers } from './registers.ts'
import { termination } from './termination.ts'
import { twoPhase } from './two-phase.ts'

/** Models of one size each, by name, for whoever can only be told a name: another thread, a command line. */
const SIZED: ReadonlyMap<string, (n: number) => Model> = new Map([
  ['twophase', twoPhase],
  ['philosophers', (n: number) => philosophers(n, 'ordered')],
  ['tcommit', atomicCommit],
  // As small as the published ones: three acceptors and two values, two resources.
  ['paxos', (ballots: number) => paxos({ acceptors: 3, values: 2, ballots, quorum: 2 })],
  ['allocator', (clients: number) => allocator(clients, 2)],
  ['registers', registers],
  ['ewd840', termination],
])

export interface Named {
  readonly model: string
  readonly n: number
}

/** Throws where there is no such model. */
export function namedModel({ model, n }: Named): Model {
  const make = SIZED.get(model)
  if (make === undefined) throw new Error(`no model ${model}: expected ${[...SIZED.keys()].join(' or ')}`)
  return make(n)
}
