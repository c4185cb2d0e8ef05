import type { Twin } from '../twins.ts'
import { effectTeams } from './effects.ts'
import { repoTeams } from './repos.ts'
import { storeTeams } from './stores.ts'
import { waitingTeams } from './waiting.ts'

/** Teams of 8 to 12 nodes as people draw them, each with one hazard, and the same repaired. */
export const TEAMS: readonly Twin[] = [...storeTeams, ...waitingTeams, ...effectTeams, ...repoTeams]
