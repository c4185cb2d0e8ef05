import { extname } from 'node:path'
import { Worker } from 'node:worker_threads'
import type { Handed } from '../../shared/explore/engine/guests.ts'
import { merged } from '../../shared/explore/engine/merge.ts'
import type { Cap, SearchReport } from '../../shared/explore/engine/report.ts'
import { SharedFingerprints } from '../../shared/explore/engine/shared-fingerprints.ts'
import type { Named } from '../../shared/explore/models/index.ts'
import type { Advanced, ExplorePart, ToExplorer } from './explore-messages.ts'

export interface ThreadsOptions {
  readonly symmetry: boolean
  readonly maxStates?: number
  /** Asked between slices; true ends the search with a partial answer. */
  readonly stop?: () => boolean
}

/** Some 30 ms of a thread's time. */
const SLICE = 20_000
const FIRST_ROOM = 1 << 19
/** Threads that differ by less expand what they have: to hand it over would take as long. */
const LEAST_HANDED = 512
const UNEQUAL_PART = 0.04

/**
 * One search on several processors. The threads share a table of fingerprints and wait for each other at the end of
 * each level, so that the first way found is a shortest one, and where the table has to be exchanged for a larger one.
 * They stay for the next search, until they are closed; what breaks in one breaks the search, and then they are no
 * good any more.
 */
export class ExplorerThreads {
  private readonly threads: readonly Thread[]

  constructor(threads: number) {
    this.threads = Array.from({ length: threads }, () => new Thread())
  }

  /** One search at a time. */
  search(named: Named, options: ThreadsOptions): Promise<SearchReport> {
    return new Parts(this.threads, named, options).search()
  }

  async close(): Promise<void> {
    await Promise.all(this.threads.map((thread) => thread.end()))
  }
}

class Parts {
  private readonly threads: readonly Thread[]
  private readonly named: Named
  private readonly options: ThreadsOptions
  private first: SearchReport | null = null
  private memory = SharedFingerprints.memoryFor(0)
  private cap: Cap | null = null

  constructor(threads: readonly Thread[], named: Named, options: ThreadsOptions) {
    this.threads = threads
    this.named = named
    this.options = options
  }

  async search(): Promise<SearchReport> {
    const [first] = await this.begin()
    if (first === undefined) throw new Error('a search needs a thread')
    if (first.ended) return first
    this.first = first
    for (const thread of this.threads) thread.found = first.distinct
    await this.enlarge('all')
    do {
      const ended = await this.searchLevel()
      if (ended || this.cap !== null) return this.report()
    } while ((await this.beginLevel()) > 0)
    await this.all({ type: 'end' })
    return this.report()
  }

  private begin(): Promise<readonly SearchReport[]> {
    const { threads, named } = this
    const { symmetry } = this.options
    return Promise.all(
      threads.map((thread, part) => {
        const search: ExplorePart = { named, symmetry, part, parts: threads.length }
        return thread.ask<SearchReport>({ type: 'begin', search })
      }),
    )
  }

  /** Answers with the states of the level, of which each thread now has about as many. */
  private async beginLevel(): Promise<number> {
    const counts = [...(await this.all<number>({ type: 'level' }))]
    const states = sum(counts)
    const share = states / counts.length
    for (let pair = this.unequal(counts); pair !== null; pair = this.unequal(counts)) {
      const [most, least] = pair
      const count = Math.floor(Math.min((counts[most] as number) - share, share - (counts[least] as number)))
      const handed = await (this.threads[most] as Thread).ask<Handed>({ type: 'give', count })
      await (this.threads[least] as Thread).ask<null>({ type: 'take', handed })
      counts[most] = (counts[most] as number) - count
      counts[least] = (counts[least] as number) + count
    }
    return states
  }

  /** Who has most and who has least, where that is worth a message. */
  private unequal(counts: readonly number[]): readonly [number, number] | null {
    const [most, least] = [Math.max(...counts), Math.min(...counts)]
    if (most - least < Math.max(LEAST_HANDED, most * UNEQUAL_PART)) return null
    return [counts.indexOf(most), counts.indexOf(least)]
  }

  /** True where a thread has found all that it looks for. */
  private async searchLevel(): Promise<boolean> {
    for (;;) {
      const progress = await Promise.all(this.threads.map((thread) => this.advance(thread)))
      if (this.cap !== null || progress.includes('ended')) return true
      if (!progress.includes('room')) return false
      await this.enlarge('share')
    }
  }

  /** Until the thread has done with the level, has no more room, or all are told to stop. */
  private async advance(thread: Thread): Promise<Advanced['progress']> {
    for (;;) {
      const room = thread.most - thread.found
      const { progress, found } = await thread.ask<Advanced>({ type: 'advance', states: SLICE, room })
      thread.found = found
      if (this.found() >= (this.options.maxStates ?? Number.POSITIVE_INFINITY)) this.cap ??= 'states'
      if (this.options.stop?.() === true) this.cap ??= 'stopped'
      if (progress !== 'more' || this.cap !== null) return progress
    }
  }

  private found(): number {
    const first = this.first?.distinct ?? 0
    return this.threads.reduce((total, { found }) => total + found - first, first)
  }

  private async enlarge(moves: 'all' | 'share'): Promise<void> {
    const found = this.found()
    const room = Math.max(FIRST_ROOM, found)
    this.memory = SharedFingerprints.memoryFor(found + room * this.threads.length)
    for (const thread of this.threads) thread.most = thread.found + room
    await this.all({ type: 'move', memory: this.memory, moves })
  }

  private async report(): Promise<SearchReport> {
    const reports = await this.all<SearchReport>({ type: 'report' })
    const report = merged(
      this.first ?? (reports[0] as SearchReport),
      reports,
      this.cap === null ? [] : [this.cap],
    )
    return { ...report, bytes: report.bytes + this.memory.byteLength }
  }

  private all<Answer>(message: ToExplorer): Promise<readonly Answer[]> {
    return Promise.all(this.threads.map((thread) => thread.ask<Answer>(message)))
  }
}

class Thread {
  found = 0
  /** So many may it have found before the table has to be larger: a full one would be searched for ever. */
  most = 0
  private readonly worker: Worker
  private waiting: { resolve(answer: unknown): void; reject(error: Error): void } | null = null

  constructor() {
    this.worker = new Worker(new URL(`./explore-worker${extname(import.meta.url)}`, import.meta.url))
    this.worker.on('message', (answer: unknown) => this.waiting?.resolve(answer))
    this.worker.on('error', (error: Error) => this.waiting?.reject(error))
    this.worker.on('exit', () => this.waiting?.reject(new Error('a thread of the search has ended')))
  }

  ask<Answer>(message: ToExplorer): Promise<Answer> {
    return new Promise<Answer>((resolve, reject) => {
      this.waiting = { resolve: (answer) => resolve(answer as Answer), reject }
      this.worker.postMessage(message)
    })
  }

  async end(): Promise<void> {
    this.waiting = null
    await this.worker.terminate()
  }
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0)
}
