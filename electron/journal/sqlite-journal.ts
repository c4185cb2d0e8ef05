import { join } from 'node:path'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Chunk, RecordedTransition } from '../../shared/api/contract.ts'
import type { Json } from '../../shared/topology/payload.ts'
import type {
  AuditNote,
  AuditRead,
  Batch,
  EffectRow,
  Journal,
  PayloadStore,
  RunProgress,
  RunRecord,
  RunSnapshot,
  StoredRun,
} from '../drivers/seams.ts'
import { AuditTrail } from './audit-trail.ts'
import { CellTexts } from './cell-texts.ts'
import { SqliteChunks } from './chunk-log.ts'
import { EffectLedger } from './effect-ledger.ts'
import { GroupCommit } from './group-commit.ts'
import { closedError, damaged, isDamage, refused } from './journal-error.ts'
import { lastSeqWith } from './order.ts'
import { SqlitePayloads } from './payload-store.ts'
import { readJson } from './records.ts'
import { keptJson, type Redact } from './redact.ts'
import { progressJson, RunTables, recordJson } from './run-tables.ts'
import { type Durability, JOURNAL_FILE, openDatabase } from './schema.ts'
import { type EncodedRow, TransitionLog } from './transition-log.ts'

export interface JournalOptions {
  /** `full` unless said otherwise. */
  readonly durability?: Durability
  /** Applied to every text before it is kept: payloads, chunks, transitions, what a run was started with. */
  readonly redact?: Redact
  /** How many rows an index is brought up to date for at once; few in tests. */
  readonly indexEvery?: number
}

/** With a hundred runs at once, each page of an index then takes several rows; the pause stays within some 10 ms. */
const INDEX_EVERY = 4096

/** What the writer knows of a run that it has met; `seq` counts what was appended, committed or not. */
interface Writing {
  readonly id: number
  seq: number
  /** As it was last written: most batches leave it so, and a row that is not written is a page that is not. */
  progress: string
  readonly cells: CellTexts
}

/** Opens the journal in a folder, or makes it. One process at a time: the caller holds the home's lock. */
export function openJournal(folder: string, options: JournalOptions = {}): Journal {
  const database = openDatabase(folder, options.durability ?? 'full')
  try {
    return journalOn(database, options)
  } catch (error) {
    database.close()
    throw isDamage(error) ? damaged(`${join(folder, JOURNAL_FILE)} cannot be read`, error) : error
  }
}

/** A journal on a database that has its tables. */
export function journalOn(database: DatabaseSync, options: JournalOptions = {}): Journal {
  return new SqliteJournal(database, options)
}

class SqliteJournal implements Journal {
  readonly payloads: PayloadStore
  private readonly database: DatabaseSync
  private readonly redact: Redact | undefined
  private readonly log: TransitionLog
  private readonly tables: RunTables
  private readonly ledger: EffectLedger
  private readonly chunks: SqliteChunks
  private readonly trail: AuditTrail
  private readonly commits: GroupCommit
  private readonly oneSetting: StatementSync
  private readonly upsertSetting: StatementSync
  private readonly writing = new Map<string, Writing>()
  private nextId: number

  constructor(database: DatabaseSync, { redact, indexEvery = INDEX_EVERY }: JournalOptions) {
    const wake = (): void => this.commits.wake()
    const payloads = new SqlitePayloads(database, indexEvery, redact, wake)
    this.database = database
    this.redact = redact
    this.payloads = payloads
    this.log = new TransitionLog(database, indexEvery)
    this.tables = new RunTables(database, this.log)
    this.ledger = new EffectLedger(database, indexEvery)
    this.chunks = new SqliteChunks(database, redact, wake)
    this.trail = new AuditTrail(database, redact)
    this.commits = new GroupCommit(database, [payloads, this.chunks, this.log, this.ledger])
    this.oneSetting = database.prepare('SELECT value FROM settings WHERE key = ?')
    this.upsertSetting = database.prepare('INSERT OR REPLACE INTO settings (key, value) VALUES (?, ?)')
    this.nextId = this.tables.nextId()
  }

  async createRun(record: RunRecord, progress: RunProgress, audit: readonly AuditNote[] = []): Promise<void> {
    this.commits.check()
    const { run } = record
    if (this.find(run) !== null) throw refused(`there is a run ${run} already`)
    const recordText = recordJson(record, this.redact)
    const progressText = progressJson(progress, this.redact)
    const id = this.nextId
    this.nextId += 1
    this.writing.set(run, { id, seq: 0, progress: progressText, cells: new CellTexts() })
    return this.commits.add(() => {
      this.tables.addRun(id, run, recordText)
      this.tables.putProgress(id, progress.status, progressText)
      this.trail.add(audit)
    })
  }

