import type { CheckProgress } from '../../shared/api/check.ts'
import { HostError, type Params, type Result } from '../../shared/api/contract.ts'
import type { CheckResult } from '../../shared/explore/result.ts'
import { type CheckAnswer, startCheck } from '../workers/check-thread.ts'
import { readCheckable } from './checkable.ts'
import { keepTrace } from './kept-traces.ts'
import type { Unfollow } from './service.ts'
import { Tasks } from './tasks.ts'

type Request = Params<'check.start'>

interface About {
  readonly request: Request
  /** Of the drawing. */
  readonly name: string
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

/** The checks of this host. */
export class Checks {
  private readonly tasks = new Tasks<CheckProgress, CheckAnswer, About>('check')

  start(request: Request): { readonly check: string } {
    const { document } = readCheckable(request.text, request.path)
    const check = this.tasks.start({
      about: { request, name: document.name },
      fresh: FRESH,
      begin: (tell) => startCheck(request, tell),
      figures: ({ result }) => figuresOf(result),
    })
    return { check }
  }

  cancel(id: string): void {
    this.tasks.cancel(id)
  }

  result(id: string): Result<'check.result'> {
    const answer = this.tasks.answer(id)
    return answer === null ? { result: null } : { result: answer.result, kept: [...answer.kept] }
  }

  /** What a check was of and what it found; refused while it goes on. */
  ended(id: string): { readonly request: Request; readonly result: CheckResult } {
    const answer = this.tasks.answer(id)
    if (answer === null)
      throw new HostError({ code: 'conflict', message: `Check ${id} has not come to an end` })
    return { request: this.tasks.about(id).request, result: answer.result }
  }

  /** Keeps what breaks a property beside the drawing, as a test of it. */
  keep(id: string, property: string): Result<'check.keep'> {
    const { request, name } = this.tasks.about(id)
    if (request.path === '')
      throw new HostError({
        code: 'bad-input',
        message: 'The trace is kept beside the drawing, which has no file yet: save it first',
      })
    const found = this.tasks.answer(id)?.result.violated.find((one) => one.property === property)
    if (found === undefined)
      throw new HostError({ code: 'not-found', message: `Check ${id} has nothing that breaks ${property}` })
    return { path: keepTrace({ ...request, name }, found) }
  }

  follow(id: string, emit: (events: readonly CheckProgress[]) => void): Unfollow {
    return this.tasks.follow(id, emit)
  }

  close(): Promise<void> {
    return this.tasks.close()
  }
}

function figuresOf({ states, generated, depth, frontier, seconds }: CheckResult): Partial<CheckProgress> {
  return { states, generated, depth, frontier, seconds }
}
