import { getHeapStatistics } from 'node:v8'
import { parentPort } from 'node:worker_threads'
import { HostError } from '../../shared/api/contract.ts'
import type { CheckResult } from '../../shared/explore/result.ts'
import { type Check, startCheck } from '../../shared/explore/topology/check.ts'
import { kinds } from '../../shared/nodes/index.ts'
import { readCheckable } from '../host/checkable.ts'
import { documentError } from '../host/document-error.ts'
import { replayKept } from '../host/replay-kept.ts'
import type { CheckRequest, FromChecker, ToChecker } from './check-messages.ts'

/** Between two looks at what came in, so that Ctrl-C is answered at once. */
const SLICE_MS = 40
const PROGRESS_MS = 100
/** Beyond this part of its heap the search ends while it still can. */
const HEAP_PART = 0.85

const port = parentPort
let cancelled = false

port?.on('message', (message: ToChecker) => {
  if (message.type === 'cancel') cancelled = true
  else void answer(message.request)
})

async function answer(request: CheckRequest): Promise<void> {
  try {
    say({ type: 'done', result: await run(request) })
  } catch (error) {
    const body = error instanceof HostError ? error.body : null
    const message = error instanceof Error ? error.message : String(error)
    say({ type: 'failed', error: body ?? { code: 'internal', message: `The check broke off: ${message}` } })
  }
}

async function run({ path, text, settings, maxBytes, traces }: CheckRequest): Promise<CheckResult> {
  const began = performance.now()
  const seconds = (): number => (performance.now() - began) / 1000
  const checkable = readCheckable(text, path)
  if (traces.length > 0) say({ type: 'kept', kept: traces.map((one) => replayKept(checkable, one)) })
  const started = startCheck(checkable.document, kinds, { ...settings, maxBytes })
  if (!started.ok) throw documentError(path, started.problems)
  const check = started.value
  let told = began
  let full = false
  let ended = false
  let size = 200
  while (!ended) {
    const from = performance.now()
    full ||= heapIsFull()
    if (cancelled || full) check.cancel()
    ended = check.advance(size)
    const now = performance.now()
    size = Math.max(50, Math.min(100_000, Math.round((size * SLICE_MS) / Math.max(1, now - from))))
    if (now - told >= PROGRESS_MS) {
      told = now
      tell(check, seconds())
    }
    await new Promise((resolve) => setImmediate(resolve))
  }
  const result = check.result(seconds())
  return full ? { ...result, capsHit: ['the memory it may use'] } : result
}

function heapIsFull(): boolean {
  const { used_heap_size, heap_size_limit } = getHeapStatistics()
  return used_heap_size > HEAP_PART * heap_size_limit
}

function tell(check: Check, seconds: number): void {
  const { states, generated, depth, frontier } = check.result(seconds)
  say({
    type: 'progress',
    progress: { phase: 'running', states, generated, depth, frontier, seconds, message: '' },
  })
}

function say(message: FromChecker): void {
  port?.postMessage(message)
}
