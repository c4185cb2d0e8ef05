import { execFileSync } from 'node:child_process'
import {
  chmodSync,
  existsSync,
  lstatSync,
  mkdirSync,
  readFileSync,
  readlinkSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Outcome } from '../../../shared/topology/payload.ts'
import type { Change } from './change.ts'
import { describeRepository } from './describe.ts'
import { diffChange } from './diff.ts'
import { createGitExecutor } from './executor.ts'
import { folderName, placesOf } from './places.ts'
import {
  type Bench,
  commitFiles,
  createBench,
  createIo,
  openedCopy,
  runGit,
  type TestIo,
  writeFiles,
} from './testing/repository.ts'
import { captureTree, keptRef, restoreTree, type Worktree, worktreeOf } from './worktree.ts'

let bench: Bench
let io: TestIo
const executor = createGitExecutor()

beforeEach(() => {
  bench = createBench({ 'a.txt': 'one\n', 'sub/b.txt': 'two\n', '.gitignore': 'out/\n' })
  io = createIo()
})
afterEach(() => rmSync(bench.root, { recursive: true, force: true }))

function open(config: object = {}, given: object = {}): Promise<Outcome> {
  const bound = { config: { path: bench.repository, from: '', ...config }, resources: [] }
  return executor.perform(
    bench.call({ kind: 'git.open', node: 'repo', nodeName: 'Repository', bound, ...given }),
    io,
  )
}

async function opened(): Promise<Change> {
  const outcome = await open()
  expect(outcome.tag).toBe('ok')
  return io.read(outcome.refs['change']) as unknown as Change
}

function commit(tree: Change, head: Change, result = 'did it', node = 'work'): Promise<Outcome> {
  const payload = {
    tree: io.payloads.put({ ...tree }),
    head: io.payloads.put({ ...head }),
    result: io.payloads.put(result),
  }
  return executor.perform(bench.call({ kind: 'git.commit', node: 'repo', control: { node }, payload }), io)
}

function changeOf(outcome: Outcome): Change {
  expect(outcome.tag).toBe('ok')
  return io.read(outcome.refs['change']) as unknown as Change
}

function errorOf(outcome: Outcome): string {
  return String(io.read(outcome.refs['error']))
}

function worktree(change: Change, node = 'work'): Worktree {
  return worktreeOf(node, change, placesOf(bench.call({}).folders))
}

/** The tree that a change of the files makes. */
async function edited(base: Change, node: string, files: Readonly<Record<string, string>>): Promise<Change> {
  const place = worktree(base, node)
  await restoreTree(place, base)
  writeFiles(place.path, files)
  return captureTree(place, base, keptRef(`${node}:1`, 1))
}

