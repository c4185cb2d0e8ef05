import { closeSync, mkdirSync, openSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { corrupt, damaged, isFull, JournalError, reasonOf, SQLITE_BUSY, sqliteCode } from './journal-error.ts'

/** Raised with every change of the tables or of what their bodies mean. Older ones are migrated here, in steps. */
export const SCHEMA_VERSION = 2

/** `Synd`: tells a journal from any other SQLite file. */
const APPLICATION_ID = 0x53796e64

export const JOURNAL_FILE = 'journal.sqlite'

/**
 * What every hop writes goes to the end of a table and nowhere else, so that a commit of a hundred runs touches few
 * pages. Indices over those tables are tables of their own, brought up to date for many rows at once;
 * `marks` says how far each reaches.
 * - `transitions`: a row holds transitions that were appended together, JSON by codec.ts; `seq` is the last one's.
 * - `effect_log`: changes of the ledger that `effects` does not have yet. The rowid of `effects` keeps the order in
 *   which they were first asked for.
 * - `payloads`: content by the SHA-256 of its JSON text.
 * - `audit`: what people decided, each entry chained to the one before (audit-chain.ts).
 */
const TABLES = `
  CREATE TABLE runs (id INTEGER PRIMARY KEY, run TEXT NOT NULL UNIQUE, record TEXT NOT NULL);
  CREATE TABLE progress (run INTEGER PRIMARY KEY, status TEXT NOT NULL, body TEXT NOT NULL);
  CREATE TABLE transitions (gseq INTEGER PRIMARY KEY, run INTEGER NOT NULL, seq INTEGER NOT NULL, body TEXT NOT NULL);
  CREATE TABLE transition_index (run INTEGER, seq INTEGER, gseq INTEGER NOT NULL, PRIMARY KEY (run, seq)) WITHOUT ROWID;
  CREATE TABLE snapshots (run INTEGER PRIMARY KEY, seq INTEGER NOT NULL, version INTEGER NOT NULL, body TEXT NOT NULL);
  CREATE TABLE effects (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL, effect TEXT NOT NULL, node TEXT, tag TEXT, kind TEXT, class TEXT,
    status TEXT, attempts INTEGER, UNIQUE (run, effect)
  );
  CREATE TABLE effect_log (
    id INTEGER PRIMARY KEY, run INTEGER NOT NULL, effect TEXT NOT NULL, node TEXT, tag TEXT, kind TEXT, class TEXT,
    status TEXT, attempts INTEGER
  );
  CREATE TABLE payloads (id INTEGER PRIMARY KEY, digest BLOB NOT NULL, text TEXT NOT NULL);
  CREATE TABLE payload_index (digest BLOB PRIMARY KEY, id INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE chunks (
    run INTEGER NOT NULL, seq INTEGER NOT NULL, effect TEXT, attempt INTEGER, at INTEGER, type TEXT, data TEXT,
    PRIMARY KEY (run, seq)
  ) WITHOUT ROWID;
  CREATE TABLE settings (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
  CREATE TABLE marks (name TEXT PRIMARY KEY, value INTEGER NOT NULL) WITHOUT ROWID;
  CREATE TABLE audit (seq INTEGER PRIMARY KEY, body TEXT NOT NULL, hash TEXT NOT NULL);
`

/** What brings a journal of version n to n + 1, in order from 1. */
const STEPS: readonly string[] = [
  `CREATE TABLE audit (seq INTEGER PRIMARY KEY, body TEXT NOT NULL, hash TEXT NOT NULL);
   INSERT INTO marks (name, value) VALUES ('audit-since', CAST(unixepoch('subsec') * 1000 AS INTEGER));`,
]

/** `full`: a commit is on the disk when it returns. `off`: for tests and measurements; a power cut may lose it all. */
export type Durability = 'full' | 'off'

/** Opens the journal of a home, or makes it. Only its owner can read it: it holds prompts and code. */
export function openDatabase(folder: string, durability: Durability): DatabaseSync {
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, JOURNAL_FILE)
  closeSync(openSync(path, 'a', 0o600))
  const database = new DatabaseSync(path)
  try {
    prepare(database, path, durability)
    return database
  } catch (error) {
    database.close()
    throw openingError(path, error)
  }
}

