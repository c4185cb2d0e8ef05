import type { HazardRule } from '../rule.ts'
import { confusedDeputy, privilegeAccumulation } from './authority.ts'
import { cascadingFailure } from './cascading-failure.ts'
import { colludingJudge } from './colluding-judge.ts'
import { commitBlocking } from './commit-blocking.ts'
import { contextLoss } from './context-loss.ts'
import { decisionDivergence } from './decision-divergence.ts'
import { dirtyRead } from './dirty-read.ts'
import { fanOutExplosion } from './fan-out-explosion.ts'
import { injectionRelay } from './injection-relay.ts'
import { lethalTrifecta } from './lethal-trifecta.ts'
import { mergeLostWork } from './merge-lost-work.ts'
import { noClarification } from './no-clarification.ts'
import { twoGenerals, unreliableBroadcast } from './one-sided.ts'
import { orphanWork } from './orphan-work.ts'
import { partialCommit } from './partial-commit.ts'
import { prematureEnd } from './premature-end.ts'
import { boundedQueueDeadlock, unboundedQueue } from './queues.ts'
import { nondeterministicReplay, versionSkew } from './replay.ts'
import { retryStorm } from './retry-storm.ts'
import { singlePointOfFailure } from './single-point-of-failure.ts'

/** Load, outcomes, information flow and trust: the second half of the catalogue. */
export const ROWS_25_TO_48: readonly HazardRule[] = [
  retryStorm,
  cascadingFailure,
  unboundedQueue,
  boundedQueueDeadlock,
  fanOutExplosion,
  orphanWork,
  singlePointOfFailure,
  partialCommit,
  commitBlocking,
  dirtyRead,
  mergeLostWork,
  decisionDivergence,
  nondeterministicReplay,
  versionSkew,
  twoGenerals,
  unreliableBroadcast,
  lethalTrifecta,
  injectionRelay,
  confusedDeputy,
  colludingJudge,
  privilegeAccumulation,
  contextLoss,
  noClarification,
  prematureEnd,
]
