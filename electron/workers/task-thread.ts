import { parentPort, type ResourceLimits, Worker } from 'node:worker_threads'
import { HostError, type HostErrorBody } from '../../shared/api/contract.ts'

/** What a thread is told. After `cancel` it answers soon, with what it has. */
type ToTask<Request> = { readonly type: 'start'; readonly request: Request } | { readonly type: 'cancel' }

/** What it says; the last is `done` or `failed`. */
type FromTask<Progress, Result> =
  | { readonly type: 'progress'; readonly progress: Progress }
  | { readonly type: 'done'; readonly result: Result }
  | { readonly type: 'failed'; readonly error: HostErrorBody }

/** Long work in a thread of its own. */
export interface TaskThread<Result> {
  /** Rejects with a `HostError`. */
  readonly result: Promise<Result>
  cancel(): void
  /** Ends the thread whatever it does; the result rejects. */
  close(): Promise<void>
}

export function startTask<Request, Progress, Result>(
  worker: URL,
  request: Request,
  progress: (progress: Progress) => void,
  resourceLimits: ResourceLimits = {},
): TaskThread<Result> {
  const thread = new Worker(worker, { resourceLimits })
  const send = (message: ToTask<Request>): void => thread.postMessage(message)
  const result = new Promise<Result>((resolve, reject) => {
    thread.on('message', (message: FromTask<Progress, Result>) => {
      if (message.type === 'progress') progress(message.progress)
      else if (message.type === 'done') resolve(message.result)
      else reject(new HostError(message.error))
    })
    thread.on('error', (error: Error & { readonly code?: string }) => reject(brokenBy(error)))
    thread.on('exit', () => reject(new HostError({ code: 'unavailable', message: 'It was ended' })))
  })
  // Who closes a thread need not wait for what it would have found.
  result.catch(() => undefined)
  send({ type: 'start', request })
  return {
    result,
    cancel: () => send({ type: 'cancel' }),
    async close() {
      await thread.terminate()
    },
  }
}

function brokenBy({ code, message }: Error & { readonly code?: string }): HostError {
  const memory = code === 'ERR_WORKER_OUT_OF_MEMORY'
  return new HostError({
    code: 'internal',
    message: memory ? 'It ran out of memory: ask for less at once' : `It broke off: ${message}`,
  })
}

/** Between two looks at what came in, so that a cancel is heard at once. */
const SLICE_MS = 40

/** A slice of the work; false when there is no more. */
export interface Task<Progress, Result> {
  advance(): boolean
  /** It was cancelled: its result is asked for next. */
  cancel?(): void
  progress(seconds: number): Progress
  result(): Result
}

/** The thread's side: does what it is asked, slice by slice. */
export function serveTask<Request, Progress, Result>(
  begin: (request: Request) => Task<Progress, Result>,
): void {
  let cancelled = false
  const say = (message: FromTask<Progress, Result>): void => parentPort?.postMessage(message)
  const work = async (request: Request): Promise<void> => {
    const began = performance.now()
    const task = begin(request)
    // What is cancelled at once has an answer too: of its first slice.
    for (let more = true, first = true; more && (first || !cancelled); first = false) {
      const until = performance.now() + SLICE_MS
      while (more && performance.now() < until) more = task.advance()
      say({ type: 'progress', progress: task.progress((performance.now() - began) / 1000) })
      await new Promise((resolve) => setImmediate(resolve))
    }
    if (cancelled) task.cancel?.()
    say({ type: 'done', result: task.result() })
  }
  // The thread ends by itself: to be ended from outside, in the midst of its last words, has crashed V8.
  const leave = (): void => parentPort?.unref()
  parentPort?.on('message', (message: ToTask<Request>) => {
    if (message.type === 'cancel') cancelled = true
    else
      work(message.request)
        .catch((error: unknown) => {
          const text = error instanceof Error ? error.message : String(error)
          const body = error instanceof HostError ? error.body : null
          say({ type: 'failed', error: body ?? { code: 'internal', message: `It broke off: ${text}` } })
        })
        .finally(leave)
  })
}