describe('git.open', () => {
  it('makes a bare clone with one branch and no way back', async () => {
    const change = await opened()
    expect(change.commit).toBe(runGit(bench.repository, 'rev-parse', 'HEAD').trim())
    expect(change.tree).toBe(runGit(bench.repository, 'rev-parse', 'HEAD^{tree}').trim())
    expect(runGit(change.repository, 'for-each-ref', '--format=%(refname)').trim()).toBe('refs/heads/synod')
    expect(runGit(change.repository, 'remote').trim()).toBe('')
    expect(existsSync(join(change.repository, 'hooks'))).toBe(false)
  })

  it('gives the same clone again, and a new one where the repository has moved', async () => {
    const first = await opened()
    expect(await opened()).toEqual(first)
    const commit = commitFiles(bench.repository, { 'a.txt': 'newer\n' })
    expect((await opened()).commit).toBe(commit)
  })

  it('starts from a branch, a tag or a commit, and from a path in the message', async () => {
    const first = runGit(bench.repository, 'rev-parse', 'HEAD').trim()
    runGit(bench.repository, 'tag', 'v1')
    commitFiles(bench.repository, { 'a.txt': 'newer\n' })
    const input = io.payloads.put(bench.repository)
    const outcome = await open(
      { path: '{{in.repository}}', from: 'v1' },
      { payload: { in: { repository: input } } },
    )
    expect(changeOf(outcome).commit).toBe(first)
    const wrong = await open({ from: 'nowhere' })
    expect(errorOf(wrong)).toContain(`${bench.repository} has no commit "nowhere"`)
    expect(wrong.control).toMatchObject({ happened: 'no', retryable: false })
  })

  it('says what to do about uncommitted changes, and touches nothing', async () => {
    writeFiles(bench.repository, { 'a.txt': 'changed\n', 'new.txt': '' })
    const outcome = await open()
    expect(outcome.tag).toBe('error')
    expect(errorOf(outcome)).toBe(
      `${bench.repository} has uncommitted changes (a.txt, new.txt): commit or stash them, then run again. A run works in a clone, which would leave them behind`,
    )
  })

  it.each([
    ['is not a folder', () => join(bench.root, 'nowhere')],
    ['is not a git repository', () => join(bench.root, 'drawing')],
    ['choose the folder of the repository itself', () => join(bench.repository, 'sub')],
    [
      'has no commit yet',
      () => {
        runGit(join(bench.root, 'drawing'), 'init', '--quiet')
        return join(bench.root, 'drawing')
      },
    ],
  ])('names a folder that %s', async (words, path) => {
    const outcome = await open({ path: path() })
    expect(errorOf(outcome)).toContain(words)
    expect(outcome.control).toMatchObject({ code: 'repository', happened: 'no' })
  })

  it('runs no program that the repository names', async () => {
    const trap = join(bench.root, 'trap')
    const program = join(bench.root, 'program')
    writeFileSync(program, `#!/bin/sh\ntouch ${trap}\ncat\n`)
    chmodSync(program, 0o755)
    commitFiles(bench.repository, { '.gitattributes': '*.txt filter=evil\n' })
    for (const name of ['core.fsmonitor', 'filter.evil.clean', 'filter.evil.smudge', 'filter.evil.process'])
      runGit(bench.repository, 'config', name, program)
    runGit(bench.repository, 'config', 'filter.evil.required', 'true')
    mkdirSync(join(bench.repository, '.git/hooks'), { recursive: true })
    writeFileSync(join(bench.repository, '.git/hooks/post-checkout'), `#!/bin/sh\ntouch ${trap}\n`, {
      mode: 0o755,
    })
    execFileSync('touch', [join(bench.repository, 'a.txt')])
    expect((await describeRepository(bench.repository)).usable).toBe(true)
    await restoreTree(worktree(await opened()), await opened())
    expect(existsSync(trap)).toBe(false)
  })
})

