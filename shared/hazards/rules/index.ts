import type { HazardRule } from '../rule.ts'
import { deadlock, lockOrder } from './deadlock.ts'
import { expiredLease } from './expired-lease.ts'
import { lostMessage } from './lost-message.ts'
import { lostUpdate } from './lost-update.ts'
import { reordering } from './reordering.ts'
import { ROWS_25_TO_48 } from './rows-25-to-48.ts'
import { staleRead } from './stale-read.ts'
import { starvation } from './starvation.ts'
import { unmetJoin } from './unmet-join.ts'
import { writeSkew } from './write-skew.ts'

/** Every rule, by its row. A new one is a file here, a line in this list and a page in docs/hazards. */
export const HAZARD_RULES: readonly HazardRule[] = [
  deadlock,
  lockOrder,
  unmetJoin,
  lostUpdate,
  writeSkew,
  staleRead,
  lostMessage,
  reordering,
  expiredLease,
  starvation,
  ...ROWS_25_TO_48,
]
