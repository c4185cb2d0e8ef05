import { getHeapStatistics } from 'node:v8'
import { resourceLimits } from 'node:worker_threads'
import type { CheckProgress } from '../../shared/api/check.ts'
import { type Check, startCheck } from '../../shared/explore/topology/check.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { readCheckable } from '../host/checkable.ts'
import { documentError } from '../host/document-error.ts'
import { replayKept } from '../host/replay-kept.ts'
import type { CheckAnswer, CheckRequest } from './check-thread.ts'
import { serveTask, type Task } from './task-thread.ts'

const SLICE = 200
/** Figures are worked out anew no sooner. */
const PROGRESS_SECONDS = 0.2
/** Beyond these parts of its heap the search ends while it still can: of one for a while, since much may be garbage. */
const HEAP_PART = 0.8
const HEAP_LAST_PART = 0.92
const SLICES_OVER = 20

serveTask<CheckRequest, CheckProgress, CheckAnswer>(
  ({ path, text, settings, traces, maxBytes, share }): Task<CheckProgress, CheckAnswer> => {
    const began = performance.now()
    const seconds = (): number => (performance.now() - began) / 1000
    const checkable = readCheckable(text, path)
    const kept = traces.map((one) => replayKept(checkable, one))
    const started = startCheck(checkable.document, kinds, { ...settings, maxBytes, share })
    if (!started.ok) throw documentError(path, started.problems)
    const check = started.value
    const heapIsFull = heapWatch()
    let full = false
    let told = progressOf(check, 0)
    return {
      advance() {
        full ||= heapIsFull()
        if (full) check.cancel()
        return !check.advance(SLICE)
      },
      cancel: () => check.cancel(),
      progress(now) {
        if (now - told.seconds >= PROGRESS_SECONDS) told = progressOf(check, now)
        return told
      },
      result() {
        const result = check.result(seconds())
        return { result: full ? { ...result, capsHit: ['the memory it may use'] } : result, kept }
      },
    }
  },
)

/** Tells, slice after slice, whether the heap nears its limit. */
function heapWatch(): () => boolean {
  const { maxOldGenerationSizeMb = 0 } = resourceLimits
  const limit = maxOldGenerationSizeMb * 2 ** 20
  let over = 0
  return () => {
    const used = getHeapStatistics().used_heap_size
    over = used > HEAP_PART * limit ? over + 1 : 0
    return over > SLICES_OVER || used > HEAP_LAST_PART * limit
  }
}

function progressOf(check: Check, seconds: number): CheckProgress {
  const { states, generated, depth, frontier } = check.result(seconds)
  return { phase: 'running', states, generated, depth, frontier, seconds, message: '' }
}
