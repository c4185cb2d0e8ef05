import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { DatabaseSync } from 'node:sqlite'
import { expect, it } from 'vitest'
import type { AuditEntry } from '../../shared/api/audit.ts'
import { JOURNAL_FILE } from '../journal/schema.ts'
import { type } from './testing/fake-terminal.ts'
import { asked, tempFolder } from './testing/topologies.ts'

const folder = tempFolder()
const home = join(folder, 'home')
const file = join(folder, 'ask.synod.json')
writeFileSync(file, JSON.stringify(asked({ approvers: 2 })))
const single = join(folder, 'single.synod.json')
writeFileSync(single, JSON.stringify(asked({})))

function inHome(...args: readonly string[]): string[] {
  return [...args, '--home', home]
}

function change(sql: string): void {
  const database = new DatabaseSync(join(home, JOURNAL_FILE))
  database.exec(sql)
  database.close()
}

it('the trail holds every decision, is whole until somebody changes it, and says what was changed', async () => {
  expect((await type(inHome('audit', 'verify'))).out).toMatch(/^The audit trail is whole: 0 entries/)
  const input = ['--input', '{"task":"this"}']
  const { code, out } = await type(inHome('run', file, ...input, '--approve', 'auto', '--json'))
  expect(code).toBe(0)
  const { run } = JSON.parse(out) as { run: string }
  await type(inHome('run', single, ...input), ['a', 'fine'])
  const verified = JSON.parse((await type(inHome('audit', 'verify', '--json'))).out)
  expect(verified).toMatchObject({ whole: true, entries: 3, problems: [] })

  const shown = JSON.parse((await type(inHome('audit', 'show', run, '--json'))).out) as {
    entries: AuditEntry[]
  }
  expect(shown.entries).toMatchObject([
    { seq: 1, type: 'decision', by: 'policy', run, ask: 'ok:1', node: 'ok', answer: 'approve' },
    { seq: 2, by: 'policy', ask: 'ok:2', comment: '--approve auto' },
  ])
  expect(shown.entries[0]?.shown).toMatch(/^\w{64}$/)
  const all = (await type(inHome('audit', 'show'))).out
  expect(all).toMatch(/3 {2}\S+ {2}decision {2}\w+ ok:1 {2}approve of \w{12}… by \S+: fine/)

  change(`UPDATE audit SET body = replace(body, '"answer":"approve"', '"answer":"reject"') WHERE seq = 2`)
  const changed = await type(inHome('audit', 'verify'))
  expect(changed.code).toBe(1)
  expect(changed.out).toContain('  entry 2: its text is not what its hash says')
  change(`UPDATE audit SET body = replace(body, '"answer":"reject"', '"answer":"approve"') WHERE seq = 2`)
  expect((await type(inHome('audit', 'verify'))).code).toBe(0)

  const head = ['--head', verified.head as string]
  expect((await type(inHome('audit', 'verify', ...head))).code).toBe(0)
  change(`DELETE FROM audit WHERE seq = 3; UPDATE marks SET value = 2 WHERE name = 'audit'`)
  const cut = await type(inHome('audit', 'verify', ...head))
  expect(cut.out).toMatch(/run \w+: the answer to ok:1 stands in no entry/)
  expect(cut.out).toContain('was written anew since that was noted')
  change(`DELETE FROM payloads WHERE text LIKE '%--approve auto%'; DELETE FROM payload_index`)
  expect((await type(inHome('audit', 'verify'))).out).toContain(
    'entry 1: the record of its decision cannot be',
  )
})

it('refuses what it does not know in one line', async () => {
  expect((await type(inHome('audit', 'check'))).err).toBe('synod: audit: verify or show, not "check"')
  expect((await type(inHome('audit', 'verify', 'x'))).err).toBe('synod: audit: verify takes no run')
  expect((await type(inHome('audit', 'show', 'none'))).err).toContain('there is no run "none"')
})
