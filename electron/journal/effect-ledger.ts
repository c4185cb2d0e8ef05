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
  private readonly recent: StatementSync
  private young: number

  /** A read looks through up to `foldEvery` changes that the ledger does not have yet. */
  constructor(database: DatabaseSync, foldEvery: number) {
    this.foldEvery = foldEvery
    this.insert = database.prepare(`INSERT INTO effect_log (run, ${COLUMNS}) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`)
    this.fold = database.prepare(`
      INSERT INTO effects (run, ${COLUMNS}) SELECT run, ${COLUMNS} FROM effect_log WHERE true ORDER BY id
      ON CONFLICT (run, effect) DO UPDATE SET node = excluded.node, tag = excluded.tag, kind = excluded.kind,
        class = excluded.class, status = excluded.status, attempts = excluded.attempts`)
    this.clear = database.prepare('DELETE FROM effect_log')
    this.old = database.prepare(`SELECT ${COLUMNS} FROM effects WHERE run = ? ORDER BY id`)
    this.recent = database.prepare(`SELECT ${COLUMNS} FROM effect_log WHERE run = ? ORDER BY id`)
    this.young = Number(database.prepare('SELECT count(*) AS count FROM effect_log').get()?.['count'])
  }

  /** Inside a transaction. */
  add(run: number, effects: readonly EffectRow[]): void {
    for (const one of effects) {
      this.insert.run(run, one.effect, one.node, one.tag, one.kind, one.class, one.status, one.attempts)
    }
    this.young += effects.length
  }

  /** Inside a transaction. */
  write(): void {
    if (this.young < this.foldEvery) return
    this.fold.run()
    this.clear.run()
    this.young = 0
  }

  /** In the order in which they were first asked for. */
  of(run: number): readonly EffectRow[] {
    const newest = new Map<string, EffectRow>()
    for (const rows of [this.old.all(run), this.recent.all(run)])
      for (const row of rows) newest.set(String(row['effect']), { ...row } as unknown as EffectRow)
    return [...newest.values()]
  }
}
