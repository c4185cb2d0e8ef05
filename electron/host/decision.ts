import { z } from 'zod'
import type { Json, Payload, Ref } from '../../shared/topology/payload.ts'
import type { PayloadStore } from '../drivers/seams.ts'
import { resolvePayload } from '../effects/resolve.ts'

/**
 * The record of a decision, as it travels on with the message and stands in the audit trail. `digest` is of what was
 * decided on: after an edit of what was made, and `before` of what was shown.
 */
const decisionSchema = z.object({
  decision: z.string(),
  by: z.string(),
  account: z.string().default(''),
  comment: z.string().default(''),
  at: z.number().default(0),
  digest: z.string().default(''),
  question: z.string().default(''),
  edited: z.boolean().optional(),
  before: z.string().optional(),
  from: z.string().optional(),
  to: z.string().optional(),
})
export type Decision = z.infer<typeof decisionSchema>

export function putDecision(decision: Decision, payloads: PayloadStore): Ref {
  return payloads.put(decision as unknown as Json)
}

/** What a record says, as people are shown it; a record of an older Synod, or none, leaves out what it does not say. */
export function readDecision(
  record: Payload | undefined,
  payloads: Pick<PayloadStore, 'get'>,
): Decision & { readonly answer: string } {
  const parsed = decisionSchema.safeParse(record === undefined ? {} : resolvePayload(record, payloads))
  const decision = parsed.success ? parsed.data : decisionSchema.parse({ decision: '', by: '' })
  return { ...decision, answer: decision.edited === true ? 'edit' : decision.decision }
}
