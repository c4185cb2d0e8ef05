import { existsSync, mkdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { HostError } from '../../shared/api/contract.ts'

const BUSY = 5

export interface HomeLock {
  release(): void
}

/**
 * Takes the home, or answers null while another process has it. It is a lock of the operating system on an open file
 * (SQLite's, which is the same on every platform), so it ends with its process, however that ends: there is nothing
 * that could go stale, and of two that start at once one gets it.
 */
export function lockHome(home: string): HomeLock | null {
  const database = openLock(home)
  try {
    // Without a journal of its own the lock writes nothing.
    database.exec('PRAGMA journal_mode = MEMORY')
    database.exec('BEGIN EXCLUSIVE')
  } catch (error) {
    database.close()
    if ((error as { readonly errcode?: number }).errcode === BUSY) return null
    throw unusable(home, error)
  }
  return { release: () => database.close() }
}

function openLock(home: string): DatabaseSync {
  try {
    makeFolder(home)
    return new DatabaseSync(join(home, 'owner.lock'))
  } catch (error) {
    throw unusable(home, error)
  }
}

/** Node's own recursive mkdir never comes back from a file system that refuses new folders with ENOENT, such as /proc. */
function makeFolder(path: string): void {
  if (existsSync(path)) return
  makeFolder(dirname(path))
  try {
    mkdirSync(path, { mode: 0o700 })
  } catch (error) {
    // Another process may have been quicker.
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  }
}

function unusable(home: string, error: unknown): HostError {
  const why = error instanceof Error ? error.message : String(error)
  return new HostError({
    code: 'bad-input',
    message: `the home folder ${home} cannot be used (${why}): name another one with --home or SYNOD_HOME`,
  })
}
