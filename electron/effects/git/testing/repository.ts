import { execFileSync } from 'node:child_process'
import { createHash, randomUUID } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import type { Chunk } from '../../../../shared/api/contract.ts'
import { inlineOf, type Json, type Ref } from '../../../../shared/topology/payload.ts'
import type { EffectCall, EffectIo, PayloadStore } from '../../../drivers/seams.ts'
import type { Change } from '../change.ts'
import { openRepository } from '../open.ts'
import { placesOf } from '../places.ts'

/** A real git repository with one commit of these files, and a run's folders beside it. */
export interface Bench {
  readonly root: string
  readonly repository: string
  readonly call: (given: Partial<EffectCall>) => EffectCall
}

const ENV = {
  PATH: process.env['PATH'] ?? '',
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_CONFIG_GLOBAL: '/dev/null',
  GIT_AUTHOR_NAME: 'Test',
  GIT_AUTHOR_EMAIL: 'test@localhost',
  GIT_COMMITTER_NAME: 'Test',
  GIT_COMMITTER_EMAIL: 'test@localhost',
  GIT_AUTHOR_DATE: '1700000000 +0000',
  GIT_COMMITTER_DATE: '1700000000 +0000',
}

export function runGit(folder: string, ...args: readonly string[]): string {
  return execFileSync('git', ['-C', folder, ...args], {
    env: ENV,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
  })
}

export function writeFiles(folder: string, files: Readonly<Record<string, string>>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), text)
  }
}

export function commitFiles(
  folder: string,
  files: Readonly<Record<string, string>>,
  message = 'more',
): string {
  writeFiles(folder, files)
  runGit(folder, 'add', '--all')
  runGit(folder, 'commit', '--quiet', '--message', message)
  return runGit(folder, 'rev-parse', 'HEAD').trim()
}

const templates = new Map<string, string>()

/** Starting git costs most of a test's time, so equal repositories are made once and copied. */
function templateOf(files: Readonly<Record<string, string>>): string {
  const key = JSON.stringify(files)
  const known = templates.get(key)
  if (known !== undefined) return known
  const folder = mkdtempSync(join(tmpdir(), 'synod-template-'))
  process.once('exit', () => rmSync(folder, { recursive: true, force: true }))
  runGit(folder, 'init', '--quiet', '--initial-branch=main')
  commitFiles(folder, files, 'first')
  templates.set(key, folder)
  return folder
}

export function createBench(files: Readonly<Record<string, string>> = { 'a.txt': 'one\n' }): Bench {
  const root = realpathSync(mkdtempSync(join(tmpdir(), 'synod-test-')))
  const repository = join(root, 'mine')
  const folders = { root: join(root, 'home', 'runs', 'r1'), topology: join(root, 'drawing') }
  for (const folder of [repository, folders.root, folders.topology]) mkdirSync(folder, { recursive: true })
  cpSync(templateOf(files), repository, { recursive: true })
  const plain: EffectCall = {
    // Marks are seen by every test that runs on this machine at the same time.
    ...{
      run: `r${randomUUID()}`,
      effect: 'work:1',
      execution: 1,
      node: 'work',
      nodeName: 'Worker',
      tag: 'exec',
    },
    ...{ kind: 'process.exec', class: 'idempotent', control: {}, payload: {} },
    bound: { config: {}, resources: [] },
    settings: { approve: 'ask', unsandboxed: false, models: {} },
    folders,
  }
  return { root, repository, call: (given) => ({ ...plain, ...given }) }
}

export interface TestIo extends EffectIo {
  readonly chunks: { readonly type: Chunk['type']; readonly data: string }[]
  read(ref: unknown): Json
}

export function createIo(signal: AbortSignal = new AbortController().signal): TestIo {
  const kept = new Map<string, string>()
  const payloads: PayloadStore = {
    put(value) {
      const text = JSON.stringify(value)
      const ref = createHash('sha256').update(text).digest('hex')
      kept.set(ref, text)
      return ref
    },
    get(ref: Ref) {
      const inline = inlineOf(ref)
      if (inline !== null) return inline
      const text = kept.get(ref)
      if (text === undefined) throw new Error(`no payload ${ref}`)
      return JSON.parse(text) as Json
    },
    has: (ref) => kept.has(ref),
  }
  const chunks: TestIo['chunks'] = []
  return {
    signal,
    payloads,
    chunks,
    emit: (type, data) => void chunks.push({ type, data }),
    read: (ref) => payloads.get(String(ref)),
  }
}

const clones = new Map<string, Change>()

/** What `git.open` gives for a fresh bench, copied from the first one of the same commit. */
export async function openedCopy(bench: Bench): Promise<Change> {
  const places = placesOf(bench.call({}).folders)
  const first = join(bench.repository, '.git', 'refs', 'heads', 'main')
  const key = readFileSync(first, 'utf8')
  const repository = join(places.repositories, 'repo.git')
  const known = clones.get(key)
  if (known !== undefined) {
    if (!existsSync(repository)) cpSync(known.repository, repository, { recursive: true })
    return { ...known, repository }
  }
  const opened = await openRepository({ node: 'repo', path: bench.repository, from: '' }, places)
  const kept = mkdtempSync(join(tmpdir(), 'synod-clone-'))
  process.once('exit', () => rmSync(kept, { recursive: true, force: true }))
  cpSync(opened.repository, kept, { recursive: true })
  clones.set(key, { ...opened, repository: kept })
  return opened
}
