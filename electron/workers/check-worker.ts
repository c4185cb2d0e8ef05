import { getHeapStatistics } from 'node:v8'
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
/** Beyond this part of its heap the search ends while it still can. */
const HEAP_PART = 0.85

serveTask<CheckRequest, CheckProgress, CheckAnswer>(
  ({ path, text, settings, traces, maxBytes }): Task<CheckProgress, CheckAnswer> => {
    const began = performance.now()
    const seconds = (): number => (performance.now() - began) / 1000
    const checkable = readCheckable(text, path)
    const kept = traces.map((one) => replayKept(checkable, one))
    const started = startCheck(checkable.document, kinds, { ...settings, maxBytes })
    if (!started.ok) throw documentError(path, started.problems)
    const check = started.value
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

function heapIsFull(): boolean {
  const { used_heap_size, heap_size_limit } = getHeapStatistics()
  return used_heap_size > HEAP_PART * heap_size_limit
}

function progressOf(check: Check, seconds: number): CheckProgress {
  const { states, generated, depth, frontier } = check.result(seconds)
  return { phase: 'running', states, generated, depth, frontier, seconds, message: '' }
}
