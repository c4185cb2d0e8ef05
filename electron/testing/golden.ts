import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { z } from 'zod'
import { JOURNAL_FILE } from '../journal/schema.ts'

/**
 * A journal as text: the tables as the version that wrote it made them, and their rows. It is kept so that a change
 * of what Synod writes is seen, and so that a later version is held to resuming what this one left.
 */
const dumpSchema = z.strictObject({
  applicationId: z.number(),
  version: z.number(),
  schema: z.array(z.string()),
  tables: z.record(z.string(), z.array(z.record(z.string(), z.union([z.string(), z.number(), z.null()])))),
})
export type JournalDump = z.infer<typeof dumpSchema>

/** Bytes are written as hex behind this. */
const HEX = 'hex:'

/** The folder of the drawing is another one on every machine. */
const FOLDER = '{folder}'

export function dumpJournal(home: string, folder: string): JournalDump {
  const database = new DatabaseSync(join(home, JOURNAL_FILE), { readOnly: true })
  try {
    const parts = database
      .prepare("SELECT name, type, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite_%' ORDER BY rowid")
      .all()
    const tables = parts.filter(({ type }) => type === 'table').map(({ name }) => String(name))
    return dumpSchema.parse({
      applicationId: pragma(database, 'application_id'),
      version: pragma(database, 'user_version'),
      schema: parts.map(({ sql }) => String(sql)),
      tables: Object.fromEntries(tables.map((table) => [table, rowsOf(database, table, folder)])),
    })
  } finally {
    database.close()
  }
}

/** Makes a home whose journal is the dump; the drawing of its runs is said to lie in `folder`. */
export function restoreJournal(dump: unknown, home: string, folder: string): void {
  const { applicationId, version, schema, tables } = dumpSchema.parse(dump)
  mkdirSync(home, { recursive: true })
  const database = new DatabaseSync(join(home, JOURNAL_FILE))
  try {
    for (const sql of schema) database.exec(sql)
    for (const [table, rows] of Object.entries(tables)) {
      for (const row of rows) {
        const names = Object.keys(row)
        const places = names.map(() => '?').join(', ')
        const values = Object.values(row).map((value) => written(value, folder))
        database.prepare(`INSERT INTO ${table} (${names.join(', ')}) VALUES (${places})`).run(...values)
      }
    }
    database.exec(`PRAGMA application_id = ${applicationId}; PRAGMA user_version = ${version}`)
  } finally {
    database.close()
  }
}

function rowsOf(database: DatabaseSync, table: string, folder: string): readonly Record<string, unknown>[] {
  const rows = database.prepare(`SELECT * FROM ${table}`).all()
  return rows.map((row) =>
    Object.fromEntries(Object.entries(row).map(([name, value]) => [name, read(value, folder)])),
  )
}

function read(value: unknown, folder: string): unknown {
  if (value instanceof Uint8Array) return HEX + Buffer.from(value).toString('hex')
  return typeof value === 'string' ? value.replaceAll(folder, FOLDER) : value
}

function written(value: string | number | null, folder: string): string | number | null | Uint8Array {
  if (typeof value !== 'string') return value
  if (value.startsWith(HEX)) return Buffer.from(value.slice(HEX.length), 'hex')
  return value.replaceAll(FOLDER, folder)
}

function pragma(database: DatabaseSync, name: string): unknown {
  return Object.values(database.prepare(`PRAGMA ${name}`).get() ?? {})[0]
}
