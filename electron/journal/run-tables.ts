import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { RunProgress, RunRecord, RunSnapshot, StoredRun } from '../drivers/seams.ts'
import { damaged, JournalError } from './journal-error.ts'
import { readProgress, readRecord, readSnapshot } from './records.ts'
import { keptJson, type Redact } from './redact.ts'
import type { TransitionLog } from './transition-log.ts'

/** Of what a snapshot's body means. */
const SNAPSHOT_VERSION = 1

/** The tables with a row, or a few, for each run. Writers run inside a transaction. */
export class RunTables {
  private readonly log: TransitionLog
  private readonly insertRun: StatementSync
  private readonly allRuns: StatementSync
  private readonly oneRun: StatementSync
  private readonly newestId: StatementSync
  private readonly upsertProgress: StatementSync
  private readonly upsertSnapshot: StatementSync
  private readonly oneSnapshot: StatementSync

  constructor(database: DatabaseSync, log: TransitionLog) {
    this.log = log
    this.insertRun = database.prepare('INSERT INTO runs (id, run, record) VALUES (?, ?, ?)')
    const stored = 'SELECT id, runs.run, record, body FROM runs LEFT JOIN progress ON progress.run = runs.id'
    this.allRuns = database.prepare(`${stored} ORDER BY id`)
    this.oneRun = database.prepare(`${stored} WHERE runs.run = ?`)
    this.newestId = database.prepare('SELECT max(id) AS id FROM runs')
    this.upsertProgress = database.prepare(
      'INSERT OR REPLACE INTO progress (run, status, body) VALUES (?, ?, ?)',
    )
    this.upsertSnapshot = database.prepare(
      'INSERT OR REPLACE INTO snapshots (run, seq, version, body) VALUES (?, ?, ?, ?)',
    )
    this.oneSnapshot = database.prepare('SELECT version, body FROM snapshots WHERE run = ?')
  }

  nextId(): number {
    return Number(this.newestId.get()?.['id'] ?? 0) + 1
  }

  idOf(run: string): number | null {
    const id = this.oneRun.get(run)?.['id']
    return typeof id === 'number' ? id : null
  }

  addRun(id: number, run: string, record: string): void {
    this.insertRun.run(id, run, record)
  }

  runs(): readonly StoredRun[] {
    return this.allRuns.all().map((row) => this.storedRun(row))
  }

  run(run: string): StoredRun | null {
    const row = this.oneRun.get(run)
    return row === undefined ? null : this.storedRun(row)
  }

  putProgress(id: number, status: string, body: string): void {
    this.upsertProgress.run(id, status, body)
  }

  putSnapshot(id: number, seq: number, body: string): void {
    this.upsertSnapshot.run(id, seq, SNAPSHOT_VERSION, body)
  }

  snapshot(id: number, run: string): RunSnapshot | null {
    const row = this.oneSnapshot.get(id)
    if (row === undefined) return null
    const version = Number(row['version'])
    if (version > SNAPSHOT_VERSION)
      throw new JournalError('newer', `the snapshot of run ${run} was written by a newer Synod`)
    return readSnapshot(String(row['body']), run)
  }

  private storedRun(row: Record<string, unknown>): StoredRun {
    const run = String(row['run'])
    if (row['body'] === null) throw damaged(`run ${run} has no progress`)
    return {
      record: readRecord(String(row['record']), run),
      progress: readProgress(String(row['body']), run),
      seq: this.log.lastSeq(Number(row['id'])),
    }
  }
}

/** The pinned topology is kept to the byte, since its digest names it; what came in with the run is redacted. */
export function recordJson(record: RunRecord, redact: Redact | undefined): string {
  const { text, digest, ...rest } = record
  return JSON.stringify({ ...(JSON.parse(keptJson(rest, redact)) as object), digest, text })
}

export function progressJson(progress: RunProgress, redact: Redact | undefined): string {
  return keptJson(progress, redact)
}
