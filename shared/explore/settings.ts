import { z } from 'zod'

const faults = z.number().int().min(0).max(9)

const seed = z
  .number()
  .int()
  .min(0)
  .max(2 ** 31 - 1)

export const checkSettingsSchema = z.strictObject({
  /** How many of each fault one schedule may have. */
  faults: z.strictObject({
    host: faults,
    crash: faults,
    error: faults,
    wrong: faults,
    drop: faults,
    duplicate: faults,
    reorder: faults,
    cancel: faults.optional(),
  }),
  timing: z.enum(['async', 'partial-sync']),
  /** The search stops, *partial*, at so many distinct states. */
  maxStates: z.number().int().min(1).max(100_000_000),
  /** Whole states are compared, not fingerprints: nothing can be left out, and it takes more memory. */
  exact: z.boolean(),
  /** Schedules are drawn instead, where there are too many states to look at; the answer is *sampled*. */
  sample: z
    .strictObject({
      schedules: z.number().int().min(1).max(10_000_000),
      seed,
      /** Ordering constraints of a bug that is looked for (PCT); null draws each step evenly. */
      depth: z.number().int().min(1).max(20).nullable(),
    })
    .optional(),
  /**
   * So many depth-first searches that remember a state by three bits, each in an order of its own, look instead: they
   * find what lies deep; the answer is *sampled*. It goes before `sample`.
   */
  swarm: z.strictObject({ members: z.number().int().min(1).max(10_000), seed }).optional(),
})
export type CheckSettings = z.infer<typeof checkSettingsSchema>
