import type { Twin } from './twins.ts'

/** Every twin, by the row of its rule. */
export const TWINS: readonly Twin[] = []
