import { randomBytes } from 'node:crypto'
import type { CheckProgress } from '../../shared/api/check.ts'
import { HostError, type Params, type Result } from '../../shared/api/contract.ts'
import type { CheckResult } from '../../shared/explore/result.ts'
import { type CheckAnswer, startCheck } from '../workers/check-thread.ts'
import type { TaskThread } from '../workers/task-thread.ts'
import { readCheckable } from './checkable.ts'
import { Feed } from './feed.ts'
import { keepTrace } from './kept-traces.ts'
import type { Unfollow } from './service.ts'

/** Checks that go on at the same time; each takes a core and a good part of the memory. */
const RUNNING_MAX = 2
/** Ended checks whose results can still be asked for. */
const KEPT_MAX = 8

type Request = Params<'check.start'>

interface Check {
  readonly request: Request
  /** Of the drawing. */
  readonly name: string
  readonly thread: TaskThread<CheckAnswer>
  readonly feed: Feed<CheckProgress>
  progress: CheckProgress
  answer: CheckAnswer | null
}

const FRESH: CheckProgress = {
  phase: 'running',
  states: 0,
  generated: 0,
  depth: 0,
  frontier: 0,
  seconds: 0,
  message: '',
}

/** The checks of this host, by id: each in a thread, so that nothing else waits for it. */
export class Checks {
  private readonly checks = new Map<string, Check>()

  start(request: Request): { readonly check: string } {
    const { document } = readCheckable(request.text, request.path)
    const running = [...this.checks.values()].filter(({ progress }) => progress.phase === 'running')
    if (running.length >= RUNNING_MAX)
      throw new HostError({
        code: 'conflict',
        message: `${running.length} checks go on already; stop one before you start another`,
      })
    const id = randomBytes(4).toString('hex')
    const feed = new Feed<CheckProgress>()
    const thread = startCheck(request, (progress) => tell(check, progress))
    const check: Check = { request, name: document.name, thread, feed, progress: FRESH, answer: null }
    this.checks.set(id, check)
    thread.result.then(
      (answer) => {
        check.answer = answer
        tell(check, { ...check.progress, ...figuresOf(answer.result), phase: 'done' })
        this.forget()
      },
      (error: Error) => {
        tell(check, { ...check.progress, phase: 'failed', message: error.message })
        this.forget()
      },
    )
    return { check: id }
  }

  cancel(id: string): void {
    this.find(id).thread.cancel()
  }

  result(id: string): Result<'check.result'> {
    const { answer } = this.find(id)
    return answer === null ? { result: null } : { result: answer.result, kept: [...answer.kept] }
  }

  /** What a check was of and what it found; refused while it goes on. */
  ended(id: string): { readonly request: Request; readonly result: CheckResult } {
    const { request, answer } = this.find(id)
    if (answer === null)
      throw new HostError({ code: 'conflict', message: `Check ${id} has not come to an end` })
    return { request, result: answer.result }
  }

  /** Keeps what breaks a property beside the drawing, as a test of it. */
  keep(id: string, property: string): Result<'check.keep'> {
    const { request, name, answer } = this.find(id)
    if (request.path === '')
      throw new HostError({
        code: 'bad-input',
        message: 'The trace is kept beside the drawing, which has no file yet: save it first',
      })
    const found = answer?.result.violated.find((one) => one.property === property)
    if (found === undefined)
      throw new HostError({ code: 'not-found', message: `Check ${id} has nothing that breaks ${property}` })
    return { path: keepTrace({ ...request, name }, found) }
  }

  follow(id: string, emit: (events: readonly CheckProgress[]) => void): Unfollow {
    const { feed, progress } = this.find(id)
    emit([progress])
    return feed.listen((event) => emit([event]))
  }

  async close(): Promise<void> {
    await Promise.all([...this.checks.values()].map(({ thread }) => thread.close()))
  }

  private find(id: string): Check {
    const check = this.checks.get(id)
    if (check === undefined) throw new HostError({ code: 'not-found', message: `There is no check ${id}` })
    return check
  }

  private forget(): void {
    const ended = [...this.checks].filter(([, { progress }]) => progress.phase !== 'running')
    for (const [id] of ended.slice(0, -KEPT_MAX)) this.checks.delete(id)
  }
}

function tell(check: Check, progress: CheckProgress): void {
  check.progress = progress
  check.feed.emit(progress)
}

function figuresOf({ states, generated, depth, frontier, seconds }: CheckResult): Partial<CheckProgress> {
  return { states, generated, depth, frontier, seconds }
}
