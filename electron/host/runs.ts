import type { Chunk, RecordedTransition, RunStatus, RunSummary } from '../../shared/api/contract.ts'
import type { Verdict } from '../../shared/kernel/verdict.ts'
import { fieldsOf, type Json, type Payload, type Ref } from '../../shared/topology/payload.ts'
import { type Plan, RUN } from '../../shared/topology/plan.ts'
import type { PieceCleaner } from '../drivers/live/attempt.ts'
import type { Clock } from '../drivers/live/clock.ts'
import { LiveRun } from '../drivers/live/live-run.ts'
import { Performer } from '../drivers/live/performer.ts'
import type {
  AuditNote,
  Executor,
  Journal,
  RunFolders,
  RunProgress,
  RunRecord,
  StoredRun,
} from '../drivers/seams.ts'
import { isFileDamage } from '../journal/journal-error.ts'
import { Feed } from './feed.ts'
import { inputPayload } from './input.ts'
import { type OpenAsk, openAsks } from './open-asks.ts'
import { Plans } from './plans.ts'

interface OpenRun {
  readonly live: LiveRun
  readonly plan: Plan
  tokens: number
  costUsd: number
  /** Null until something is said. */
  chunkSeq: number | null
  /** The gauge's, when the inbox was last told of this run. */
  asksVersion: number
  /** What people were asked at that version of the gauge; null when it must be looked at. */
  asked: { readonly version: number; readonly asks: readonly OpenAsk[] } | null
}

/** A process that does not listen is killed before that. */
const STOPS_WITHIN_MS = 10_000

export interface RunFeeds {
  readonly transitions: Feed<readonly RecordedTransition[]>
  readonly chunks: Feed<readonly Chunk[]>
}

export const FIRST_PROGRESS: RunProgress = {
  status: 'running',
  endedAt: null,
  message: '',
  tokens: 0,
  costUsd: 0,
}

/** The runs of one home: those under way in memory, all of them in the journal. */
export class Runs {
  readonly changed = new Feed<RunSummary>()
  readonly inboxChanged = new Feed<void>()
  private readonly journal: Journal
  private readonly clock: Clock
  private readonly performer: Performer
  private readonly foldersOf: (record: RunRecord) => RunFolders
  private readonly plans = new Plans()
  private readonly open = new Map<string, OpenRun>()
  private readonly feeds = new Map<string, RunFeeds>()
  /** What of these transitions people have decided, for the audit trail. */
  audit: (record: RunRecord, transitions: readonly RecordedTransition[]) => readonly AuditNote[] = () => []
  /** Runs that this host had to let go, with what to say of them. */
  private readonly broken = new Map<string, string>()

  constructor(
    journal: Journal,
    clock: Clock,
    executors: readonly Executor[],
    foldersOf: (record: RunRecord) => RunFolders,
    cleaner: () => PieceCleaner,
  ) {
    this.journal = journal
    this.clock = clock
    this.foldersOf = foldersOf
    this.performer = new Performer(
      executors,
      journal,
      () => clock.now(),
      (run, chunk) => this.publish(run, chunk),
      cleaner,
    )
  }

  /**
   * Takes up every one of these runs that had not ended when the last host died; a dormant host only looks at them. Nothing goes on
   * before all were read, and nothing at all where a part of the file turns out to be destroyed, which is thrown.
   */
  recover(stored: readonly StoredRun[], dormant = false): void {
    const unended = stored.filter(({ progress }) => progress.endedAt === null)
    const taken = unended.filter((one) => this.couldTake(one, () => this.take(one.record, one.progress)))
    if (dormant) return
    for (const one of taken) {
      const { record, seq } = one
      // One that died before its first commit begins with the input that it was given.
      this.couldTake(one, () => this.live(record.run)?.begin(seq === 0 ? this.firstPayload(record) : {}))
    }
  }

  /** Takes up nothing, and says of every run that had not ended why. */
  hold(stored: readonly StoredRun[], reason: string): void {
    for (const { record, progress } of stored)
      if (progress.endedAt === null) this.broken.set(record.run, reason)
  }

