import { createMemoryJournal } from './memory-journal.ts'
import { describeJournal } from './testing/journal-suite.ts'

describeJournal('memory', () => ({
  durable: false,
  open: createMemoryJournal,
  remove: () => undefined,
}))
