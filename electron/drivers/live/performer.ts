import type { Chunk } from '../../../shared/api/contract.ts'
import type { EffectKind } from '../../../shared/topology/kind.ts'
import { errorOutcome, inlineText, type Outcome } from '../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo, Executor, Journal, ProbeAnswer } from '../seams.ts'

/** Takes out of a text that comes in pieces what must not be seen; all of it has come out by `flush`. */
export interface PieceCleaner {
  push(piece: string): string
  flush(): string
}

const UNCHANGED: PieceCleaner = { push: (piece) => piece, flush: () => '' }

/** A secret may be torn between two pieces of these; every other chunk is whole. */
const PIECES: readonly Chunk['type'][] = ['text', 'reasoning', 'output']

interface Stream {
  readonly io: EffectIo
  /** Gives out what was held back. */
  end(): void
}

interface Running {
  readonly abort: Abort
  readonly ended: Promise<unknown>
}

/** An abort controller that is made when somebody listens: most effects end before that, and it is dear. */
class Abort {
  private controller: AbortController | null = null
  private aborted = false

  get signal(): AbortSignal {
    if (this.controller === null) {
      this.controller = new AbortController()
      if (this.aborted) this.controller.abort()
    }
    return this.controller.signal
  }

  abort(): void {
    this.aborted = true
    this.controller?.abort()
  }
}

/** Carries effects to their executors and streams back what they say; knows nothing of runs' states. */
export class Performer {
  private readonly executors = new Map<EffectKind, Executor>()
  private readonly journal: Journal
  private readonly publish: (run: string, chunk: Omit<Chunk, 'seq'>) => void
  private readonly running = new Map<string, Running>()
  private readonly now: () => number
  private readonly cleaner: () => PieceCleaner

  constructor(
    executors: readonly Executor[],
    journal: Journal,
    now: () => number,
    publish: (run: string, chunk: Omit<Chunk, 'seq'>) => void,
    cleaner: () => PieceCleaner = () => UNCHANGED,
  ) {
    for (const executor of executors) for (const kind of executor.kinds) this.executors.set(kind, executor)
    this.journal = journal
    this.now = now
    this.publish = publish
    this.cleaner = cleaner
  }

  /** Carries out an effect; always answers, with an error where the executor throws. */
  perform(call: EffectCall): Promise<Outcome> {
    const executor = this.executors.get(call.kind)
    if (executor === undefined) return Promise.resolve(broken(`Nothing here carries out ${call.kind}`, 'no'))
    const abort = new Abort()
    const stream = this.stream(call, abort)
    const outcome = settle(executor, call, stream.io)
    const key = keyOf(call)
    this.running.set(key, { abort, ended: outcome })
    return outcome.then((value) => {
      stream.end()
      if (this.running.get(key)?.abort === abort) this.running.delete(key)
      return value
    })
  }

  /** Tells an executor to stop; its outcome still comes. */
  abort(run: string, effect: string): void {
    this.running.get(`${run}/${effect}`)?.abort.abort()
  }

  /** Ends every attempt of an effect, those of dead hosts included; when this resolves nothing of it can act any more. */
  async end(call: EffectCall): Promise<void> {
    const running = this.running.get(keyOf(call))
    running?.abort.abort()
    await running?.ended
    await this.executors.get(call.kind)?.quell?.(call)
    // Whoever waits for that attempt's answer has it by then.
    await new Promise((resolve) => setImmediate(resolve))
  }

  /** Asks whether it happened, once nothing of an earlier attempt can act any more. */
  async probe(call: EffectCall): Promise<ProbeAnswer> {
    const executor = this.executors.get(call.kind)
    try {
      await this.end(call)
      if (executor?.probe === undefined)
        return { type: 'unknown', evidence: 'Nothing can be asked whether it happened' }
      const stream = this.stream(call, new Abort())
      const answer = await executor.probe(call, stream.io)
      stream.end()
      return answer
    } catch (error) {
      return { type: 'unknown', evidence: `The probe failed: ${(error as Error).message}` }
    }
  }

  private stream(call: EffectCall, abort: Abort): Stream {
    // Made with the first piece: an effect that says nothing needs none.
    let cleaners: Map<Chunk['type'], PieceCleaner> | null = null
    const say = (type: Chunk['type'], data: string): void => {
      if (data === '') return
      this.publish(call.run, { effect: call.effect, attempt: call.execution, at: this.now(), type, data })
    }
    const emit: EffectIo['emit'] = (type, data) => {
      const known = cleaners?.get(type)
      const cleaner = known ?? this.cleaner()
      if (!PIECES.includes(type)) {
        say(type, cleaner.push(data) + cleaner.flush())
        return
      }
      if (known === undefined) {
        cleaners ??= new Map()
        cleaners.set(type, cleaner)
      }
      say(type, cleaner.push(data))
    }
    return {
      io: {
        get signal() {
          return abort.signal
        },
        payloads: this.journal.payloads,
        emit,
      },
      end: () => {
        for (const [type, cleaner] of cleaners ?? []) say(type, cleaner.flush())
      },
    }
  }
}

function keyOf(call: EffectCall): string {
  return `${call.run}/${call.effect}`
}

async function settle(executor: Executor, call: EffectCall, io: EffectIo): Promise<Outcome> {
  try {
    // What an earlier execution left may outlive its host, and would work in the same files.
    if (call.execution > 1) await executor.quell?.(call)
    return await executor.perform(call, io)
  } catch (error) {
    return broken(`${call.nodeName}: ${(error as Error).message}`, 'unknown')
  }
}

function broken(message: string, happened: 'no' | 'unknown'): Outcome {
  return errorOutcome({ code: 'internal', retryable: false, happened }, inlineText(message))
}