/** A journal that is nowhere kept: what was saved of a damaged one is put here. */
export function memoryDatabase(): DatabaseSync {
  const database = new DatabaseSync(':memory:')
  database.exec(TABLES)
  return database
}

/** Throws where not even that can be read. */
export function isOfSynod(database: DatabaseSync): boolean {
  return pragma(database, 'application_id') === APPLICATION_ID && tableCount(database) > 0
}

function openingError(path: string, error: unknown): JournalError {
  if (error instanceof JournalError) return error
  if (sqliteCode(error) === SQLITE_BUSY)
    return new JournalError('busy', `${path} is open in another process`, error)
  if (isFull(error)) return new JournalError('failed', `${path} cannot be opened: ${reasonOf(error)}`, error)
  return damaged(`${path} cannot be read`, error)
}

function prepare(database: DatabaseSync, path: string, durability: Durability): void {
  // One process owns the file, whatever becomes of the home's own lock; a commit then takes no locks either.
  database.exec('PRAGMA locking_mode = EXCLUSIVE')
  // Versions next: what is set later may write to the file, and one that is not ours is left untouched.
  const version = checkVersion(database, path)
  database.exec('PRAGMA journal_mode = WAL')
  database.exec(`PRAGMA synchronous = ${durability === 'full' ? 'FULL' : 'OFF'}`)
  // On macOS a plain fsync leaves the bytes in the drive's cache; elsewhere these do nothing.
  if (durability === 'full') database.exec('PRAGMA fullfsync = ON; PRAGMA checkpoint_fullfsync = ON')
  database.exec('PRAGMA temp_store = MEMORY; PRAGMA cache_size = -16000')
  const mode = pragma(database, 'journal_mode')
  const synchronous = pragma(database, 'synchronous')
  if (mode !== 'wal' || synchronous !== (durability === 'full' ? 2 : 0)) {
    throw new JournalError(
      'failed',
      `${path} cannot be kept durably here (${mode}, synchronous ${synchronous})`,
    )
  }
  if (version > 0) checkPages(database, path)
  if (version === 0) {
    database.exec(
      `BEGIN IMMEDIATE; ${TABLES} PRAGMA application_id = ${APPLICATION_ID}; PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`,
    )
  } else if (version < SCHEMA_VERSION) {
    const steps = STEPS.slice(version - 1).join('\n')
    database.exec(`BEGIN IMMEDIATE; ${steps} PRAGMA user_version = ${SCHEMA_VERSION}; COMMIT`)
  }
  if (version > 0) takeIn(database)
}

/** What a killed owner left beside the file goes into it now: else the first answer would wait for that. */
function takeIn(database: DatabaseSync): void {
  try {
    database.exec('PRAGMA wal_checkpoint(PASSIVE)')
  } catch (error) {
    // A full disk is no reason not to read what is there; the first commit says so.
    if (!isFull(error)) throw error
  }
}

/** A check takes about a second for 1 GB: of a larger file what is destroyed is found when it is read. */
const CHECKED_BYTES = 256_000_000

/** Writing to a file of which a part is destroyed would destroy more. */
function checkPages(database: DatabaseSync, path: string): void {
  if (Number(pragma(database, 'page_count')) * Number(pragma(database, 'page_size')) > CHECKED_BYTES) return
  const found = String(pragma(database, 'quick_check(1)'))
  if (found !== 'ok') throw damaged(`${path} cannot be read`, corrupt(found))
}

/** The version of the file; 0 when it is new. */
function checkVersion(database: DatabaseSync, path: string): number {
  const version = Number(pragma(database, 'user_version'))
  if (version === 0 && tableCount(database) === 0) return 0
  if (pragma(database, 'application_id') !== APPLICATION_ID) {
    throw damaged(`${path} is a database, but not one of Synod's; it was left untouched`)
  }
  if (version > SCHEMA_VERSION) {
    throw new JournalError(
      'newer',
      `${path} was written by a newer Synod (its version is ${version}; this one reads up to ${SCHEMA_VERSION}). Open it with that Synod; it was left untouched`,
    )
  }
  if (version < 1) throw damaged(`${path} has version ${version}, which never was`)
  return version
}

function tableCount(database: DatabaseSync): number {
  return Number(database.prepare('SELECT count(*) AS count FROM sqlite_schema').get()?.['count'])
}

function pragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]
}
