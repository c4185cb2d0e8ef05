import { z } from 'zod'
import type { CheckResult, Counterexample } from '../explore/result.ts'
import { type CheckSettings, checkSettingsSchema } from '../explore/settings.ts'

export type { CheckSettings }

/** What a check says while it goes on. `depth` is the deepest level that is complete. */
export interface CheckProgress {
  readonly phase: 'running' | 'done' | 'failed'
  readonly states: number
  readonly generated: number
  readonly depth: number
  readonly frontier: number
  readonly seconds: number
  /** One sentence when it failed. */
  readonly message: string
}

/** What became of a trace that is kept beside the drawing (`*.trace.json`). */
export interface KeptTrace {
  readonly path: string
  readonly property: string
  /** `holds`: played as far as it goes, it breaks nothing any more. `unknown`: the drawing has no such property. */
  readonly verdict: 'broken' | 'holds' | 'unknown' | 'unreadable'
  /** One sentence. */
  readonly message: string
  readonly counterexample: Counterexample | null
}

const checkId = z.object({ check: z.string() })

/**
 * How a window checks a drawing: `check.start` answers at once with a check's id; `check.progress` is followed until an
 * event whose phase is not `running`; then `check.result` has all that was found. `check.cancel` ends the search early,
 * and its result is what was found so far, marked *partial*. A check that is followed and asked for by nobody is
 * forgotten after the next few.
 */
export const checkMethods = {
  /** Refused with the places of what is wrong, as `run.start` does. `path` is for messages and for traces beside the file. */
  'check.start': {
    params: z.object({ path: z.string(), text: z.string(), settings: checkSettingsSchema }),
    result: checkId,
  },
  'check.cancel': { params: checkId, result: z.object({}) },
  /**
   * Null while the check goes on. Counterexamples play as runs do: `recordedOf` of shared/explore/counterexample. `kept`
   * are the traces beside the drawing, which are played first.
   */
  'check.result': {
    params: checkId,
    result: z.object({
      result: z.custom<CheckResult>().nullable(),
      kept: z.array(z.custom<KeptTrace>()).optional(),
    }),
  },
  /** Keeps what breaks a property in a file beside the drawing; later checks play it first. */
  'check.keep': {
    params: checkId.extend({ property: z.string() }),
    result: z.object({ path: z.string() }),
  },
} as const