  /** One run that this Synod cannot take up keeps no other from going on. */
  private couldTake({ record }: StoredRun, take: () => void): boolean {
    try {
      take()
      return true
    } catch (error) {
      if (isFileDamage(error)) throw error
      this.open.delete(record.run)
      this.broken.set(record.run, `This run cannot be taken up: ${(error as Error).message}`)
      return false
    }
  }

  async start(
    record: RunRecord,
    payload: Payload,
    paused: boolean,
    audit: readonly AuditNote[] = [],
  ): Promise<void> {
    await this.journal.createRun(record, FIRST_PROGRESS, audit)
    const run = this.take(record, FIRST_PROGRESS)
    run.live.begin(payload)
    if (paused) await run.live.pause()
    await run.live.settled()
    this.changed.emit(this.summary(record.run) as RunSummary)
  }

  live(run: string): LiveRun | null {
    return this.open.get(run)?.live ?? null
  }

  stored(run: string): StoredRun | null {
    return this.journal.run(run)
  }

  /** The plan that a run is pinned to. */
  plan(record: RunRecord): Plan {
    return this.plans.of(record)
  }

  summaries(): RunSummary[] {
    return this.journal
      .runs()
      .map((stored) => this.summaryOf(stored))
      .sort((a, b) => b.startedAt - a.startedAt)
  }

  summary(run: string): RunSummary | null {
    const stored = this.journal.run(run)
    return stored === null ? null : this.summaryOf(stored)
  }

  feedsOf(run: string): RunFeeds {
    const known = this.feeds.get(run)
    if (known !== undefined) return known
    const made: RunFeeds = { transitions: new Feed(), chunks: new Feed() }
    this.feeds.set(run, made)
    return made
  }

  /** Questions to people. */
  inbox(): OpenAsk[] {
    return [...this.open.values()].flatMap((run) => {
      const version = run.live.core.gauge.asksVersion
      if (run.asked?.version !== version) run.asked = { version, asks: openAsks(run.live) }
      return run.asked.asks
    })
  }

  /** Runs under way in which messages that failed wait for a person. */
  withLetters(): LiveRun[] {
    return [...this.open.values()].map(({ live }) => live).filter(({ core }) => core.gauge.hasLetters())
  }

  /** Lets go of every run; resolves once what worked for them has stopped, as far as it does. */
  async close(): Promise<void> {
    for (const { live } of this.open.values()) live.detach()
    await this.performer.idle(STOPS_WITHIN_MS)
  }

  private take(record: RunRecord, progress: RunProgress): OpenRun {
    const plan = this.plans.of(record)
    const run: OpenRun = {
      plan,
      tokens: progress.tokens,
      costUsd: progress.costUsd,
      chunkSeq: null,
      asksVersion: 0,
      asked: null,
      live: new LiveRun(record, plan, {
        journal: this.journal,
        performer: this.performer,
        clock: this.clock,
        folders: this.foldersOf(record),
        committed: (transitions) => this.committed(record.run, transitions),
        progress: (verdict) => this.progress(run, verdict),
        ended: () => {
          this.open.delete(record.run)
          this.inboxChanged.emit()
        },
        probed: () => {
          run.asked = null
          this.inboxChanged.emit()
        },
        audit: (transitions) => this.audit(record, transitions),
        broke: (error) => this.broke(record.run, error),
      }),
    }
    this.open.set(record.run, run)
    return run
  }

  private firstPayload({ input }: RunRecord): Payload {
    return inputPayload(input as Parameters<typeof inputPayload>[0], this.journal.payloads)
  }

  private committed(run: string, transitions: readonly RecordedTransition[]): void {
    this.feedsOf(run).transitions.emit(transitions)
    const summary = this.summary(run)
    if (summary !== null) this.changed.emit(summary)
    const open = this.open.get(run)
    if (open === undefined || open.asksVersion === open.live.core.gauge.asksVersion) return
    open.asksVersion = open.live.core.gauge.asksVersion
    this.inboxChanged.emit()
  }

