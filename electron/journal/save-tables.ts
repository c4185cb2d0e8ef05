import type { DatabaseSync, SQLInputValue } from 'node:sqlite'
import { digestOf } from './payload-store.ts'

interface Table {
  readonly name: string
  /** What a row of it is, for people. */
  readonly rows: string
  /** A column of whole numbers by which the rows in a damaged place can be asked for one at a time; null if there is none. */
  readonly key: string | null
  /** By what they are read in order. */
  readonly order: string
}

/** The indices are made anew from these. */
const TABLES: readonly Table[] = [
  { name: 'runs', rows: 'runs', key: 'id', order: 'id' },
  { name: 'progress', rows: 'notes of how a run stands', key: 'run', order: 'run' },
  { name: 'transitions', rows: 'groups of transitions', key: 'gseq', order: 'gseq' },
  { name: 'snapshots', rows: 'snapshots', key: 'run', order: 'run' },
  { name: 'effects', rows: 'effects of the ledger', key: 'id', order: 'id' },
  { name: 'effect_log', rows: 'changes of the ledger', key: 'id', order: 'id' },
  { name: 'payloads', rows: 'payloads', key: 'id', order: 'id' },
  { name: 'chunks', rows: 'pieces of streams', key: null, order: 'run, seq' },
  { name: 'settings', rows: 'settings', key: null, order: 'key' },
  { name: 'marks', rows: 'marks', key: null, order: 'name' },
  { name: 'audit', rows: 'entries of the audit trail', key: 'seq', order: 'seq' },
]

/** So many rows of a damaged place are asked for; a file of more has them in other places. */
const MOST_ASKED = 1_000_000

const INDICES = `
  DELETE FROM marks WHERE name IN ('transitions', 'payloads');
  INSERT OR IGNORE INTO transition_index SELECT run, seq, gseq FROM transitions ORDER BY run, seq;
  INSERT OR IGNORE INTO payload_index SELECT digest, id FROM payloads ORDER BY digest, id;
  INSERT INTO marks SELECT 'transitions', coalesce(max(gseq), 0) FROM transitions;
  INSERT INTO marks SELECT 'payloads', coalesce(max(id), 0) FROM payloads;
`

type Row = Record<string, SQLInputValue>

/** Copies what can be read of every table, and says what could not be. */
export function copyTables(from: DatabaseSync, into: DatabaseSync): readonly string[] {
  const lost = TABLES.flatMap((table) => copyTable(from, into, table))
  into.exec(INDICES)
  return lost
}

function copyTable(from: DatabaseSync, into: DatabaseSync, table: Table): readonly string[] {
  let lost = 0
  const take = (row: Row): void => {
    if (!put(into, table, row)) lost += 1
  }
  const { name, rows, key, order } = table
  const { last, whole } = readInOrder(from, `SELECT * FROM ${name} ORDER BY ${order}`, take)
  if (whole) return lost === 0 ? [] : [`${lost} ${rows}`]
  if (key === null) return [`some ${rows}`]
  const reached = Number(last?.[key] ?? 0)
  const back: Row[] = []
  const down = `SELECT * FROM ${name} WHERE ${key} > ${reached} ORDER BY ${key} DESC`
  readInOrder(from, down, (row) => back.push(row))
  const first = back.at(-1)?.[key]
  for (const row of back.toReversed()) take(row)
  if (first === undefined) return [reached === 0 ? `all ${rows}` : `the last ${rows}`]
  const end = Math.min(Number(first), reached + MOST_ASKED)
  for (let at = reached + 1; at < end; at += 1) {
    const row = readOne(from, `SELECT * FROM ${name} WHERE ${key} = ${at}`)
    if (row === null) lost += 1
    else if (row !== undefined) take(row)
  }
  return lost === 0 ? [] : [`${lost} ${rows}`]
}

interface Read {
  readonly last: Row | undefined
  readonly whole: boolean
}

/** Reads rows until a damaged place. */
function readInOrder(from: DatabaseSync, sql: string, take: (row: Row) => void): Read {
  let last: Row | undefined
  try {
    for (const row of from.prepare(sql).iterate() as Iterable<Row>) {
      take(row)
      last = row
    }
    return { last, whole: true }
  } catch {
    // An older journal has not every table, which is nothing lost.
    return { last, whole: !isThere(from, sql) }
  }
}

function isThere(from: DatabaseSync, sql: string): boolean {
  try {
    from.prepare(sql)
    return true
  } catch (error) {
    return !String(error).includes('no such table')
  }
}

/** Undefined where there is no such row, null where it is in a damaged place. */
function readOne(from: DatabaseSync, sql: string): Row | null | undefined {
  try {
    return from.prepare(sql).get() as Row | undefined
  } catch {
    return null
  }
}

/** False where the row is not what it should be. */
function put(into: DatabaseSync, { name }: Table, row: Row): boolean {
  if (name === 'payloads' && !isItsDigest(row)) return false
  const columns = Object.keys(row)
  const places = columns.map(() => '?').join(', ')
  try {
    into
      .prepare(`INSERT INTO ${name} (${columns.join(', ')}) VALUES (${places})`)
      .run(...(Object.values(row) as SQLInputValue[]))
    return true
  } catch {
    return false
  }
}

function isItsDigest({ digest, text }: Row): boolean {
  return digest instanceof Uint8Array && digestOf(String(text)) === Buffer.from(digest).toString('hex')
}
