import { createHash } from 'node:crypto'
import { type AuditEntry, auditEntrySchema } from '../../shared/api/audit.ts'
import type { AuditNote, AuditRow } from '../drivers/seams.ts'
import { keptJson, type Redact } from './redact.ts'

/** What the first entry names as the one before it. */
const NOTHING = '0'.repeat(64)

/**
 * The row of the next entry. Its text holds the SHA-256 of the text before it and its own is kept beside it, so that
 * no byte of the trail can change without all that follows.
 */
export function nextAuditRow(last: AuditRow | null, note: AuditNote, redact: Redact | undefined): AuditRow {
  const seq = (last?.seq ?? 0) + 1
  const { at, type, by, account, run, ask, node, shown, answer, comment, record } = note
  const said = { at, type, by, account, run, ask, node, shown, answer, comment, record }
  const body = keptJson({ seq, prev: last?.hash ?? NOTHING, ...said }, redact)
  return { seq, body, hash: hashOf(body) }
}

function hashOf(body: string): string {
  return createHash('sha256').update(body).digest('hex')
}

/** The entry of a row, or null when its text is none. */
export function readAuditRow({ body }: AuditRow): AuditEntry | null {
  try {
    return auditEntrySchema.parse(JSON.parse(body))
  } catch {
    return null
  }
}

export interface ChainCheck {
  readonly entries: readonly AuditEntry[]
  /** The hash of the newest entry. */
  readonly head: string
  readonly problems: readonly string[]
}

/** Checks every link; `count` is how many entries the journal says that it has. */
export function checkChain(rows: readonly AuditRow[], count: number): ChainCheck {
  const problems: string[] = []
  const entries: AuditEntry[] = []
  let before: AuditRow = { seq: 0, body: '', hash: NOTHING }
  for (const row of rows) {
    if (row.seq !== before.seq + 1) problems.push(missing(before.seq + 1, row.seq - 1))
    const entry = readAuditRow(row)
    if (hashOf(row.body) !== row.hash) problems.push(`entry ${row.seq}: its text is not what its hash says`)
    else if (entry === null || entry.seq !== row.seq)
      problems.push(`entry ${row.seq}: its text is no entry of that place`)
    else if (entry.prev !== before.hash)
      problems.push(`entry ${row.seq}: it was not written after the entry before it`)
    if (entry !== null) entries.push(entry)
    before = row
  }
  if (before.seq < count) problems.push(`${missing(before.seq + 1, count)}, at the end`)
  return { entries, head: before.hash, problems }
}

function missing(from: number, to: number): string {
  if (to < from) return `entry ${to + 1} is there twice`
  return from === to ? `entry ${from} is missing` : `entries ${from} to ${to} are missing`
}
