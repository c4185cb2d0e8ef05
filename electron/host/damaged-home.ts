import { join } from 'node:path'
import { HostError } from '../../shared/api/contract.ts'
import type { Journal } from '../drivers/seams.ts'
import { isFileDamage, JournalError } from '../journal/journal-error.ts'
import { saveJournal } from '../journal/saved-journal.ts'
import { JOURNAL_FILE } from '../journal/schema.ts'

/** A journal that could only be read, and what to tell people of it. */
export interface Damaged {
  readonly journal: Journal
  readonly damage: string
}

/** What there is instead of a journal that cannot be opened; throws what to tell people where nothing could be saved. */
export function readDamaged(home: string, error: unknown): Damaged {
  if (!(error instanceof JournalError)) throw error
  const saved = isFileDamage(error) ? saveJournal(home) : null
  if (saved === null) throw new HostError({ code: 'internal', message: error.message })
  const path = join(home, JOURNAL_FILE)
  const lost = saved.lost.length === 0 ? 'nothing that it knew of' : saved.lost.join(', ')
  return {
    journal: saved.journal,
    damage: `${path} is damaged. It is open for reading only, with what could be saved; lost: ${lost}. Nothing goes on and nothing is written to it: put back a copy of it, or start anew with another --home`,
  }
}