  private broke(run: string, error: Error): void {
    this.open.delete(run)
    this.broken.set(
      run,
      `Synod failed in this run: ${error.message}. It stands as it was at its last commit; open Synod again to go on`,
    )
    const summary = this.summary(run)
    if (summary !== null) this.changed.emit(summary)
    this.inboxChanged.emit()
  }

  private publish(run: string, chunk: Omit<Chunk, 'seq'>): void {
    const open = this.open.get(run)
    if (open === undefined) return
    open.chunkSeq = (open.chunkSeq ?? lastChunk(this.journal, run)) + 1
    if (chunk.type === 'usage') {
      const usage = JSON.parse(chunk.data) as {
        inputTokens?: number
        outputTokens?: number
        costUsd?: number | null
      }
      open.tokens += (usage.inputTokens ?? 0) + (usage.outputTokens ?? 0)
      open.costUsd += usage.costUsd ?? 0
    }
    const numbered = { ...chunk, seq: open.chunkSeq }
    try {
      this.journal.appendChunks(run, [numbered])
    } catch (error) {
      // Whoever speaks here is a stream in the middle of something: it cannot do anything about it.
      open.live.detach()
      this.broke(run, error as Error)
      return
    }
    this.feedsOf(run).chunks.emit([numbered])
  }

  private progress({ live, plan, tokens, costUsd }: OpenRun, verdict: Verdict): RunProgress {
    const endedAt = verdict.status === 'running' ? null : this.clock.now()
    return {
      status: statusOf(live, verdict),
      endedAt,
      message: this.messageOf(live, plan, verdict),
      tokens,
      costUsd,
    }
  }

  private messageOf(live: LiveRun, plan: Plan, verdict: Verdict): string {
    if (verdict.status === 'stuck') {
      return `Nothing can happen any more, yet ${verdict.waiting.map((id) => nameOf(plan, id)).join(', ')} still waits`
    }
    const failure = live.runCell().failure
    if (failure === null) return ''
    const error = fieldsOf(failure.error)['error']
    return `${nameOf(plan, failure.actor)}: ${error === undefined ? 'it failed' : this.errorText(error)}`
  }

  private errorText(error: Payload): string {
    if (typeof error !== 'string') return JSON.stringify(error)
    const value = this.journal.payloads.get(error as Ref)
    return typeof value === 'string' ? value : (reasonIn(value) ?? JSON.stringify(value))
  }

  private summaryOf({ record, progress, seq }: StoredRun): RunSummary {
    const models = Object.values(record.settings.models)
    const broken = this.broken.get(record.run)
    return {
      run: record.run,
      name: record.name,
      path: record.path,
      digest: record.digest,
      startedAt: record.startedAt,
      seq,
      ...progress,
      ...(broken === undefined ? {} : { status: 'stuck', message: broken }),
      standin: models.includes('standin'),
      unsandboxed: record.settings.unsandboxed,
      ...(record.settings.chaos === undefined ? {} : { chaos: true }),
    }
  }
}

function statusOf(live: LiveRun, verdict: Verdict): RunStatus {
  if (verdict.status !== 'running') return verdict.status
  if (live.core.gauge.inDoubt()) return 'doubt'
  if (live.core.isPaused()) return 'paused'
  if (live.core.gauge.hasLetters()) return 'waiting'
  return live.core.gauge.asksPeople() && live.record.settings.approve === 'ask' ? 'waiting' : 'running'
}

/** Programs that answer in JSON say by `error` why they could not. */
function reasonIn(value: Json): string | null {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return null
  const { error } = value as { readonly [field: string]: Json }
  return typeof error === 'string' && error !== '' ? error : null
}

function nameOf(plan: Plan, id: string): string {
  const component = plan.components[plan.byId.get(id) ?? RUN]
  return component?.type === 'actor' ? component.name : id
}

function lastChunk(journal: Journal, run: string): number {
  let last = 0
  for (
    let page = journal.chunksAfter(run, 0, 10_000);
    page.length > 0;
    page = journal.chunksAfter(run, last, 10_000)
  ) {
    last = page.at(-1)?.seq ?? last
  }
  return last
}
