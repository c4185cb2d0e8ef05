import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { describe, expect, it } from 'vitest'
import type { AuditNote, AuditRow } from '../drivers/seams.ts'
import { checkChain, readAuditRow } from './audit-chain.ts'
import { JOURNAL_FILE } from './schema.ts'
import { openJournal } from './sqlite-journal.ts'
import { plain, RUNNING, record } from './testing/samples.ts'
import { temporaryFolders } from './testing/temporary.ts'

const newFolder = temporaryFolders()

function note(answer: string, comment = ''): AuditNote {
  return {
    ...{ at: 5, type: 'decision', by: 'anna', account: 'anna', run: 'one', ask: 'ok:1', node: 'ok' },
    ...{ shown: 'd'.repeat(64), answer, comment, record: null },
  }
}

/** A journal with four entries, closed. */
async function written(): Promise<string> {
  const folder = newFolder()
  const journal = openJournal(folder, {
    durability: 'off',
    redact: (text) => text.replaceAll('hunter2', '***'),
  })
  await journal.createRun(record('one'), RUNNING, [note('trust')])
  await journal.append('one', { transitions: [plain(1)], audit: [note('approve', 'password hunter2')] })
  await journal.putSetting('allowed', [], [note('allowed')])
  await journal.append('one', { transitions: [], audit: [note('reject')] })
  await journal.close()
  return folder
}

function check(folder: string) {
  const journal = openJournal(folder)
  const { rows, count } = journal.audit()
  void journal.close()
  return checkChain(rows, count)
}

function rowsOf(folder: string): readonly AuditRow[] {
  const journal = openJournal(folder)
  const { rows } = journal.audit()
  void journal.close()
  return rows
}

function change(folder: string, sql: string, ...values: (string | number)[]): void {
  const database = new DatabaseSync(join(folder, JOURNAL_FILE))
  database.prepare(sql).run(...values)
  database.close()
}

describe('the audit trail', () => {
  it('is chained, outlives a restart and is written on after it', async () => {
    const folder = await written()
    const first = check(folder)
    expect(first.problems).toEqual([])
    expect(first.entries.map((entry) => [entry.seq, entry.answer])).toEqual([
      [1, 'trust'],
      [2, 'approve'],
      [3, 'allowed'],
      [4, 'reject'],
    ])
    const journal = openJournal(folder)
    await journal.append('one', { transitions: [plain(2)], audit: [note('approve')] })
    await journal.close()
    const then = check(folder)
    expect([then.problems, then.entries.length, then.entries[4]?.prev]).toEqual([[], 5, first.head])
  })

  it('holds no secret', async () => {
    const [, second] = rowsOf(await written())
    expect(second?.body).toContain('password ***')
  })

  it('shows every byte that was changed, and names its entry', async () => {
    const folder = await written()
    const rows = rowsOf(folder)
    for (const row of rows) {
      for (const column of ['body', 'hash'] as const) {
        const text = row[column]
        for (let at = 0; at < text.length; at += 1) {
          const other = String.fromCharCode(text.charCodeAt(at) ^ 1)
          const changed = { ...row, [column]: text.slice(0, at) + other + text.slice(at + 1) }
          const { problems } = checkChain(rows.with(row.seq - 1, changed), rows.length)
          expect(problems[0]).toContain(`entry ${row.seq}: its text is not what its hash says`)
        }
      }
    }
  })

  it('shows entries that were taken away, put in, moved or written anew', async () => {
    const gone = await written()
    change(gone, 'DELETE FROM audit WHERE seq = 2')
    expect(check(gone).problems).toContain('entry 2 is missing')
    const cut = await written()
    change(cut, 'DELETE FROM audit WHERE seq > 2')
    expect(check(cut).problems).toEqual(['entries 3 to 4 are missing, at the end'])
    const rows = rowsOf(await written())
    const forged = { ...readAuditRow(rows[1] as AuditRow), answer: 'reject' }
    const body = JSON.stringify(forged)
    const { createHash } = await import('node:crypto')
    const anew = { seq: 2, body, hash: createHash('sha256').update(body).digest('hex') }
    expect(checkChain(rows.with(1, anew), 4).problems).toEqual([
      'entry 3: it was not written after the entry before it',
    ])
    const swapped = rows.with(1, { ...(rows[2] as AuditRow), seq: 2 })
    expect(checkChain(swapped, 4).problems[0]).toBe('entry 2: its text is no entry of that place')
  })

  it('begins anew in the journal of an older Synod', async () => {
    const folder = newFolder()
    const old = openJournal(folder)
    await old.createRun(record('one'), RUNNING)
    await old.close()
    const database = new DatabaseSync(join(folder, JOURNAL_FILE))
    database.exec('DROP TABLE audit; PRAGMA user_version = 1')
    database.close()
    const before = Date.now()
    const journal = openJournal(folder)
    expect(journal.audit()).toMatchObject({ rows: [], count: 0 })
    expect(journal.audit().since).toBeGreaterThanOrEqual(before - 1000)
    await journal.append('one', { transitions: [plain(1)], audit: [note('approve')] })
    await journal.close()
    expect(check(folder)).toMatchObject({ problems: [], entries: [{ seq: 1 }] })
  })
})
