import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { openJournal } from './sqlite-journal.ts'
import { describeJournal } from './testing/journal-suite.ts'

describeJournal('sqlite', () => {
  const folder = mkdtempSync(join(tmpdir(), 'synod-journal-'))
  return {
    durable: true,
    // What is durable is the crash tests' subject; here the disk need not be waited for.
    open: () => openJournal(folder, { durability: 'off' }),
    remove: () => rmSync(folder, { recursive: true, force: true }),
  }
})
