import { effectTwins } from './effects.ts'
import { loadTwins } from './load.ts'
import { outcomeTwins } from './outcomes.ts'
import { storeTwins } from './stores.ts'
import { trustTwins } from './trust.ts'
import type { Twin } from './twins.ts'
import { unheardTwins } from './unheard.ts'
import { voteTwins } from './votes.ts'
import { waitingTwins } from './waiting.ts'

/** Every twin, by the row of its rule. */
export const TWINS: readonly Twin[] = [
  ...storeTwins,
  ...waitingTwins,
  ...loadTwins,
  ...outcomeTwins,
  ...trustTwins,
  ...effectTwins,
  ...voteTwins,
  // Further forms of what stands above.
  ...unheardTwins,
]
