import { readdirSync, readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Journal } from '../drivers/seams.ts'
import { type SavedJournal, saveJournal } from './saved-journal.ts'
import { JOURNAL_FILE } from './schema.ts'
import { openJournal } from './sqlite-journal.ts'
import { chunk, effectRow, plain, RUNNING, record, snapshotAt } from './testing/samples.ts'
import { temporaryFolders } from './testing/temporary.ts'

const PAGE = 4096
const RUNS = ['one', 'two', 'three']
const BATCHES = 20

const newFolder = temporaryFolders()

/** A journal of three runs that were written in turns, with content of some size. */
async function written(): Promise<{ readonly folder: string; readonly file: Buffer }> {
  const folder = newFolder()
  const journal = openJournal(folder, { durability: 'off', indexEvery: 16 })
  for (const run of RUNS) await journal.createRun(record(run), RUNNING)
  for (let batch = 0; batch < BATCHES; batch += 1) {
    for (const run of RUNS) {
      const ref = journal.payloads.put({ run, batch, body: 'x'.repeat(300) })
      journal.appendChunks(run, [chunk(batch + 1)])
      const transitions = [plain(2 * batch + 1, { ref }), plain(2 * batch + 2, { body: 'y'.repeat(100) })]
      await journal.append(run, { transitions, effects: [effectRow(`fix:${batch}`)] })
    }
  }
  await journal.append('two', { transitions: [], snapshot: snapshotAt(2 * BATCHES) })
  await journal.close()
  return { folder, file: readFileSync(join(folder, JOURNAL_FILE)) }
}

function transitionsOf(journal: Journal, run: string): readonly string[] {
  return journal.transitionsAfter(run, 0, 1000).map((one) => JSON.stringify(one))
}

/** Everything can be read, is what was written, and has no gap. */
function checkSaved({ journal, lost }: SavedJournal, whole: ReadonlyMap<string, readonly string[]>): void {
  let kept = 0
  for (const { record: found, seq } of journal.runs()) {
    const all = whole.get(found.run) ?? []
    const transitions = transitionsOf(journal, found.run)
    expect(transitions).toEqual(all.slice(0, transitions.length))
    expect(transitions).toHaveLength(seq)
    journal.load(found.run)
    journal.effects(found.run)
    journal.chunksAfter(found.run, 0, 1000)
    kept += transitions.length
  }
  journal.audit()
  const all = [...whole.values()].reduce((sum, { length }) => sum + length, 0)
  if (kept < all) expect(lost.join('; ')).toMatch(/transition|run/)
}

describe('a damaged journal', () => {
  it('is read around any one page that is gone', async () => {
    const { folder, file } = await written()
    const whole = await wholeOf(folder)
    let saved = 0
    for (let page = 0; page * PAGE < file.length; page += 1) {
      const damaged = Buffer.from(file)
      damaged.fill(0xa5, page * PAGE, (page + 1) * PAGE)
      writeFileSync(join(folder, JOURNAL_FILE), damaged)
      const found = saveJournal(folder)
      if (found === null) continue
      saved += 1
      checkSaved(found, whole)
    }
    // Without the first page nobody knows what the others are.
    expect(saved).toBe(file.length / PAGE - 1)
  })

  it('is read as far as it goes where its end is gone, and nothing is written to it', async () => {
    const { folder, file } = await written()
    const whole = await wholeOf(folder)
    const path = join(folder, JOURNAL_FILE)
    for (let size = file.length - 1; size > 6 * PAGE; size -= 3 * PAGE + 13) {
      truncateSync(path, size)
      const found = saveJournal(folder)
      if (found !== null) checkSaved(found, whole)
      expect(readdirSync(folder)).toEqual([JOURNAL_FILE])
      expect(statSync(path).size).toBe(size)
    }
  })

  it('takes nothing', async () => {
    const { folder, file } = await written()
    writeFileSync(join(folder, JOURNAL_FILE), file.fill(0, 20 * PAGE, 21 * PAGE))
    const { journal } = saveJournal(folder) as SavedJournal
    await expect(journal.append('one', { transitions: [] })).rejects.toThrow('is open for reading only')
    await expect(journal.createRun(record('new'), RUNNING)).rejects.toMatchObject({ code: 'damaged' })
    expect(() => journal.appendChunks('one', [])).toThrow('is open for reading only')
  })

  it('of which nothing can be read is none', () => {
    const folder = newFolder()
    writeFileSync(join(folder, JOURNAL_FILE), 'x'.repeat(5000))
    expect(saveJournal(folder)).toBeNull()
    expect(readFileSync(join(folder, JOURNAL_FILE), 'utf8')).toBe('x'.repeat(5000))
  })
})

async function wholeOf(folder: string): Promise<ReadonlyMap<string, readonly string[]>> {
  const journal = openJournal(folder, { durability: 'off' })
  const whole = new Map(RUNS.map((run) => [run, transitionsOf(journal, run)]))
  await journal.close()
  return whole
}
