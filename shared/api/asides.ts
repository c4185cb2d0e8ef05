import { z } from 'zod'

/** What a failure detector holds of a begun attempt: how unlikely its silence is, as -log10, and how long that is. */
export const suspicionSchema = z.object({ phi: z.number(), silent_ms: z.number() })

/** What a probe said of an effect in doubt, with what it saw. */
export const probeSaidSchema = z.object({
  answer: z.enum(['happened', 'not-happened', 'unknown']),
  evidence: z.string(),
})
export type ProbeSaid = z.infer<typeof probeSaidSchema>
