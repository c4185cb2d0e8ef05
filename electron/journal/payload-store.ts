import { hash } from 'node:crypto'
import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { inlineOf, type Json, type Ref } from '../../shared/topology/payload.ts'
import type { PayloadStore } from '../drivers/seams.ts'
import type { Rider } from './group-commit.ts'
import { damaged, refused } from './journal-error.ts'
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

/** Payloads in SQLite: hashed at once, written with the next commit, read from memory while they are young. */
export class SqlitePayloads implements PayloadStore, Rider {
  private readonly redact: Redact | undefined
  private readonly wake: () => void
  private readonly insert: StatementSync
  private readonly select: StatementSync
  private readonly pending = new Map<Ref, string>()
  private readonly cache = new TextCache(CACHE_CHARS)

  constructor(database: DatabaseSync, redact: Redact | undefined, wake: () => void) {
    this.redact = redact
    this.wake = wake
    this.insert = database.prepare('INSERT OR IGNORE INTO payloads (digest, text) VALUES (?, ?)')
    this.select = database.prepare('SELECT text FROM payloads WHERE digest = ?')
  }

  put(value: Json): Ref {
    const text = keptJson(value, this.redact)
    const ref = digestOf(text)
    if (this.pending.has(ref) || this.cache.get(ref) !== undefined) return ref
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
    for (const [ref, text] of this.pending) this.insert.run(Buffer.from(ref, 'hex'), text)
  }

  committed(): void {
    for (const [ref, text] of this.pending) this.cache.set(ref, text)
    this.pending.clear()
  }

  private find(ref: Ref): string | undefined {
    const young = this.pending.get(ref) ?? this.cache.get(ref)
    if (young !== undefined || !DIGEST.test(ref)) return young
    const row = this.select.get(Buffer.from(ref, 'hex'))
    if (row === undefined) return undefined
    const text = String(row['text'])
    if (digestOf(text) !== ref) throw damaged(`payload ${ref} is not what its digest says`)
    this.cache.set(ref, text)
    return text
  }
}
