/**
 * What may go wrong with a journal as a whole, for hosts to tell a person.
 * `newer`: written by a newer Synod; `damaged`: not a journal, or what it says cannot be true; `refused`: a caller's
 * mistake (a gap, an unknown run); `failed`: the disk did not take a commit; `closed`: used after `close`.
 */
export type JournalErrorCode = 'newer' | 'damaged' | 'refused' | 'failed' | 'closed'

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