describe('worktrees', () => {
  it('captures new, changed, deleted and linked files, and restores them', async () => {
    const base = await openedCopy(bench)
    const place = worktree(base)
    await restoreTree(place, base)
    expect(readFileSync(join(place.path, 'sub/b.txt'), 'utf8')).toBe('two\n')
    writeFiles(place.path, { 'a.txt': 'new\n', 'ä b\n\tc.txt': 'odd\n', 'out/built.js': 'x' })
    rmSync(join(place.path, 'sub'), { recursive: true })
    symlinkSync('/etc', join(place.path, 'sub'))
    writeFileSync(join(place.path, 'run.sh'), '#!/bin/sh\n', { mode: 0o755 })
    const after = await captureTree(place, base, keptRef('work:1', 1))
    const names = runGit(after.repository, 'ls-tree', '-r', '-z', after.tree)
    expect(
      names
        .split('\0')
        .filter(Boolean)
        .map((row) => row.replace(/ .*?\t/, ' ')),
    ).toEqual(['100644 .gitignore', '100644 a.txt', '100755 run.sh', '120000 sub', '100644 ä b\n\tc.txt'])
    expect(runGit(after.repository, 'rev-parse', keptRef('work:1', 1)).trim()).toBe(after.tree)
    await restoreTree(place, base)
    expect(readFileSync(join(place.path, 'sub/b.txt'), 'utf8')).toBe('two\n')
    expect(existsSync(join(place.path, 'run.sh'))).toBe(false)
    expect(existsSync(join(place.path, 'out'))).toBe(false)
    await restoreTree(place, after)
    expect(readlinkSync(join(place.path, 'sub'))).toBe('/etc')
    expect(readFileSync(join(place.path, 'ä b\n\tc.txt'), 'utf8')).toBe('odd\n')
    expect(await captureTree(place, after, keptRef('work:1', 2))).toEqual(after)
  })

  it('keeps build output between effects, but not after an attempt that failed', async () => {
    const base = await openedCopy(bench)
    const place = worktree(base)
    await restoreTree(place, base)
    writeFiles(place.path, { 'out/built.js': 'x', 'a.txt': 'new\n' })
    const after = await captureTree(place, base, keptRef('work:1', 1))
    await restoreTree(place, after)
    expect(existsSync(join(place.path, 'out/built.js'))).toBe(true)
    await restoreTree(place, base)
    expect(existsSync(join(place.path, 'out/built.js'))).toBe(false)
  })

  it('follows no link that a program left, and takes a nested repository for a folder', async () => {
    const outside = join(bench.root, 'outside')
    writeFiles(outside, { 'b.txt': 'mine\n' })
    const base = await openedCopy(bench)
    const place = worktree(base)
    await restoreTree(place, base)
    rmSync(join(place.path, 'sub'), { recursive: true })
    symlinkSync(outside, join(place.path, 'sub'))
    rmSync(place.link)
    symlinkSync(outside, place.link)
    const nested = join(place.path, 'nested')
    const trap = join(bench.root, 'trap')
    mkdirSync(nested)
    runGit(nested, 'init', '--quiet')
    commitFiles(nested, { 'deep/c.txt': 'three\n' })
    writeFileSync(join(bench.root, 'program'), `#!/bin/sh\ntouch ${trap}\n`, { mode: 0o755 })
    runGit(nested, 'config', 'core.fsmonitor', join(bench.root, 'program'))
    const after = await captureTree(place, base, keptRef('work:1', 1))
    expect(runGit(after.repository, 'ls-tree', '-r', '--name-only', after.tree).trim().split('\n')).toEqual([
      '.gitignore',
      'a.txt',
      'nested/deep/c.txt',
      'sub',
    ])
    await restoreTree(place, base)
    expect(existsSync(nested)).toBe(false)
    expect(readFileSync(join(outside, 'b.txt'), 'utf8')).toBe('mine\n')
    expect(lstatSync(place.link).isFile()).toBe(true)
    expect(existsSync(trap)).toBe(false)
  })

  it('restores a folder that was closed, or replaced by a file', async () => {
    const base = await openedCopy(bench)
    const place = worktree(base)
    await restoreTree(place, base)
    const after = await captureTree(place, base, keptRef('work:1', 1))
    writeFiles(place.path, { 'shut/x.txt': 'x' })
    chmodSync(join(place.path, 'shut'), 0)
    writeFiles(place.path, { 'a.txt': 'y' })
    rmSync(join(place.admin, 'synod-tree'))
    await restoreTree(place, after)
    expect(existsSync(join(place.path, 'shut'))).toBe(false)
    rmSync(place.path, { recursive: true })
    writeFileSync(place.path, 'a file')
    await restoreTree(place, after)
    expect(readFileSync(join(place.path, 'a.txt'), 'utf8')).toBe('one\n')
  })

  it('lets a program in it read the history', async () => {
    const base = await openedCopy(bench)
    const place = worktree(base)
    await restoreTree(place, base)
    expect(runGit(place.path, 'log', '--format=%s').trim()).toBe('first')
    expect(runGit(place.path, 'status', '--porcelain')).toBe('')
  })

  it('has a folder for the node of a nested topology', () => {
    expect(folderName('inner/work')).toBe('inner+work')
  })
})

