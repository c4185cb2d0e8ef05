/**
 * Records the golden journal of the present version: `node electron/testing/record-golden.ts electron/journal/golden/v2`.
 * Once a version is out its folder is never recorded again; the next version gets a folder of its own.
 */
import { execFileSync } from 'node:child_process'
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import process from 'node:process'
import { openHost } from '../host/open-host.ts'
import { replay } from './conformance.ts'
import { dumpJournal } from './golden.ts'
import { readJournal, viewOf } from './journal-copy.ts'

/** Looks at the run, 20 ms apart, between which nothing has happened. */
const QUIET = 50

const target = resolve(process.argv[2] ?? '')
const root = mkdtempSync(join(tmpdir(), 'synod-golden-'))
const [home, drawing, repository] = ['synod', 'drawing', 'repository'].map((name) => join(root, name)) as [
  string,
  string,
  string,
]

function makeRepository(): void {
  mkdirSync(repository)
  writeFileSync(join(repository, 'notes.md'), 'A line.\n')
  const git = (...args: readonly string[]): void =>
    void execFileSync('git', ['-c', 'user.name=Synod', '-c', 'user.email=synod@localhost', ...args], {
      cwd: repository,
    })
  git('init', '--quiet', '--initial-branch=main')
  git('add', '--all')
  git('commit', '--quiet', '--message', 'Begin')
}

async function record(): Promise<string> {
  const host = await openHost({ home, environment: { SYNOD_STANDIN_PACE_MS: '0' } })
  const path = join(drawing, 'team.synod.json')
  const text = readFileSync(path, 'utf8')
  const { service } = host
  const { list } = await service.call('trust.list', { path, text })
  const { run } = await service.call('run.start', {
    path,
    text,
    input: { task: 'the release', repository },
    trust: list.digest,
    unsandboxed: true,
    approve: 'ask',
  })
  // The gate is asked early; the other branch must have come to the join as well, after which nothing happens.
  for (let quiet = 0, seen = 0; quiet < QUIET; ) {
    const { effects } = await service.call('run.outcome', { run })
    const open = effects.filter(({ status }) => status !== 'settled').length
    quiet = open === 1 && effects.length === seen ? quiet + 1 : 0
    seen = effects.length
    await new Promise((done) => setTimeout(done, 20))
  }
  await host.close()
  return run
}

cpSync(target, drawing, { recursive: true })
makeRepository()
const run = await record()
const view = await readJournal(home, join(root, 'copy'), (journal) => viewOf(journal, run))
const { state, differences } = replay(view)
if (differences.length > 0) throw new Error(differences.join('\n'))
// A machine without a sandbox must be able to go on with it too.
const dump = dumpJournal(join(root, 'copy'), drawing)
for (const row of dump.tables['runs'] ?? [])
  row['record'] = String(row['record']).replace('"unsandboxed":false', '"unsandboxed":true')
writeFileSync(join(target, 'journal.json'), `${JSON.stringify(dump, null, 1)}\n`)
writeFileSync(join(target, 'state.json'), `${JSON.stringify(state, null, 1)}\n`)
rmSync(root, { recursive: true, force: true })
process.stdout.write(`${run}: ${view.transitions.length} transitions, ${view.effects.length} effects\n`)
