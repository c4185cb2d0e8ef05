import { z } from 'zod'
import { idSchema } from './ids.ts'

const count = (most: number): z.ZodNumber => z.number().int().min(1).max(most)
const WEEK_MS = 604_800_000

/**
 * Whom a controller is for: nodes by name, the members of a group, all who use one model or one tool, or, where
 * nothing is said, the whole run.
 */
const scope = {
  id: idSchema,
  nodes: z.array(idSchema).min(1).max(1000).optional(),
  group: idSchema.optional(),
  model: z.string().min(1).max(200).optional(),
  tool: z.string().min(1).max(200).optional(),
}

/** Opens after so many failures in a row, and then lets nobody through until it has cooled down (Nygard, Release It!). */
const breakerSchema = z.strictObject({
  ...scope,
  type: z.literal('breaker'),
  failures: count(1000).default(5),
  cooldown_ms: count(WEEK_MS).default(30_000),
  /** What is tried at once when it has cooled down. */
  probes: count(64).default(1),
  /** While it is open, what would begin fails at once, or waits. */
  open: z.enum(['refuse', 'wait']).default('refuse'),
})

/** So many effects at once. */
const bulkheadSchema = z.strictObject({ ...scope, type: z.literal('bulkhead'), at_once: count(10_000) })

/** So many begun in a window that opens with the first. */
const rateSchema = z.strictObject({
  ...scope,
  type: z.literal('rate'),
  starts: count(100_000),
  per_ms: count(WEEK_MS),
})

/** What may be used up; then nothing more begins. */
const budgetSchema = z
  .strictObject({
    ...scope,
    type: z.literal('budget'),
    tokens: count(1_000_000_000).optional(),
    usd: z.number().min(0.000_001).max(100_000).optional(),
    /** Effects begun, further attempts included. */
    steps: count(10_000_000).optional(),
    /** Further attempts in all. */
    retries: z.number().int().min(0).max(1_000_000).optional(),
    /** Wall time from the first effect. */
    wall_ms: count(52 * WEEK_MS).optional(),
  })
  .refine(
    ({ tokens, usd, steps, retries, wall_ms }) =>
      [tokens, usd, steps, retries, wall_ms].some((limit) => limit !== undefined),
    { message: 'a budget limits something: tokens, usd, steps, retries or wall_ms' },
  )

export const controllerSchema = z.discriminatedUnion('type', [
  breakerSchema,
  bulkheadSchema,
  rateSchema,
  budgetSchema,
])

/** Who starts again when a member fails (Armstrong, Making reliable distributed systems, 2003, ch. 5). */
const restartSchema = z.strictObject({
  strategy: z.enum(['one-for-one', 'all-for-one', 'rest-for-one']).default('one-for-one'),
  /** More restarts than this within `within_ms` and the failure goes on to the run. */
  most: count(1000).default(3),
  within_ms: count(WEEK_MS).default(60_000),
  backoff_ms: z.number().int().min(0).max(3_600_000).default(0),
})

/** What takes back a member's work, when a later member fails (Garcia-Molina and Salem, Sagas, 1987). */
const sagaSchema = z.strictObject({
  /** Member to the node that takes its work back. */
  undo: z.record(idSchema, idSchema),
})

export const groupSchema = z.strictObject({
  id: idSchema,
  name: z.string().max(200).optional(),
  members: z.array(idSchema).min(1).max(1000),
  restart: restartSchema.optional(),
  saga: sagaSchema.optional(),
})

export type ControllerSpec = z.infer<typeof controllerSchema>
export type GroupSpec = z.infer<typeof groupSchema>
