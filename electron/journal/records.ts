import { z } from 'zod'
import { runStatusSchema } from '../../shared/api/contract.ts'
import { faultPlanSchema } from '../../shared/topology/faults.ts'
import type { RunProgress, RunRecord, RunSnapshot } from '../drivers/seams.ts'
import { damaged } from './journal-error.ts'

/** What is read back of a run as a whole is checked: it decides how everything else is taken. */
const recordSchema = z.object({
  run: z.string(),
  name: z.string(),
  path: z.string(),
  digest: z.string(),
  text: z.string(),
  input: z.record(z.string(), z.unknown()),
  settings: z.object({
    approve: z.enum(['ask', 'auto', 'deny']),
    unsandboxed: z.boolean(),
    models: z.record(z.string(), z.string()),
    chaos: z.object({ seed: z.number(), faults: faultPlanSchema }).optional(),
  }),
  startedAt: z.number(),
  stateVersions: z.record(z.string(), z.number()),
})

const progressSchema = z.object({
  status: runStatusSchema,
  endedAt: z.number().nullable(),
  message: z.string(),
  tokens: z.number(),
  costUsd: z.number(),
})

/** Of cells only that they are there: each kind migrates its own. */
const snapshotSchema = z.object({
  seq: z.number(),
  cells: z.array(z.looseObject({ type: z.string() })),
  identity: z.looseObject({ seq: z.number(), components: z.array(z.unknown()) }),
})

export function readRecord(text: string, run: string): RunRecord {
  return read(recordSchema, text, `the record of run ${run}`)
}

export function readProgress(text: string, run: string): RunProgress {
  return read(progressSchema, text, `the progress of run ${run}`)
}

export function readSnapshot(text: string, run: string): RunSnapshot {
  return read(snapshotSchema, text, `the snapshot of run ${run}`) as unknown as RunSnapshot
}

export function readJson(text: string, what: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    throw damaged(`${what} is not JSON`, error)
  }
}

function read<T>(schema: z.ZodType<T>, text: string, what: string): T {
  const parsed = schema.safeParse(readJson(text, what))
  if (!parsed.success) {
    const issue = parsed.error.issues[0]
    throw damaged(`${what} has a wrong ${issue?.path.join('.')} (${issue?.message})`)
  }
  return parsed.data
}
