import { z } from 'zod'
import type { RehearsalResult } from '../rehearse/rehearsal.ts'
import { faultPlanSchema } from '../topology/faults.ts'

/**
 * How a window rehearses a drawing: `rehearse.start` answers at once with a rehearsal's id; `rehearse.progress` is
 * followed until an event whose phase is not `running`; then `rehearse.result` has its figures. `rehearse.cancel` ends
 * it early: the result is of the runs so far. A sample plays again by its seed, which needs no host: `replay` of
 * shared/rehearse/rehearsal. Old rehearsals are forgotten.
 */
export const rehearseSettingsSchema = z.strictObject({
  seed: z
    .number()
    .int()
    .min(0)
    .max(2 ** 32 - 1),
  runs: z.number().int().min(1).max(1_000_000),
  /** Null: those of the drawing. */
  faults: faultPlanSchema.nullable(),
})
export type RehearseSettings = z.infer<typeof rehearseSettingsSchema>

export interface RehearseProgress {
  readonly phase: 'running' | 'done' | 'failed'
  readonly done: number
  readonly runs: number
  readonly seconds: number
  /** One sentence when it failed. */
  readonly message: string
}

const rehearsalId = z.object({ rehearsal: z.string() })

export const rehearseMethods = {
  /** Refused with the places of what is wrong, as `run.start` does; `path` is for messages. */
  'rehearse.start': {
    params: z.object({ path: z.string(), text: z.string(), settings: rehearseSettingsSchema }),
    result: rehearsalId,
  },
  'rehearse.cancel': { params: rehearsalId, result: z.object({}) },
  /** Null while it goes on. */
  'rehearse.result': {
    params: rehearsalId,
    result: z.object({ result: z.custom<RehearsalResult>().nullable() }),
  },
} as const

export const rehearseTopics = { 'rehearse.progress': rehearsalId } as const

export interface RehearseTopics {
  /** How far it is, then each change; the last has another phase than `running`. */
  readonly 'rehearse.progress': {
    readonly params: { readonly rehearsal: string }
    readonly event: RehearseProgress
  }
}
