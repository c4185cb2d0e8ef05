import type { HazardRule } from '../rule.ts'

/** Every rule, by its row. A new one is a file here, a line in this list and a page in docs/hazards. */
export const HAZARD_RULES: readonly HazardRule[] = []
