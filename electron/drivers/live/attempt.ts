import type { Chunk } from '../../../shared/api/contract.ts'
import type { EffectCall, EffectIo, PayloadStore } from '../seams.ts'

/** Takes out of a text that comes in pieces what must not be seen; all of it has come out by `flush`. */
export interface PieceCleaner {
  push(piece: string): string
  flush(): string
}

/** What an attempt needs of the world around it. */
export interface Surroundings {
  readonly payloads: PayloadStore
  publish(run: string, chunk: Omit<Chunk, 'seq'>): void
  now(): number
  cleaner(): PieceCleaner
}

/** Told at each word of an attempt. */
export type Heard = (call: EffectCall) => void

/** A secret may be torn between two pieces of these; every other chunk is whole. */
const PIECES: readonly Chunk['type'][] = ['text', 'reasoning', 'output']

/**
 * One execution of an effect, as its executor sees it. What most executions never use is made when it is asked for.
 * A class, since an object literal with a getter is dear: V8 makes a hidden class for each, which lives until a full
 * collection and keeps all that the getter can reach, here the run with its history.
 */
export class Attempt implements EffectIo {
  readonly payloads: PayloadStore
  readonly call: EffectCall
  /** Resolves when the executor has answered. */
  ended: Promise<unknown> | null = null
  /** Where it stands among those that run. */
  place = 0
  private readonly around: Surroundings
  private readonly heard: Heard | null
  private controller: AbortController | null = null
  private aborted = false
  private cleaners: Map<Chunk['type'], PieceCleaner> | null = null

  constructor(call: EffectCall, around: Surroundings, heard: Heard | null = null) {
    this.heard = heard
    this.call = call
    this.around = around
    this.payloads = around.payloads
  }

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

  emit(type: Chunk['type'], data: string): void {
    const known = this.cleaners?.get(type)
    const cleaner = known ?? this.around.cleaner()
    if (!PIECES.includes(type)) {
      this.say(type, cleaner.push(data) + cleaner.flush())
      return
    }
    if (known === undefined) {
      this.cleaners ??= new Map()
      this.cleaners.set(type, cleaner)
    }
    this.say(type, cleaner.push(data))
  }

  /** Gives out what was held back. */
  flush(): void {
    if (this.cleaners === null) return
    for (const [type, cleaner] of this.cleaners) this.say(type, cleaner.flush())
  }

  private say(type: Chunk['type'], data: string): void {
    if (data === '') return
    this.heard?.(this.call)
    const { effect, execution, run } = this.call
    this.around.publish(run, { effect, attempt: execution, at: this.around.now(), type, data })
  }
}