describe('git.commit', () => {
  it('makes the same commit however often it is asked', async () => {
    const base = await openedCopy(bench)
    const tree = await edited(base, 'work', { 'a.txt': 'better\n' })
    const first = changeOf(await commit(tree, base, 'Say it better\nand more'))
    const again = changeOf(await commit(tree, base, 'Say it better\nand more'))
    expect(again).toEqual(first)
    expect(first.tree).toBe(tree.tree)
    const log = runGit(first.repository, 'log', '-1', '--format=%an|%ae|%cn|%ct|%P|%s', 'synod').trim()
    expect(log).toBe(`work|synod@localhost|Synod|1700000001|${base.commit}|work: Say it better`)
  })

  it('stands on the head where nothing changed', async () => {
    const base = await openedCopy(bench)
    const head = changeOf(await commit(await edited(base, 'one', { 'a.txt': 'better\n' }), base, 'x', 'one'))
    expect(changeOf(await commit(base, head, 'x', 'two'))).toEqual(head)
  })

  it('merges with what others did meanwhile, twice the same', async () => {
    const base = await openedCopy(bench)
    const mine = await edited(base, 'one', { 'a.txt': 'better\n' })
    const theirs = await edited(base, 'two', { 'sub/b.txt': 'better\n' })
    const head = changeOf(await commit(mine, base, 'x', 'one'))
    const merged = changeOf(await commit(theirs, head, 'y', 'two'))
    expect(changeOf(await commit(theirs, head, 'y', 'two'))).toEqual(merged)
    expect(runGit(merged.repository, 'show', `${merged.commit}:a.txt`)).toBe('better\n')
    expect(runGit(merged.repository, 'show', `${merged.commit}:sub/b.txt`)).toBe('better\n')
    expect(runGit(merged.repository, 'log', '-1', '--format=%P', 'synod').split(' ')[0]).toBe(head.commit)
  })

  it('names the files of a conflict and leaves the branch', async () => {
    const base = await openedCopy(bench)
    const head = changeOf(await commit(await edited(base, 'one', { 'a.txt': 'mine\n' }), base, 'x', 'one'))
    const outcome = await commit(await edited(base, 'two', { 'a.txt': 'theirs\n' }), head, 'y', 'two')
    expect(outcome.tag).toBe('conflict')
    expect(errorOf(outcome)).toBe(
      'What two changed does not fit with what others changed meanwhile, in a.txt',
    )
    expect(runGit(head.repository, 'rev-parse', 'synod').trim()).toBe(head.commit)
  })

  it('loses nothing when many commit at once from the same head, each again where the branch had moved', async () => {
    const base = await openedCopy(bench)
    const nodes = ['n1', 'n2', 'n3', 'n4', 'n5']
    const trees = await Promise.all(nodes.map((node) => edited(base, node, { [`${node}.txt`]: node })))
    const ends = await Promise.all(
      trees.map(async (tree, at) => {
        let head = base
        for (;;) {
          const outcome = await commit(tree, head, 'x', nodes[at])
          if (outcome.tag !== 'moved') return outcome.tag
          head = io.read(outcome.refs['change']) as unknown as Change
        }
      }),
    )
    expect(ends).toEqual(nodes.map(() => 'ok'))
    const files = runGit(base.repository, 'ls-tree', '--name-only', 'synod').trim().split('\n')
    expect(files).toEqual(expect.arrayContaining(nodes.map((node) => `${node}.txt`)))
  })

  it('refuses a change that a message made up', async () => {
    const base = await openedCopy(bench)
    const forged = { ...base, repository: join(bench.repository, '.git') }
    const outcome = await commit(forged, base)
    expect(errorOf(outcome)).toContain('is not a repository of this run')
  })
})

describe('diffChange', () => {
  it('gives a patch for each file, and hides nothing that an attribute calls binary', async () => {
    const base = await openedCopy(bench)
    const tree = await edited(base, 'work', {
      '.gitattributes': '* binary\n',
      'a.txt': 'one\rdiff --git a/x b/x\nmore\n',
      'data.bin': 'a\0b',
    })
    const after = changeOf(await commit(tree, base))
    const diff = await diffChange(base.repository, base.commit, after.commit)
    expect(diff.map(({ file, added, removed }) => [file, added, removed])).toEqual([
      ['.gitattributes', 1, 0],
      ['a.txt', 2, 1],
      ['data.bin', 0, 0],
    ])
    expect(diff[1]?.patch).toContain('+more')
    expect(diff[2]?.patch).toContain('The file is not text')
  })
})
