import { hash } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { inlineOf, type Json, type Ref } from '../../shared/topology/payload.ts'
import type { PayloadStore } from '../drivers/seams.ts'
import type { Rider } from './group-commit.ts'
import { damaged, refused } from './journal-error.ts'
import { Mark } from './mark.ts'
import { keptJson, type Redact } from './redact.ts'
import { TextCache } from './text-cache.ts'

const CACHE_CHARS = 16_000_000
const DIGEST = /^[0-9a-f]{64}$/

/** The digest is of the text as it is kept, so that what is stored can be checked against its name. */
export function digestOf(text: string): Ref {
  return hash('sha256', text)
}

export function missingPayload(ref: Ref): Error {
  return refused(
    DIGEST.test(ref) ? `there is no payload ${ref}` : `"${ref.slice(0, 80)}" is not a reference to a payload`,
  )
}

/** From this length on, looking a text up costs less than keeping it a second time. */
const LONG_CHARS = 8192

/** Payloads in SQLite: hashed at once, written with the next commit, read from memory while they are young. */
export class SqlitePayloads implements PayloadStore, Rider {
  private readonly redact: Redact | undefined
  private readonly wake: () => void
  private readonly indexEvery: number
  private readonly mark: Mark
  private readonly insert: StatementSync
  private readonly index: StatementSync
  private readonly old: StatementSync
  private readonly young: StatementSync
  private readonly pending = new Map<Ref, string>()
  private readonly cache = new TextCache(CACHE_CHARS)
  private nextId: number

  /** The index takes `indexEvery` rows at once, in order of their digests, so that one of its pages takes several. */
  constructor(database: DatabaseSync, indexEvery: number, redact: Redact | undefined, wake: () => void) {
    this.indexEvery = indexEvery
    this.redact = redact
    this.wake = wake
    this.mark = new Mark(database, 'payloads')
    this.insert = database.prepare('INSERT INTO payloads (id, digest, text) VALUES (?, ?, ?)')
    this.index = database.prepare(
      'INSERT OR IGNORE INTO payload_index SELECT digest, id FROM payloads WHERE id > ? ORDER BY digest, id',
    )
    this.old = database.prepare(
      'SELECT text FROM payloads WHERE id = (SELECT id FROM payload_index WHERE digest = ?)',
    )
    this.young = database.prepare('SELECT text FROM payloads WHERE id > ? AND digest = ? LIMIT 1')
    const newest = database.prepare('SELECT max(id) AS id FROM payloads').get()?.['id']
    this.nextId = Number(newest ?? 0) + 1
  }

  put(value: Json): Ref {
    const text = keptJson(value, this.redact)
    const ref = digestOf(text)
    if (this.pending.has(ref) || this.cache.get(ref) !== undefined) return ref
    if (text.length >= LONG_CHARS && this.load(ref) !== undefined) return ref
    this.pending.set(ref, text)
    this.wake()
    return ref
  }

  get(ref: Ref): Json {
    const inline = inlineOf(ref)
    if (inline !== null) return inline
    const text = this.find(ref)
    if (text === undefined) throw missingPayload(ref)
    return JSON.parse(text) as Json
  }

  has(ref: Ref): boolean {
    return inlineOf(ref) !== null || this.find(ref) !== undefined
  }

  write(): void {
    if (this.nextId - 1 - this.mark.value >= this.indexEvery) {
      this.index.run(this.mark.value)
      this.mark.move(this.nextId - 1)
    }
    for (const [ref, text] of this.pending) {
      this.insert.run(this.nextId, Buffer.from(ref, 'hex'), text)
      this.nextId += 1
    }
  }

  committed(): void {
    for (const [ref, text] of this.pending) this.cache.set(ref, text)
    this.pending.clear()
  }

  failed(): void {
    this.mark.read()
  }

  private find(ref: Ref): string | undefined {
    return this.pending.get(ref) ?? this.cache.get(ref) ?? (DIGEST.test(ref) ? this.load(ref) : undefined)
  }

  private load(ref: Ref): string | undefined {
    const digest = Buffer.from(ref, 'hex')
    const row = this.old.get(digest) ?? this.young.get(this.mark.value, digest)
    if (row === undefined) return undefined
    const text = String(row['text'])
    if (digestOf(text) !== ref) throw damaged(`payload ${ref} is not what its digest says`)
    this.cache.set(ref, text)
    return text
  }
}
