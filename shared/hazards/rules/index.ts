import type { HazardRule } from '../rule.ts'
import { deadlock, lockOrder } from './deadlock.ts'
import { doubleEffect } from './double-effect.ts'
import { expiredLease } from './expired-lease.ts'
import { falseSuspicion } from './false-suspicion.ts'
import { gateBypass } from './gate-bypass.ts'
import { lostMessage } from './lost-message.ts'
import { lostUpdate } from './lost-update.ts'
import { commonModeVote, misreadMajority } from './misread.ts'
import { pingPong } from './ping-pong.ts'
import { quorumSplit, quorumUnreachable } from './quorum.ts'
import { reordering } from './reordering.ts'
import { ROWS_25_TO_48 } from './rows-25-to-48.ts'
import { selfVerification } from './self-verification.ts'
import { splitBrain } from './split-brain.ts'
import { staleApproval } from './stale-approval.ts'
import { staleRead } from './stale-read.ts'
import { starvation } from './starvation.ts'
import { unboundedLoop } from './unbounded-loop.ts'
import { unmetJoin } from './unmet-join.ts'
import { unrecordedEffect } from './unrecorded-effect.ts'
import { unverifiedEffect } from './unverified-effect.ts'
import { writeSkew } from './write-skew.ts'

/** Every rule, by its row. A new one is a file here, a line in this list and a page in docs/hazards. */
export const HAZARD_RULES: readonly HazardRule[] = [
  deadlock,
  lockOrder,
  unmetJoin,
  lostUpdate,
  writeSkew,
  staleRead,
  doubleEffect,
  unrecordedEffect,
  lostMessage,
  reordering,
  splitBrain,
  expiredLease,
  falseSuspicion,
  quorumUnreachable,
  quorumSplit,
  misreadMajority,
  commonModeVote,
  gateBypass,
  staleApproval,
  selfVerification,
  unverifiedEffect,
  unboundedLoop,
  pingPong,
  starvation,
  ...ROWS_25_TO_48,
]
