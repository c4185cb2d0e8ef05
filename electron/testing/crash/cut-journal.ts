import { copyFileSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { JOURNAL_FILE } from '../../journal/schema.ts'
import { openJournal } from '../../journal/sqlite-journal.ts'
import type { Places } from '../places.ts'
import { runIn } from './trial.ts'

/** SQLite's log, https://www.sqlite.org/fileformat2.html#the_write_ahead_log: a header, then pages with headers. */
const LOG_HEADER = 32
const PAGE_HEADER = 24
const PAGE_SIZE_AT = 8
const SALTS_AT = 16
/** In a page's header: how large the file is after it, where it ends a commit; else 0. */
const SIZE_AFTER_AT = 4
const PAGE_SALTS_AT = 8
const SALTS_BYTES = 8

interface Cut {
  /** The log up to here is without the last commit. */
  readonly from: number
  /** The end of the last commit. */
  readonly to: number
}

/** Where the last commit lies in the log of a home that was left by a kill, in bytes. */
export function lastCommitOf(home: string): Cut {
  const log = readFileSync(join(home, `${JOURNAL_FILE}-wal`))
  const page = PAGE_HEADER + log.readUInt32BE(PAGE_SIZE_AT)
  const salts = log.subarray(SALTS_AT, SALTS_AT + SALTS_BYTES)
  const ends = [LOG_HEADER]
  for (let at = LOG_HEADER; at + page <= log.length; at += page) {
    const found = log.subarray(at + PAGE_SALTS_AT, at + PAGE_SALTS_AT + SALTS_BYTES)
    // What follows is of a log that was begun anew.
    if (!found.equals(salts)) break
    if (log.readUInt32BE(at + SIZE_AFTER_AT) !== 0) ends.push(at + page)
  }
  return { from: ends.at(-2) ?? LOG_HEADER, to: ends.at(-1) ?? LOG_HEADER }
}

/** A copy of a home whose log ends at this byte. */
export function cutCopy(home: string, copy: string, length: number): void {
  mkdirSync(copy, { recursive: true })
  copyFileSync(join(home, JOURNAL_FILE), join(copy, JOURNAL_FILE))
  const log = readFileSync(join(home, `${JOURNAL_FILE}-wal`))
  writeFileSync(join(copy, `${JOURNAL_FILE}-wal`), log.subarray(0, length))
}

/** All that a journal says of the run. */
async function contentOf(folder: string, run: string): Promise<string> {
  const journal = openJournal(folder, { durability: 'off' })
  try {
    if (journal.run(run) === null) return 'no run'
    const transitions = journal.transitionsAfter(run, 0, 1_000_000)
    return JSON.stringify([journal.run(run), transitions, journal.effects(run), journal.audit()])
  } finally {
    await journal.close()
  }
}

/**
 * Cuts the log of a home that was left by a kill at every `step`-th byte of its last commit: what is there must be
 * exactly what was committed before, and all of it where nothing is missing.
 */
export async function cutEverywhere(
  home: string,
  places: Places,
  step: number,
): Promise<{ readonly cuts: number; readonly violations: readonly string[] }> {
  const { from, to } = lastCommitOf(home)
  const copy = places.folder('cut')
  const at = async (length: number): Promise<string> => {
    cutCopy(home, copy, length)
    try {
      return await contentOf(copy, runIn(places))
    } catch (error) {
      return String(error)
    } finally {
      rmSync(copy, { recursive: true })
    }
  }
  const [before, whole] = [await at(from), await at(to)]
  const violations = before === whole ? ['the last commit changed nothing'] : []
  let cuts = 0
  for (let length = from + 1; length < to; length += step) {
    cuts += 1
    const found = await at(length)
    if (found !== before) violations.push(`cut at byte ${length} of ${from} to ${to}: ${found.slice(0, 300)}`)
  }
  return { cuts, violations }
}
