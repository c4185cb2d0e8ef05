import type { DatabaseSync, StatementSync } from 'node:sqlite'
import type { Chunk } from '../../shared/api/contract.ts'
import type { Rider } from './group-commit.ts'
import { refused } from './journal-error.ts'
import { readJson } from './records.ts'
import type { Redact } from './redact.ts'

/** Pieces of streams; a window catches up from the last it saw, so each run's numbers only rise. */
export class SqliteChunks implements Rider {
  private readonly redact: Redact | undefined
  private readonly wake: () => void
  private readonly insert: StatementSync
  private readonly select: StatementSync
  private readonly newest: StatementSync
  private readonly last = new Map<number, number>()
  private pending = new Map<number, Chunk[]>()

  constructor(database: DatabaseSync, redact: Redact | undefined, wake: () => void) {
    this.redact = redact
    this.wake = wake
    this.insert = database.prepare(
      'INSERT INTO chunks (run, seq, effect, attempt, at, type, data) VALUES (?, ?, ?, ?, ?, ?, ?)',
    )
    this.select = database.prepare(
      'SELECT seq, effect, attempt, at, type, data FROM chunks WHERE run = ? AND seq > ? ORDER BY seq LIMIT ?',
    )
    this.newest = database.prepare('SELECT max(seq) AS seq FROM chunks WHERE run = ?')
  }

  append(run: number, chunks: readonly Chunk[]): void {
    if (chunks.length === 0) return
    const list = this.pending.get(run) ?? []
    checkChunks(chunks, this.lastSeq(run))
    for (const chunk of chunks) {
      list.push(this.redact === undefined ? chunk : { ...chunk, data: this.redact(chunk.data) })
      this.last.set(run, chunk.seq)
    }
    this.pending.set(run, list)
    this.wake()
  }

  after(run: number, seq: number, limit: number): readonly Chunk[] {
    if (limit <= 0) return []
    const stored = this.select.all(run, seq, sqlLimit(limit)).map(readChunk)
    const young = this.pending.get(run)?.filter((chunk) => chunk.seq > seq) ?? []
    return young.length === 0 ? stored : [...stored, ...young].slice(0, limit)
  }

  write(): void {
    for (const [run, chunks] of this.pending) {
      for (const { seq, effect, attempt, at, type, data } of chunks)
        this.insert.run(run, seq, effect, attempt, at, type, JSON.stringify(data))
    }
  }

  committed(): void {
    if (this.pending.size > 0) this.pending = new Map()
  }

  private lastSeq(run: number): number {
    const known = this.last.get(run)
    if (known !== undefined) return known
    const stored = this.newest.get(run)?.['seq']
    return typeof stored === 'number' ? stored : 0
  }
}

/** Data is kept as JSON: a stream may be cut within a character, and plain text would lose the half. */
function readChunk(row: Record<string, unknown>): Chunk {
  return { ...row, data: readJson(String(row['data']), `chunk ${row['seq']}`) } as Chunk
}

export function checkChunks(chunks: readonly Chunk[], last: number): void {
  let before = last
  for (const { seq } of chunks) {
    if (!Number.isInteger(seq) || seq <= before) throw refused(`chunk ${seq} comes after chunk ${before}`)
    before = seq
  }
}

/** SQLite takes no infinity. */
export function sqlLimit(limit: number): number {
  return Math.min(Math.floor(limit), 2 ** 31)
}
