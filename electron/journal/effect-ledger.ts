import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { EffectRow } from '../drivers/seams.ts'
import type { Rider } from './group-commit.ts'

const COLUMNS = 'effect, node, tag, kind, class, status, attempts'

/** The newest state of every effect. Changes are appended, and folded into the ledger many at a time. */
export class EffectLedger implements Rider {
  private readonly foldEvery: number
  private readonly insert: StatementSync
  private readonly fold: StatementSync
  private readonly clear: StatementSync
  private readonly old: StatementSync
  private readonly log: StatementSync
  /** Changes that the ledger does not have yet, oldest first, by run. */
  private readonly recent = new Map<number, EffectRow[]>()
  private young = 0

  /** Up to `foldEvery` changes are found in memory until the ledger takes them. */
  constructor(database: DatabaseSync, foldEvery: number) {
    this.foldEvery = foldEvery
    this.insert = database.prepare(`INSERT INTO effect_log (run, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
    this.fold = database.prepare(`
      INSERT INTO effects (run, ${COLUMNS}) SELECT run, ${COLUMNS} FROM effect_log WHERE true ORDER BY id
      ON CONFLICT (run, effect) DO UPDATE SET node = excluded.node, tag = excluded.tag, kind = excluded.kind,
        class = excluded.class, status = excluded.status, attempts = excluded.attempts`)
    this.clear = database.prepare('DELETE FROM effect_log')
    this.old = database.prepare(`SELECT ${COLUMNS} FROM effects WHERE run = ? ORDER BY id`)
    this.log = database.prepare(`SELECT run, ${COLUMNS} FROM effect_log ORDER BY id`)
    this.readRecent()
  }

  /** Inside a transaction. */
  add(run: number, effects: readonly EffectRow[]): void {
    for (const one of effects) {
      this.insert.run(run, one.effect, one.node, one.tag, one.kind, one.class, one.status, one.attempts)
      this.note(run, one)
    }
  }

  /** Inside a transaction. */
  write(): void {
    if (this.young < this.foldEvery) return
    this.fold.run()
    this.clear.run()
    this.recent.clear()
    this.young = 0
  }

  failed(): void {
    this.readRecent()
  }

  private readRecent(): void {
    this.recent.clear()
    this.young = 0
    for (const { run, ...row } of this.log.all()) this.note(Number(run), row as unknown as EffectRow)
  }

  private note(run: number, row: EffectRow): void {
    const rows = this.recent.get(run)
    if (rows === undefined) this.recent.set(run, [row])
    else rows.push(row)
    this.young += 1
  }

  /** In the order in which they were first asked for. */
  of(run: number): readonly EffectRow[] {
    const newest = new Map<string, EffectRow>()
    for (const row of this.old.all(run)) newest.set(String(row['effect']), { ...row } as unknown as EffectRow)
    for (const row of this.recent.get(run) ?? []) newest.set(row.effect, row)
    return [...newest.values()]
  }
}
