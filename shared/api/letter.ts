import { z } from 'zod'

/** A message that nobody could take. */
export const letterSchema = z.object({
  run: z.string(),
  /** `EDGE:DIGEST`, by its content: two that are alike are one another's equals. */
  letter: z.string(),
  /** The drawn edge that it lies on. */
  edge: z.string(),
  from: z.string(),
  to: z.string(),
  toName: z.string(),
  /** `failed` waits for a person; the others were refused or dropped by a full queue, or are not delivered twice. */
  reason: z.enum(['rejected', 'dropped', 'failed', 'abandoned']),
  error: z.string().nullable(),
  at: z.number(),
  /** How often it had been sent. */
  attempt: z.number(),
  activation: z.string(),
  /** The fields that a person may change, with their values. */
  content: z.record(z.string(), z.unknown()),
  /** Names of the fields that stay as they are: states of a repository, approvals, what is too large. */
  fixed: z.array(z.string()),
  /** The run goes on, so that it may be settled. */
  open: z.boolean(),
})
export type Letter = z.infer<typeof letterSchema>
