import type { HazardRule } from '../rule.ts'
import { expiredLease } from './expired-lease.ts'
import { lostUpdate } from './lost-update.ts'
import { staleRead } from './stale-read.ts'
import { starvation } from './starvation.ts'
import { writeSkew } from './write-skew.ts'

/** Every rule, by its row. A new one is a file here, a line in this list and a page in docs/hazards. */
export const HAZARD_RULES: readonly HazardRule[] = [
  lostUpdate,
  writeSkew,
  staleRead,
  expiredLease,
  starvation,
]
