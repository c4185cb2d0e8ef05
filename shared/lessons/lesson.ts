import { z } from 'zod'
import { checkSettingsSchema } from '../explore/settings.ts'
import { idSchema } from '../topology/ids.ts'

const sentence = z.string().min(1).max(2000)

/**
 * A lesson: a broken drawing that a person watches fail and repairs. It lies in `lessons/<id>/lesson.json`, beside
 * `broken.synod.json` and `repaired.synod.json`, one way out of several.
 */
export const lessonSchema = z.strictObject({
  id: z.string().regex(/^[a-z][a-z0-9-]{0,63}$/),
  /** Its place in the list, from 1. */
  order: z.number().int().min(1),
  title: sentence,
  /** What goes wrong, as the literature calls it. */
  topic: sentence,
  minutes: z.number().int().min(1).max(60),
  /** The hazard's rule, which has a help page of the same name. */
  rule: z.string().min(1),
  /** What this team does. */
  team: sentence,
  /** What to look for when it fails. */
  watch: sentence,
  /** What the drawing is checked with; a check with less does not count. */
  settings: checkSettingsSchema,
  /** Ids of the properties that the broken drawing violates and that must hold in the end. */
  goal: z.array(z.string().min(1)).min(1),
  /** Goals that a repair may leave with nothing to speak of: who does one thing less can do it no longer twice. */
  gone: z.array(z.string().min(1)).optional(),
  /** What makes the team this team: who takes the work out has repaired nothing. */
  keep: z.strictObject({
    nodes: z.array(z.strictObject({ id: idSchema, kind: z.string().min(1) })),
    /** What must still be able to happen when nothing fails, in the words of properties: `deploy.acted`. */
    reach: z.array(z.string().min(1)),
    /** Ids of properties that the broken drawing keeps, and a repair must keep as well. */
    holds: z.array(z.string().min(1)).optional(),
  }),
  /** From a nudge to nearly the answer. */
  hints: z.array(sentence).min(2),
  /** The theory in plain words, a paragraph each. */
  why: z.array(sentence).min(1),
  sources: z.array(z.strictObject({ text: sentence, url: z.url().optional() })).min(1),
})
export type Lesson = z.infer<typeof lessonSchema>
