import { copyFileSync, existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import type { RecordedTransition } from '../../shared/api/contract.ts'
import type { EffectRow, Journal, StoredRun } from '../drivers/seams.ts'
import { JOURNAL_FILE } from '../journal/schema.ts'
import { openJournal } from '../journal/sqlite-journal.ts'

/** What a home's journal says of one run. */
export interface JournalView {
  readonly stored: StoredRun
  readonly transitions: readonly RecordedTransition[]
  readonly effects: readonly EffectRow[]
}

/** Opens a copy of a home's journal, so that looking neither needs the home's lock nor recovers the original. */
export async function readJournal<T>(home: string, copy: string, read: (journal: Journal) => T): Promise<T> {
  mkdirSync(copy, { recursive: true })
  for (const ending of ['', '-wal']) {
    const file = join(home, `${JOURNAL_FILE}${ending}`)
    if (existsSync(file)) copyFileSync(file, join(copy, `${JOURNAL_FILE}${ending}`))
  }
  const journal = openJournal(copy)
  try {
    return read(journal)
  } finally {
    await journal.close()
  }
}

export function viewOf(journal: Journal, run: string): JournalView {
  const stored = journal.run(run)
  if (stored === null) throw new Error(`the journal has no run ${run}`)
  const transitions = journal.transitionsAfter(run, 0, 1_000_000)
  return { stored, transitions, effects: journal.effects(run) }
}
