import { z } from 'zod'
import { type Checked, invalid, pathText, valid } from '../../topology/problem.ts'
import type { Counterexample, FaultBudget } from '../result.ts'

export const TRACE_VERSION = 1

const count = z.number().int().min(0)

/** What a check may assume: how many of each fault in one schedule, and when timers fire. */
const assumedSchema = z.strictObject({
  faults: z.strictObject({
    host: count,
    crash: count,
    error: count,
    wrong: count,
    drop: count,
    duplicate: count,
    reorder: count,
    cancel: count.optional(),
  }),
  timing: z.enum(['async', 'partial-sync']),
})

const traceSchema = z.strictObject({
  synodTrace: z.literal(TRACE_VERSION, `expected ${TRACE_VERSION}, the version of the trace format`),
  /** The drawing that it was found in: a file beside the trace, and the digest of its text then. */
  topology: z.strictObject({ file: z.string().min(1), name: z.string(), digest: z.string() }),
  property: z.string().min(1),
  sentence: z.string(),
  assumed: assumedSchema,
  /** Index of the last step after which success could still be reached. */
  pivot: count.nullable(),
  /** Of a run that never ends: index of the step after which what follows comes again and again. */
  loop: count.optional(),
  /** The first starts the run. An action is named by the ids of the drawing, so that a changed drawing can play it. */
  steps: z
    .array(
      z.strictObject({
        action: z.string(),
        words: z.string(),
        element: z.string().nullable(),
        fault: z.literal(true).optional(),
      }),
    )
    .min(1)
    .max(100_000),
})

/** A counterexample that is kept: `*.trace.json` beside its drawing. */
export type TraceFile = z.infer<typeof traceSchema>

export interface Assumed {
  readonly faults: FaultBudget
  readonly timing: 'async' | 'partial-sync'
}

export function traceOf(
  found: Counterexample,
  topology: TraceFile['topology'],
  { faults, timing }: Assumed,
): TraceFile {
  return {
    synodTrace: TRACE_VERSION,
    topology,
    property: found.property,
    sentence: found.sentence,
    assumed: { faults: { ...faults }, timing },
    pivot: found.pivot,
    ...(found.loop === undefined ? {} : { loop: found.loop }),
    steps: found.steps.map(({ action, words, element, fault }) => ({
      action,
      words,
      element,
      ...(fault ? { fault: true as const } : {}),
    })),
  }
}

export function formatTrace(trace: TraceFile): string {
  return `${JSON.stringify(trace, null, 2)}\n`
}

/** A trace from a file's text; every problem names its place. */
export function parseTrace(text: string): Checked<TraceFile> {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return invalid({ path: '', message: 'this is not JSON, so it is no trace' })
  }
  const parsed = traceSchema.safeParse(raw)
  if (parsed.success) return valid(parsed.data)
  return invalid(...parsed.error.issues.map(({ path, message }) => ({ path: pathText(path), message })))
}

/** `at most 1 deploy.acted` as a part of a file's name. */
export function slugOf(property: string): string {
  return property.replaceAll(/[^A-Za-z0-9]+/g, '-').replaceAll(/^-|-$/g, '') || 'trace'
}
