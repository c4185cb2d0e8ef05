import { extname } from 'node:path'
import process from 'node:process'
import { Worker } from 'node:worker_threads'
import type { CheckProgress, KeptTrace } from '../../shared/api/check.ts'
import { HostError } from '../../shared/api/contract.ts'
import type { CheckResult } from '../../shared/explore/result.ts'
import { tracesBeside } from '../host/kept-traces.ts'
import type { CheckRequest, FromChecker, ToChecker } from './check-messages.ts'

/** A search in a thread of its own. */
export interface CheckThread {
  /** Rejects with a `HostError` where the drawing cannot be checked. */
  readonly result: Promise<CheckResult>
  /** The result comes soon, with what was found so far. */
  cancel(): void
  /** Ends the thread whatever it does; the result rejects. */
  close(): Promise<void>
}

/** Of the memory that the machine still has, a search takes at most this part for its tables, and as much for the rest. */
const MEMORY_PART = 0.35
const LEAST_BYTES = 64 * 2 ** 20

export interface CheckListener {
  progress(progress: CheckProgress): void
  /** What became of the traces that are kept beside the drawing. */
  kept(kept: readonly KeptTrace[]): void
}

export function startCheck(
  request: Omit<CheckRequest, 'maxBytes' | 'traces'>,
  listener: CheckListener,
): CheckThread {
  const maxBytes = Math.max(LEAST_BYTES, Math.floor(process.availableMemory() * MEMORY_PART))
  const worker = new Worker(new URL(`./check-worker${extname(import.meta.url)}`, import.meta.url), {
    resourceLimits: { maxOldGenerationSizeMb: Math.ceil(maxBytes / 2 ** 20) },
  })
  const send = (message: ToChecker): void => worker.postMessage(message)
  const result = new Promise<CheckResult>((resolve, reject) => {
    worker.on('message', (message: FromChecker) => {
      if (message.type === 'progress') listener.progress(message.progress)
      else if (message.type === 'kept') listener.kept(message.kept)
      else if (message.type === 'done') resolve(message.result)
      else reject(new HostError(message.error))
    })
    worker.on('error', (error: Error & { readonly code?: string }) => reject(brokenBy(error)))
    worker.on('exit', () => reject(new HostError({ code: 'unavailable', message: 'The check was ended' })))
  })
  // Who closes a thread need not wait for what it would have found.
  result.catch(() => undefined).then(() => worker.terminate())
  send({ type: 'start', request: { ...request, maxBytes, traces: tracesBeside(request.path) } })
  return {
    result,
    cancel: () => send({ type: 'cancel' }),
    async close() {
      await worker.terminate()
    },
  }
}

function brokenBy(error: Error & { readonly code?: string }): HostError {
  const message =
    error.code === 'ERR_WORKER_OUT_OF_MEMORY'
      ? 'The check ran out of memory; give it fewer states or fewer faults'
      : `The check broke off: ${error.message}`
  return new HostError({ code: 'internal', message })
}
