import { z } from 'zod'
import { idSchema } from '../../topology/ids.ts'

export const mapSchema = z.strictObject({
  /** Id of one of the drawing's own topologies: what is done with each item. */
  of: idSchema,
  /** Where the list stands in the message. */
  over: z.string().min(1).max(200).default('items'),
  /** Items at once: as many lanes of the body are made. */
  concurrency: z.number().int().min(1).max(64).default(4),
  /** A failed item fails the message, or is collected with the results. */
  failed: z.enum(['fail', 'collect']).default('fail'),
  /** The field that carries the results on. */
  as: idSchema.default('results'),
  /** Set when the drawing is compiled: the name of its items in activations. */
  scope: z.string().optional(),
})
export type MapConfig = z.infer<typeof mapSchema>

export function lanePort(lane: number): string {
  return `lane${lane}`
}

/** The ports to and from the lanes. */
export const BACK = 'back'
export const FAILED = 'failed'
