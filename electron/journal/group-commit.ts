import type { DatabaseSync, StatementSync } from 'node:sqlite'
import { closedError, JournalError, reasonOf } from './journal-error.ts'

/** What goes with whichever commit comes next: nobody waits for it alone. */
export interface Rider {
  /** Writes what is pending, inside the transaction. */
  write(): void
  /** What was written is durable now. */
  committed?(): void
  /** What was written is not there after all: reads must not count on it. */
  failed?(): void
}

/** How long riders may wait when nothing else is committed. */
const RIDE_MS = 100

/**
 * The one writer. What arrives in the same turn of the event loop, of whatever run, shares one transaction and
 * one fsync.
 *
 * 1. Writes reach the database in the order in which they were added.
 * 2. A promise resolves only after the COMMIT that holds its write and every rider's content of before.
 * 3. A commit that fails is the last: after a failed fsync nobody knows what the disk holds, so all that comes
 *    later is refused until the journal is opened anew and shows what it has.
 */
export class GroupCommit {
  private readonly riders: readonly Rider[]
  private readonly begin: StatementSync
  private readonly end: StatementSync
  private readonly rollback: StatementSync
  private writes: (() => void)[] = []
  private group: PromiseWithResolvers<void> | null = null
  private ride: NodeJS.Timeout | null = null
  private failure: JournalError | null = null

  constructor(database: DatabaseSync, riders: readonly Rider[]) {
    this.riders = riders
    this.begin = database.prepare('BEGIN IMMEDIATE')
    this.end = database.prepare('COMMIT')
    this.rollback = database.prepare('ROLLBACK')
  }

  /** Throws when nothing can be written any more. */
  check(): void {
    if (this.failure !== null) throw this.failure
  }

  add(write: () => void): Promise<void> {
    this.check()
    this.writes.push(write)
    if (this.group === null) {
      this.group = Promise.withResolvers()
      // A group that nobody waits for must not end the process; whoever waits is told all the same.
      this.group.promise.catch(() => undefined)
      setImmediate(() => this.commit())
    }
    return this.group.promise
  }

  /** Riders have something: it is committed soon even if nothing else comes. */
  wake(): void {
    this.check()
    if (this.ride !== null) return
    this.ride = setTimeout(() => {
      this.ride = null
      this.commit()
    }, RIDE_MS)
    this.ride.unref()
  }

  /** Commits what is there and refuses what comes. */
  close(): void {
    if (this.ride !== null) clearTimeout(this.ride)
    this.ride = null
    if (this.failure === null) this.commit()
    this.failure ??= closedError()
  }

  private commit(): void {
    const { writes, group } = this
    if (this.failure !== null) return
    this.writes = []
    this.group = null
    try {
      this.begin.run()
      for (const rider of this.riders) rider.write()
      for (const write of writes) write()
      this.end.run()
    } catch (error) {
      this.fail(error)
      group?.reject(this.failure)
      return
    }
    for (const rider of this.riders) rider.committed?.()
    group?.resolve()
  }

  private fail(error: unknown): void {
    this.failure = new JournalError(
      'failed',
      `the journal cannot be written any more: ${reasonOf(error)}`,
      error,
    )
    try {
      this.rollback.run()
    } catch {
      // SQLite has rolled back by itself, as it does when the disk is full.
    }
    for (const rider of this.riders) rider.failed?.()
  }
}
