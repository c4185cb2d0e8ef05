import { extname } from 'node:path'
import type { RehearseProgress, RehearseSettings } from '../../shared/api/rehearse.ts'
import type { RehearsalResult } from '../../shared/rehearse/rehearsal.ts'
import { startTask, type TaskThread } from './task-thread.ts'

export interface RehearseRequest {
  /** For messages; the text is what is rehearsed. */
  readonly path: string
  readonly text: string
  readonly settings: RehearseSettings
}

/** A rehearsal in a thread of its own; what is cancelled answers for the runs so far. */
export function startRehearsal(
  request: RehearseRequest,
  progress: (progress: RehearseProgress) => void,
): TaskThread<RehearsalResult> {
  const worker = new URL(`./rehearse-worker${extname(import.meta.url)}`, import.meta.url)
  return startTask(worker, request, progress)
}
