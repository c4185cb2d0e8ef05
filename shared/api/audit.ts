import { z } from 'zod'

/** An entry of the audit trail: what was decided, its place, and the hash of the entry before. */
export const auditEntrySchema = z.strictObject({
  seq: z.number().int(),
  /** SHA-256 of the text of the entry before; zeros at the first. */
  prev: z.string(),
  at: z.number(),
  type: z.enum(['decision', 'assignment', 'doubt', 'letter', 'trust', 'unsandboxed', 'allowed', 'revoked']),
  /** Who, as they call themselves, and the account of this machine that they did it from. */
  by: z.string(),
  account: z.string(),
  run: z.string().nullable(),
  ask: z.string().nullable(),
  node: z.string().nullable(),
  /** Digest of what was shown; after an edit, of what was made of it. */
  shown: z.string().nullable(),
  answer: z.string(),
  comment: z.string(),
  /** The record of the decision, in the payload store. */
  record: z.string().nullable(),
})
export type AuditEntry = z.infer<typeof auditEntrySchema>

export const auditCheckSchema = z.object({
  entries: z.number(),
  /** Hash of the newest entry. A copy of it, kept elsewhere, shows later whether the trail was written anew. */
  head: z.string(),
  /** Empty when the trail is whole. */
  problems: z.array(z.string()),
})
export type AuditCheck = z.infer<typeof auditCheckSchema>

/** A call of an agent's tool that a person has allowed once and for all, in one drawing. */
export const allowedCallSchema = z.object({
  /** Digest of all that makes it this call. */
  key: z.string(),
  path: z.string(),
  node: z.string(),
  tool: z.string(),
  /** As it would run; `{run}` and `{tree}` stand for the folders of the run. */
  argv: z.array(z.string()),
  by: z.string(),
  at: z.number(),
})
export type AllowedCall = z.infer<typeof allowedCallSchema>
