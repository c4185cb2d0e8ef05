import { setTimeout as pause } from 'node:timers/promises'
import type { Chunk } from '../../../shared/api/contract.ts'
import type { EffectKind } from '../../../shared/topology/kind.ts'
import { errorOutcome, inlineText, type Outcome } from '../../../shared/topology/payload.ts'
import type { EffectCall, Executor, Journal, ProbeAnswer } from '../seams.ts'
import { Attempt, type Heard, type PieceCleaner, type Surroundings } from './attempt.ts'

const UNCHANGED: PieceCleaner = { push: (piece) => piece, flush: () => '' }

/** Carries effects to their executors and streams back what they say; knows nothing of runs' states. */
export class Performer {
  private readonly executors = new Map<EffectKind, Executor>()
  private readonly around: Surroundings
  /** By run, in no order: each is added and removed in no time, and a run has few. */
  private readonly running = new Map<string, Attempt[]>()

  constructor(
    executors: readonly Executor[],
    journal: Journal,
    now: () => number,
    publish: (run: string, chunk: Omit<Chunk, 'seq'>) => void,
    cleaner: () => PieceCleaner = () => UNCHANGED,
  ) {
    for (const executor of executors) for (const kind of executor.kinds) this.executors.set(kind, executor)
    this.around = { payloads: journal.payloads, publish, now, cleaner }
  }

  /** Carries out an effect; always answers, with an error where the executor throws. */
  perform(call: EffectCall, heard: Heard | null = null): Promise<Outcome> {
    const executor = this.executors.get(call.kind)
    if (executor === undefined) return Promise.resolve(broken(`Nothing here carries out ${call.kind}`, 'no'))
    const attempt = new Attempt(call, this.around, heard)
    this.add(attempt)
    const outcome = this.carryOut(executor, call, attempt)
    attempt.ended = outcome
    return outcome
  }

  /** Tells an executor to stop; its outcome still comes. */
  abort(run: string, effect: string): void {
    for (const attempt of this.of(run, effect)) attempt.abort()
  }

  /** Tells everyone who works for a run to stop. */
  abortRun(run: string): void {
    for (const attempt of [...(this.running.get(run) ?? [])]) attempt.abort()
  }

  /** Resolves once nobody works any more; who does not stop is not waited for beyond the limit. */
  async idle(limit_ms: number): Promise<void> {
    const all = Promise.all([...this.running.values()].flat().map(({ ended }) => ended))
    await Promise.race([all, pause(limit_ms, undefined, { ref: false })])
  }

  /** Ends every attempt of an effect, those of dead hosts included; when this resolves nothing of it can act any more. */
  async end(call: EffectCall): Promise<void> {
    const running = this.of(call.run, call.effect)
    for (const attempt of running) attempt.abort()
    await Promise.all(running.map((attempt) => attempt.ended))
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
      const attempt = new Attempt(call, this.around)
      const answer = await this.counted(attempt, executor.probe(call, attempt))
      attempt.flush()
      attempt.emit('probe', JSON.stringify({ answer: answer.type, evidence: answer.evidence }))
      return answer
    } catch (error) {
      return { type: 'unknown', evidence: `The probe failed: ${(error as Error).message}` }
    }
  }

  /** A probe is a process too: it is stopped and waited for with the rest. */
  private async counted<T>(attempt: Attempt, work: Promise<T>): Promise<T> {
    attempt.ended = work
    this.add(attempt)
    try {
      return await work
    } finally {
      this.remove(attempt)
    }
  }

  /** Adds to the stream of an effect what is said about it from outside. */
  tell(call: EffectCall, type: Chunk['type'], data: string): void {
    new Attempt(call, this.around).emit(type, data)
  }

  private async carryOut(executor: Executor, call: EffectCall, attempt: Attempt): Promise<Outcome> {
    try {
      // What an earlier execution left may outlive its host, and would work in the same files.
      if (call.execution > 1) await executor.quell?.(call)
      return await executor.perform(call, attempt)
    } catch (error) {
      return broken(`${call.nodeName}: ${(error as Error).message}`, 'unknown')
    } finally {
      attempt.flush()
      this.remove(attempt)
    }
  }

  private of(run: string, effect: string): readonly Attempt[] {
    return this.running.get(run)?.filter(({ call }) => call.effect === effect) ?? []
  }

  private add(attempt: Attempt): void {
    const { run } = attempt.call
    const known = this.running.get(run)
    if (known === undefined) this.running.set(run, [attempt])
    else attempt.place = known.push(attempt) - 1
  }

  private remove({ call, place }: Attempt): void {
    const running = this.running.get(call.run) as Attempt[]
    const last = running.pop() as Attempt
    if (last.place !== place) {
      running[place] = last
      last.place = place
    } else if (running.length === 0) this.running.delete(call.run)
  }
}

function broken(message: string, happened: 'no' | 'unknown'): Outcome {
  return errorOutcome({ code: 'internal', retryable: false, happened }, inlineText(message))
}
