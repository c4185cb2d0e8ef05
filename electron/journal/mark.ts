import type { DatabaseSync, StatementSync } from 'node:sqlite'

/** How far an index reaches into its table. Moved inside the transaction that brings the index there. */
export class Mark {
  private readonly name: string
  private readonly upsert: StatementSync
  private readonly select: StatementSync
  private reached = 0

  constructor(database: DatabaseSync, name: string) {
    this.name = name
    this.upsert = database.prepare('INSERT OR REPLACE INTO marks (name, value) VALUES (?, ?)')
    this.select = database.prepare('SELECT value FROM marks WHERE name = ?')
    this.read()
  }

  /** As the table has it: a move that was not committed is taken back. */
  read(): void {
    const stored = this.select.get(this.name)?.['value']
    this.reached = typeof stored === 'number' ? stored : 0
  }

  get value(): number {
    return this.reached
  }

  move(to: number): void {
    this.upsert.run(this.name, to)
    this.reached = to
  }
}