  /** All is encoded now, so that a value that cannot be kept fails its own caller and no commit. */
  async append(run: string, batch: Batch): Promise<void> {
    this.commits.check()
    const writing = this.get(run)
    const { effects, progress, snapshot, audit } = batch
    const seq = lastSeqWith(run, batch, writing.seq)
    const progressText = progress === undefined ? writing.progress : progressJson(progress, this.redact)
    const isNewProgress = progress !== undefined && progressText !== writing.progress
    const snapshotText = snapshot === undefined ? '' : keptJson(snapshot, this.redact)
    const rows = this.encode(batch.transitions, writing)
    writing.seq = seq
    writing.progress = progressText
    if (snapshot !== undefined || (progress !== undefined && progress.endedAt !== null))
      writing.cells.forget()
    return this.commits.add(() => {
      this.log.add(writing.id, rows)
      if (effects !== undefined) this.ledger.add(writing.id, effects)
      if (isNewProgress) this.tables.putProgress(writing.id, progress.status, progressText)
      if (snapshot !== undefined) this.tables.putSnapshot(writing.id, snapshot.seq, snapshotText)
      if (audit !== undefined) this.trail.add(audit)
    })
  }

  appendChunks(run: string, chunks: readonly Chunk[]): void {
    this.commits.check()
    this.chunks.append(this.get(run).id, chunks)
  }

  runs(): readonly StoredRun[] {
    return this.read('the list of runs', () => this.tables.runs())
  }

  run(run: string): StoredRun | null {
    return this.read(`run ${run}`, () => this.tables.run(run))
  }

  load(run: string): {
    readonly snapshot: RunSnapshot | null
    readonly transitions: readonly RecordedTransition[]
  } {
    return this.read(`run ${run}`, () => {
      const { id } = this.get(run)
      const snapshot = this.tables.snapshot(id, run)
      return { snapshot, transitions: this.log.after(id, snapshot?.seq ?? 0, Number.POSITIVE_INFINITY) }
    })
  }

  transitionsAfter(run: string, seq: number, limit: number): readonly RecordedTransition[] {
    return this.read(`run ${run}`, () => this.log.after(this.get(run).id, seq, limit))
  }

  chunksAfter(run: string, seq: number, limit: number): readonly Chunk[] {
    return this.read(`the stream of run ${run}`, () => this.chunks.after(this.get(run).id, seq, limit))
  }

  effects(run: string): readonly EffectRow[] {
    return this.read(`run ${run}`, () => this.ledger.of(this.get(run).id))
  }

  setting(key: string): Json | undefined {
    return this.read(`the setting ${key}`, () => {
      const row = this.oneSetting.get(key)
      return row === undefined ? undefined : (readJson(String(row['value']), `the setting ${key}`) as Json)
    })
  }

  async putSetting(key: string, value: Json, audit: readonly AuditNote[] = []): Promise<void> {
    this.commits.check()
    const text = keptJson(value, this.redact)
    return this.commits.add(() => {
      this.upsertSetting.run(key, text)
      this.trail.add(audit)
    })
  }

  audit(): AuditRead {
    return this.read('the audit trail', () => ({
      rows: this.trail.rows(),
      count: this.trail.counted(),
      since: this.trail.since(),
    }))
  }

  async close(): Promise<void> {
    if (!this.database.isOpen) return
    this.commits.close()
    this.database.close()
  }

  private encode(transitions: Batch['transitions'], writing: Writing): readonly EncodedRow[] {
    try {
      return this.log.encode(transitions, writing.cells, this.redact)
    } catch (error) {
      // Part of it may have been noted as the text that the next patch changes.
      writing.cells.forget()
      throw error
    }
  }

  /** Reads, and tells a damaged file from a mistake. */
  private read<T>(what: string, reader: () => T): T {
    if (!this.database.isOpen) throw closedError()
    try {
      return reader()
    } catch (error) {
      throw isDamage(error) ? damaged(`${what} cannot be read`, error) : error
    }
  }

  private get(run: string): Writing {
    const found = this.find(run)
    if (found === null) throw refused(`there is no run ${run}`)
    return found
  }

  private find(run: string): Writing | null {
    const known = this.writing.get(run)
    if (known !== undefined) return known
    const id = this.tables.idOf(run)
    if (id === null) return null
    const writing = { id, seq: this.log.lastSeq(id), progress: '', cells: new CellTexts() }
    this.writing.set(run, writing)
    return writing
  }
}
