/**
 * What may go wrong with a journal as a whole, for hosts to tell a person.
 * `newer`: written by a newer Synod; `damaged`: not a journal, or what it says cannot be true; `refused`: a caller's
 * mistake (a gap, an unknown run); `busy`: open in another process; `failed`: the disk did not take a commit; `closed`: used after `close`.
 */
export type JournalErrorCode = 'newer' | 'damaged' | 'refused' | 'busy' | 'failed' | 'closed'

export class JournalError extends Error {
  readonly code: JournalErrorCode

  constructor(code: JournalErrorCode, message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause })
    this.name = 'JournalError'
    this.code = code
  }
}

export function damaged(what: string, cause?: unknown): JournalError {
  const detail = cause instanceof Error ? `: ${cause.message}` : ''
  return new JournalError('damaged', `the journal is damaged: ${what}${detail}`, cause)
}

export function refused(message: string): JournalError {
  return new JournalError('refused', message)
}

export function closedError(): JournalError {
  return new JournalError('closed', 'the journal is closed')
}

export const SQLITE_BUSY = 5
const SQLITE_CORRUPT = 11
const SQLITE_FULL = 13
const SQLITE_NOTADB = 26

/** SQLite's primary result code, or 0 for any other error. */
export function sqliteCode(error: unknown): number {
  return error instanceof Error && 'errcode' in error ? Number(error.errcode) & 0xff : 0
}

/** The file's own fault, as against a caller's or the disk's. */
export function isDamage(error: unknown): boolean {
  const code = sqliteCode(error)
  return code === SQLITE_CORRUPT || code === SQLITE_NOTADB
}

/** What a check of the file says in words, as the error that reading there would be. */
export function corrupt(message: string): Error {
  return Object.assign(new Error(message), { errcode: SQLITE_CORRUPT })
}

export function isFull(error: unknown): boolean {
  return sqliteCode(error) === SQLITE_FULL
}

/** A part of the file is destroyed, as against one that holds what cannot be true. */
export function isFileDamage(error: unknown): boolean {
  return error instanceof JournalError && error.code === 'damaged' && isDamage(error.cause)
}

/** Why a write failed, with what to do where a person can do something. */
export function reasonOf(error: unknown): string {
  if (isFull(error)) return 'its disk is full, so make room there'
  return error instanceof Error ? error.message : String(error)
}
