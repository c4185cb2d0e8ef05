import { copyFileSync, existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import type { Json, Ref } from '../../shared/topology/payload.ts'
import type { Journal } from '../drivers/seams.ts'
import { JournalError } from './journal-error.ts'
import { copyTables } from './save-tables.ts'
import { isOfSynod, JOURNAL_FILE, memoryDatabase } from './schema.ts'
import { journalOn } from './sqlite-journal.ts'

/** What could be read of a damaged journal. */
export interface SavedJournal {
  /** It takes nothing. */
  readonly journal: Journal
  /** What is gone, in words for people. */
  readonly lost: readonly string[]
}

/** A run whose end is not known is shown as one that cannot go on. */
const PROGRESS_LOST = {
  status: 'stuck',
  endedAt: null,
  message: 'How it stood is lost',
  tokens: 0,
  costUsd: 0,
}

const CONTENT_LOST = '(lost: a part of the journal is destroyed)'

/**
 * Reads what can be read of a damaged journal, into memory; null when that is nothing. In its folder nothing is
 * written: it is a copy that SQLite brings in order.
 */
export function saveJournal(folder: string): SavedJournal | null {
  const copy = mkdtempSync(join(tmpdir(), 'synod-damaged-'))
  try {
    for (const name of [JOURNAL_FILE, `${JOURNAL_FILE}-wal`])
      if (existsSync(join(folder, name))) copyFileSync(join(folder, name), join(copy, name))
    return readCopy(copy)
  } finally {
    rmSync(copy, { recursive: true, force: true })
  }
}

function readCopy(copy: string): SavedJournal | null {
  const from = openOrNull(join(copy, JOURNAL_FILE))
  if (from === null) return null
  try {
    const into = memoryDatabase()
    const lost = [...copyTables(from, into), ...wholeRuns(into)]
    return { journal: readOnly(journalOn(into)), lost }
  } finally {
    from.close()
  }
}

function openOrNull(path: string): DatabaseSync | null {
  const database = new DatabaseSync(path)
  try {
    if (isOfSynod(database)) return database
  } catch {
    // Not even its first page can be read.
  }
  database.close()
  return null
}

/** Of each run its beginning is kept, as far as nothing is missing: what comes after a gap says how things changed from what is not known. */
function wholeRuns(into: DatabaseSync): readonly string[] {
  const lost: string[] = []
  into.exec(`INSERT INTO progress SELECT id, '${PROGRESS_LOST.status}', '${JSON.stringify(PROGRESS_LOST)}' FROM runs
    WHERE id NOT IN (SELECT run FROM progress)`)
  const journal = journalOn(into)
  for (const { id, run } of into.prepare('SELECT id, run FROM runs').all()) {
    const name = String(run)
    if (!canBeRead(() => journal.run(name))) {
      into.prepare('DELETE FROM runs WHERE id = ?').run(Number(id))
      lost.push(`run ${name}`)
      continue
    }
    const seq = journal.run(name)?.seq ?? 0
    const whole = lastWhole(journal, name)
    if (whole === seq && canBeRead(() => journal.load(name))) continue
    into.prepare('DELETE FROM snapshots WHERE run = ?').run(Number(id))
    into.prepare('DELETE FROM transitions WHERE run = ? AND seq > ?').run(Number(id), whole)
    into.prepare('DELETE FROM transition_index WHERE run = ? AND seq > ?').run(Number(id), whole)
    if (whole < seq) lost.push(`of run ${name} what came after its transition ${journal.run(name)?.seq ?? 0}`)
  }
  return lost
}

const PAGE = 1000

/** The last transition before which nothing is missing. */
function lastWhole(journal: Journal, run: string): number {
  let last = 0
  // Page by page as far as that goes, then one by one up to the gap.
  for (const limit of [PAGE, 1]) {
    try {
      for (;;) {
        const page = journal.transitionsAfter(run, last, limit)
        if (page.length === 0) return last
        last = page.at(-1)?.identity.seq ?? last
      }
    } catch {
      // Here is a gap.
    }
  }
  return last
}

function canBeRead(read: () => unknown): boolean {
  try {
    read()
    return true
  } catch {
    return false
  }
}

function readOnly(journal: Journal): Journal {
  const refuse = (): never => {
    throw new JournalError('damaged', 'the journal is damaged, so it is open for reading only')
  }
  const refuseLater = async (): Promise<never> => refuse()
  const { payloads } = journal
  return Object.assign(Object.create(journal) as Journal, {
    // The rest of what a run came to is shown all the same.
    payloads: {
      put: (value: Json) => payloads.put(value),
      has: (ref: Ref) => payloads.has(ref),
      get: (ref: Ref) => (payloads.has(ref) ? payloads.get(ref) : CONTENT_LOST),
    },
    createRun: refuseLater,
    append: refuseLater,
    appendChunks: refuse,
  })
}
