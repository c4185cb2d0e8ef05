import { storeTwins } from './stores.ts'
import type { Twin } from './twins.ts'
import { waitingTwins } from './waiting.ts'

/** Every twin, by the row of its rule. */
export const TWINS: readonly Twin[] = [...storeTwins, ...waitingTwins]
