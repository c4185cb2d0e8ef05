import type { Chunk } from '../../../shared/api/contract.ts'
import type { EffectKind } from '../../../shared/topology/kind.ts'
import { errorOutcome, inlineText, type Outcome } from '../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo, Executor, Journal, ProbeAnswer } from '../seams.ts'

interface Running {
  readonly abort: AbortController
  readonly ended: Promise<unknown>
}

/** Carries effects to their executors and streams back what they say; knows nothing of runs' states. */
export class Performer {
  private readonly executors = new Map<EffectKind, Executor>()
  private readonly journal: Journal
  private readonly publish: (run: string, chunk: Omit<Chunk, 'seq'>) => void
  private readonly running = new Map<string, Running>()
  private readonly now: () => number

  constructor(
    executors: readonly Executor[],
    journal: Journal,
    now: () => number,
    publish: (run: string, chunk: Omit<Chunk, 'seq'>) => void,
  ) {
    for (const executor of executors) for (const kind of executor.kinds) this.executors.set(kind, executor)
    this.journal = journal
    this.now = now
    this.publish = publish
  }

  /** Carries out an effect; always answers, with an error where the executor throws. */
  perform(call: EffectCall): Promise<Outcome> {
    const executor = this.executors.get(call.kind)
    if (executor === undefined) return Promise.resolve(broken(`Nothing here carries out ${call.kind}`, 'no'))
    const abort = new AbortController()
    const outcome = settle(executor, call, this.io(call, abort.signal))
    const key = keyOf(call)
    this.running.set(key, { abort, ended: outcome })
    return outcome.then((value) => {
      if (this.running.get(key)?.abort === abort) this.running.delete(key)
      return value
    })
  }

  /** Tells an executor to stop; its outcome still comes. */
  abort(run: string, effect: string): void {
    this.running.get(`${run}/${effect}`)?.abort.abort()
  }

  /** Asks whether it happened, once nothing of an earlier attempt can act any more. */
  async probe(call: EffectCall): Promise<ProbeAnswer> {
    const executor = this.executors.get(call.kind)
    const running = this.running.get(keyOf(call))
    running?.abort.abort()
    await running?.ended
    try {
      await executor?.quell?.(call)
      if (executor?.probe === undefined)
        return { type: 'unknown', evidence: 'Nothing can be asked whether it happened' }
      return await executor.probe(call, this.io(call, new AbortController().signal))
    } catch (error) {
      return { type: 'unknown', evidence: `The probe failed: ${(error as Error).message}` }
    }
  }

  private io(call: EffectCall, signal: AbortSignal): EffectIo {
    return {
      signal,
      payloads: this.journal.payloads,
      emit: (type, data) => {
        this.publish(call.run, { effect: call.effect, attempt: call.execution, at: this.now(), type, data })
      },
    }
  }
}

function keyOf(call: EffectCall): string {
  return `${call.run}/${call.effect}`
}

async function settle(executor: Executor, call: EffectCall, io: EffectIo): Promise<Outcome> {
  try {
    return await executor.perform(call, io)
  } catch (error) {
    return broken(`${call.nodeName}: ${(error as Error).message}`, 'unknown')
  }
}

function broken(message: string, happened: 'no' | 'unknown'): Outcome {
  return errorOutcome({ code: 'internal', retryable: false, happened }, inlineText(message))
}
