import { extname } from 'node:path'
import process from 'node:process'
import type { CheckProgress, CheckSettings, KeptTrace } from '../../shared/api/check.ts'
import type { CheckResult } from '../../shared/explore/result.ts'
import { tracesBeside } from '../host/kept-traces.ts'
import { startTask, type TaskThread } from './task-thread.ts'

export interface CheckRequest {
  /** For messages, and for the traces that are kept beside the file; the text is what is checked. */
  readonly path: string
  readonly text: string
  readonly settings: CheckSettings
  readonly traces: readonly { readonly path: string; readonly text: string }[]
  /** The search's own tables may take so much; beyond, it ends *partial*. */
  readonly maxBytes: number
}

export interface CheckAnswer {
  readonly result: CheckResult
  /** What became of the kept traces, which are played first. */
  readonly kept: readonly KeptTrace[]
}

/** Of the memory that the machine still has, a search takes at most this part for its tables, and as much for the rest. */
const MEMORY_PART = 0.35
const LEAST_BYTES = 64 * 2 ** 20

/** A check in a thread of its own; what is cancelled answers with what it found so far. */
export function startCheck(
  request: Pick<CheckRequest, 'path' | 'text' | 'settings'>,
  progress: (progress: CheckProgress) => void,
): TaskThread<CheckAnswer> {
  const maxBytes = Math.max(LEAST_BYTES, Math.floor(process.availableMemory() * MEMORY_PART))
  const worker = new URL(`./check-worker${extname(import.meta.url)}`, import.meta.url)
  const whole: CheckRequest = { ...request, maxBytes, traces: tracesBeside(request.path) }
  return startTask(worker, whole, progress, { maxOldGenerationSizeMb: Math.ceil(maxBytes / 2 ** 20) })
}
