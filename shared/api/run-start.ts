import { z } from 'zod'
import { faultPlanSchema } from '../topology/faults.ts'

/** Faults that are injected into a real run; null are those of the drawing. The same seed, the same faults. */
const chaosSchema = z.object({
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1),
  faults: faultPlanSchema.nullable(),
})

export const runStartSchema = z.object({
  path: z.string(),
  text: z.string(),
  input: z.record(z.string(), z.unknown()),
  /** The digest of the trust list that the person has read and accepted. */
  trust: z.string().nullable(),
  /** Commands run without a sandbox only when a person said so for this run. */
  unsandboxed: z.boolean(),
  approve: z.enum(['ask', 'auto', 'deny']),
  paused: z.boolean().optional(),
  chaos: chaosSchema.optional(),
})
