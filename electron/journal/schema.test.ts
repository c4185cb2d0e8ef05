import { readFileSync, statSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import { JournalError } from './journal-error.ts'
import { JOURNAL_FILE, SCHEMA_VERSION } from './schema.ts'
import { openJournal } from './sqlite-journal.ts'
import { effectRow, plainHistory, RUNNING, record } from './testing/samples.ts'
import { temporaryFolders } from './testing/temporary.ts'

const newFolder = temporaryFolders()

async function written(): Promise<string> {
  const folder = newFolder()
  const journal = openJournal(folder, { durability: 'off' })
  await journal.createRun(record('one'), RUNNING)
  await journal.append('one', { transitions: plainHistory(300) })
  await journal.close()
  return folder
}

function change(folder: string, sql: string): void {
  const database = new DatabaseSync(join(folder, JOURNAL_FILE))
  database.exec(sql)
  database.close()
}

function openError(folder: string): JournalError {
  try {
    openJournal(folder)
  } catch (error) {
    expect(error).toBeInstanceOf(JournalError)
    return error as JournalError
  }
  throw new Error('the journal was opened')
}

describe('a journal file', () => {
  it('is for its owner only', async () => {
    const folder = join(newFolder(), 'home', 'journal')
    const journal = openJournal(folder)
    await journal.putSetting('a', 1)
    if (process.platform !== 'win32') {
      expect(statSync(folder).mode & 0o777).toBe(0o700)
      expect(statSync(join(folder, JOURNAL_FILE)).mode & 0o777).toBe(0o600)
      expect(statSync(join(folder, `${JOURNAL_FILE}-wal`)).mode & 0o777).toBe(0o600)
    }
    await journal.close()
  })

  it('of a newer Synod is refused and left untouched', async () => {
    const folder = await written()
    change(folder, `PRAGMA user_version = ${SCHEMA_VERSION + 1}`)
    const before = readFileSync(join(folder, JOURNAL_FILE))
    const error = openError(folder)
    expect(error.code).toBe('newer')
    expect(error.message).toContain('was written by a newer Synod')
    expect(readFileSync(join(folder, JOURNAL_FILE)).equals(before)).toBe(true)
  })

  it('that is some other database is refused and left untouched', async () => {
    const folder = newFolder()
    change(folder, 'CREATE TABLE things (name TEXT)')
    const before = readFileSync(join(folder, JOURNAL_FILE))
    const error = openError(folder)
    expect([error.code, error.message]).toEqual(['damaged', expect.stringContaining("not one of Synod's")])
    expect(readFileSync(join(folder, JOURNAL_FILE)).equals(before)).toBe(true)
  })

  it('that is no database is said to be damaged', () => {
    const folder = newFolder()
    writeFileSync(join(folder, JOURNAL_FILE), 'x'.repeat(5000))
    const error = openError(folder)
    expect(error.code).toBe('damaged')
    expect(error.message).toContain(JOURNAL_FILE)
  })

  it('that was cut is said to be damaged, at the latest when it is read', async () => {
    const folder = await written()
    const path = join(folder, JOURNAL_FILE)
    truncateSync(path, statSync(path).size - 3 * 4096)
    let journal: ReturnType<typeof openJournal> | undefined
    expect(() => {
      journal = openJournal(folder)
      journal.load('one')
    }).toThrow(expect.objectContaining({ code: 'damaged' }))
    await journal?.close()
  })

  it('has one owner at a time', async () => {
    const folder = await written()
    const journal = openJournal(folder)
    const error = openError(folder)
    expect([error.code, error.message]).toEqual(['busy', expect.stringContaining('open in another process')])
    await journal.close()
    await openJournal(folder).close()
  })
})

describe('what a journal holds', () => {
  async function loadAfter(sql: string): Promise<unknown> {
    const folder = await written()
    change(folder, sql)
    const journal = openJournal(folder)
    try {
      journal.runs()
      return journal.load('one')
    } catch (error) {
      return error
    } finally {
      await journal.close()
    }
  }

  it.each([
    ['a lost row', 'DELETE FROM transitions WHERE seq = 128', 'transition 65 is missing'],
    [
      'a cut row',
      'UPDATE transitions SET body = substr(body, 1, 90) WHERE seq = 64',
      'transition 64 is not JSON',
    ],
    ['an empty row', "UPDATE transitions SET body = '{}' WHERE seq = 64", 'row of transition 64 is empty'],
    [
      'a patch of nothing',
      `UPDATE transitions SET body = '[{"at":1,"cause":0,"input":{},"changed":[[1,[1,0,0,"x"]]]}]' WHERE seq = 300`,
      'transition 257 is missing',
    ],
    ['a wrong record', `UPDATE runs SET record = '{"run":"one"}'`, 'the record of run one has a wrong name'],
    ['a lost progress', 'DELETE FROM progress', 'run one has no progress'],
    [
      'a wrong progress',
      `UPDATE progress SET body = json_set(body, '$.status', 'lost')`,
      'the progress of run one has a wrong status',
    ],
    [
      'a wrong snapshot',
      `INSERT INTO snapshots VALUES (1, 2, 1, '{"seq":2}')`,
      'the snapshot of run one has a wrong',
    ],
  ])('%s is named', async (_, sql, message) => {
    const error = await loadAfter(sql)
    expect(error).toMatchObject({ code: 'damaged', message: expect.stringContaining(message) })
  })

  it('a patch whose whole is gone is named', async () => {
    const patched = '[{"at":1,"cause":0,"input":{},"changed":[[7,[299,0,0,"x"]]]}]'
    const error = await loadAfter(
      `UPDATE transitions SET seq = 299, body = json_remove(body, '$[#-1]') WHERE seq = 300;
       INSERT INTO transitions (run, seq, body) VALUES (1, 300, '${patched}')`,
    )
    expect(error).toMatchObject({
      code: 'damaged',
      message: expect.stringContaining('transition 300 cannot be read: transition 299 has no cell 7'),
    })
  })

  it('a snapshot of a newer Synod is refused', async () => {
    expect(await loadAfter(`INSERT INTO snapshots VALUES (1, 2, 99, '{}')`)).toMatchObject({ code: 'newer' })
  })

  it('a payload that is not what its digest says is refused', async () => {
    const folder = newFolder()
    const journal = openJournal(folder)
    const ref = journal.payloads.put('deploy nothing')
    await journal.close()
    change(folder, `UPDATE payloads SET text = '"deploy all"'`)
    const again = openJournal(folder)
    expect(() => again.payloads.get(ref)).toThrow('is not what its digest says')
    await again.close()
  })
})

describe('a commit that fails', () => {
  it('leaves to be read what was committed before', async () => {
    const folder = newFolder()
    const journal = openJournal(folder, { durability: 'off', indexEvery: 1 })
    await journal.createRun(record('one'), RUNNING)
    await journal.append('one', { transitions: plainHistory(3) })
    const ref = journal.payloads.put('kept')
    await journal.append('one', { transitions: [] })
    const late = plainHistory(5).slice(3)
    // No text can be bound of this class, so the transaction fails when all else of it is written.
    const effects = [{ ...effectRow('fix:1'), status: Symbol('none') as unknown as 'asked' }]
    await expect(journal.append('one', { transitions: late, effects })).rejects.toMatchObject({
      code: 'failed',
    })
    expect(journal.run('one')?.seq).toBe(3)
    expect(journal.load('one').transitions).toEqual(plainHistory(3))
    expect(journal.payloads.get(ref)).toBe('kept')
    await journal.close()
  })
})
