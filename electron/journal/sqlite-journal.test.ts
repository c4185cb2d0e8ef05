import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type JournalOptions, openJournal } from './sqlite-journal.ts'
import { describeJournal, type JournalPlace } from './testing/journal-suite.ts'

function placeWith(options: JournalOptions): JournalPlace {
  const folder = mkdtempSync(join(tmpdir(), 'synod-journal-'))
  return {
    durable: true,
    // What survives is the crash tests' subject; here the disk need not be waited for.
    open: () => openJournal(folder, { durability: 'off', ...options }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
}

describeJournal('sqlite', () => placeWith({}))

// Few rows, so that reads cross from what is indexed to what is not yet.
describeJournal('often indexed sqlite', () => placeWith({ indexEvery: 3 }))
