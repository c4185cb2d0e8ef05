import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { AuditNote, AuditRow } from '../drivers/seams.ts'
import { nextAuditRow } from './audit-chain.ts'
import { Mark } from './mark.ts'
import type { Redact } from './redact.ts'

/** The table of the audit trail: rows are only ever added, each in the transaction of what it tells of. */
export class AuditTrail {
  private readonly redact: Redact | undefined
  private readonly insert: StatementSync
  private readonly all: StatementSync
  /** How many entries there are, so that a cut end is seen. */
  private readonly count: Mark
  private readonly sinceMark: Mark
  private last: AuditRow | null

  constructor(database: DatabaseSync, redact: Redact | undefined) {
    this.redact = redact
    this.insert = database.prepare('INSERT INTO audit (seq, body, hash) VALUES (?, ?, ?)')
    this.all = database.prepare('SELECT seq, body, hash FROM audit ORDER BY seq')
    this.count = new Mark(database, 'audit')
    this.sinceMark = new Mark(database, 'audit-since')
    const newest = database.prepare('SELECT seq, body, hash FROM audit ORDER BY seq DESC LIMIT 1').get()
    this.last = newest === undefined ? null : rowOf(newest)
  }

  /** Inside a transaction. */
  add(notes: readonly AuditNote[]): void {
    for (const note of notes) {
      const row = nextAuditRow(this.last, note, this.redact)
      this.insert.run(row.seq, row.body, row.hash)
      this.count.move(row.seq)
      this.last = row
    }
  }

  rows(): readonly AuditRow[] {
    return this.all.all().map(rowOf)
  }

  counted(): number {
    return this.count.value
  }

  /** When the trail began, ms since 1970: a journal of an older Synod had none. */
  since(): number {
    return this.sinceMark.value
  }
}

function rowOf(row: Record<string, unknown>): AuditRow {
  return { seq: Number(row['seq']), body: String(row['body']), hash: String(row['hash']) }
}
