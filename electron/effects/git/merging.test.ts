import { rmSync } from 'node:fs'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { EffectKind } from '../../../shared/topology/kind.ts'
import type { Outcome } from '../../../shared/topology/payload.ts'
import type { Change } from './change.ts'
import { createGitExecutor } from './executor.ts'
import { placesOf } from './places.ts'
import {
  type Bench,
  createBench,
  createIo,
  openedCopy,
  runGit,
  type TestIo,
  writeFiles,
} from './testing/repository.ts'
import { captureTree, keptRef, restoreTree, worktreeOf } from './worktree.ts'

let bench: Bench
let io: TestIo
const executor = createGitExecutor()

beforeEach(() => {
  bench = createBench({ 'a.txt': 'one\ntwo\nthree\n', 'sub/b.txt': 'two\n' })
  io = createIo()
})
afterEach(() => rmSync(bench.root, { recursive: true, force: true }))

function perform(
  kind: EffectKind,
  given: Readonly<Record<string, Change | string>>,
  node = 'work',
): Promise<Outcome> {
  const payload = Object.fromEntries(
    Object.entries(given).map(([field, value]) => [
      field,
      io.payloads.put(typeof value === 'string' ? value : { ...value }),
    ]),
  )
  return executor.perform(bench.call({ kind, node: 'repo', control: { node }, payload }), io)
}

function commit(tree: Change, head: Change, node = 'work'): Promise<Outcome> {
  return perform('git.commit', { tree, head, result: 'did it' }, node)
}

function changeOf({ tag, refs }: Outcome, expected = 'ok'): Change {
  expect(tag).toBe(expected)
  return io.read(refs['change']) as unknown as Change
}

async function edited(
  base: Change,
  node: string,
  files: Readonly<Record<string, string | null>>,
): Promise<Change> {
  const place = worktreeOf(node, base, placesOf(bench.call({}).folders))
  await restoreTree(place, base)
  for (const [name, text] of Object.entries(files)) {
    if (text === null) rmSync(`${place.path}/${name}`)
    else writeFiles(place.path, { [name]: text })
  }
  return captureTree(place, base, keptRef(`${node}:1`, 1))
}

function branch(repository: string): string {
  return runGit(repository, 'rev-parse', 'synod').trim()
}

/** What somebody at a keyboard makes in the clone: a commit with one file more, on top of another. */
function commitOutside({ repository }: Change, on: string, name: string): string {
  const blob = runGit(repository, 'rev-parse', `${on}:sub/b.txt`).trim()
  runGit(repository, 'read-tree', on)
  runGit(repository, 'update-index', '--add', '--cacheinfo', `100644,${blob},${name}`)
  const tree = runGit(repository, 'write-tree').trim()
  return runGit(repository, 'commit-tree', tree, '-p', on, '-m', 'outside').trim()
}

describe('a conflict', () => {
  it('comes with both sides of every file, what they started from, and git’s marks', async () => {
    const base = await openedCopy(bench)
    const one = await edited(base, 'one', { 'a.txt': 'one\nmine\nthree\n', 'sub/b.txt': null })
    const head = changeOf(await commit(one, base, 'one'))
    const two = await edited(base, 'two', { 'a.txt': 'one\ntheirs\nthree\n', 'sub/b.txt': 'changed\n' })
    const outcome = await commit(two, head, 'two')
    expect(outcome).toMatchObject({ tag: 'conflict', control: { files: ['a.txt', 'sub/b.txt'] } })
    expect(io.read(outcome.refs['files'])).toMatchObject([
      {
        path: 'a.txt',
        base: 'one\ntwo\nthree\n',
        head: 'one\nmine\nthree\n',
        mine: 'one\ntheirs\nthree\n',
        marked: expect.stringMatching(/^one\n<{7} .*\nmine\n={7}\ntheirs\n>{7} .*\nthree\n$/),
        note: '',
      },
      { path: 'sub/b.txt', base: 'two\n', head: null, mine: 'changed\n', note: '' },
    ])
    const mine = io.read(outcome.refs['mine']) as unknown as Change
    expect(runGit(mine.repository, 'show', `${mine.commit}:a.txt`)).toBe('one\ntheirs\nthree\n')
    expect(branch(head.repository)).toBe(head.commit)
    expect(runGit(head.repository, 'rev-parse', 'by/two').trim()).toBe(mine.commit)
    expect(runGit(head.repository, 'rev-parse', 'by/one').trim()).toBe(head.commit)
  })

  it('says of a file why it has no text', async () => {
    const base = await openedCopy(bench)
    const large = 'x\n'.repeat(40_000)
    const one = await edited(base, 'one', { 'a.txt': 'a\0b', 'sub/b.txt': large })
    const head = changeOf(await commit(one, base, 'one'))
    const two = await edited(base, 'two', { 'a.txt': 'c\0d', 'sub/b.txt': 'short\n' })
    expect(io.read((await commit(two, head, 'two')).refs['files'])).toMatchObject([
      { path: 'a.txt', base: 'one\ntwo\nthree\n', head: null, mine: null, note: 'not text' },
      { path: 'sub/b.txt', head: null, mine: 'short\n', note: 'too large' },
    ])
  })
})

describe('a conflict of very many files', () => {
  it('names them, with the text of the first', async () => {
    const base = await openedCopy(bench)
    const many = (text: string): Record<string, string> =>
      Object.fromEntries(
        Array.from({ length: 25 }, (_, at) => [`many/${String(at).padStart(2, '0')}.txt`, text]),
      )
    const head = changeOf(await commit(await edited(base, 'one', many('mine\n')), base, 'one'))
    const outcome = await commit(await edited(base, 'two', many('theirs\n')), head, 'two')
    const files = io.read(outcome.refs['files']) as readonly { readonly note: string }[]
    expect(files.map(({ note }) => note)).toEqual([
      ...Array.from({ length: 20 }, () => ''),
      ...Array.from({ length: 5 }, () => 'left out'),
    ])
    expect(io.read(outcome.refs['error'])).toMatch(/, in many\/00\.txt, .*many\/19\.txt and 5 more$/)
  })
})

describe('merging aside', () => {
  it('leaves the branch, and moving it is a second act that may be done twice', async () => {
    const base = await openedCopy(bench)
    const tree = await edited(base, 'one', { 'a.txt': 'better\n' })
    const merged = changeOf(await perform('git.merge', { tree, head: base, result: 'x' }, 'one'))
    expect(branch(base.repository)).toBe(base.commit)
    for (const _time of [1, 2]) {
      expect(changeOf(await perform('git.move', { head: base, change: merged }))).toEqual(merged)
      expect(branch(base.repository)).toBe(merged.commit)
    }
  })

  it('says so where nothing was changed', async () => {
    const base = await openedCopy(bench)
    expect(await perform('git.merge', { tree: base, head: base, result: 'x' })).toMatchObject({
      tag: 'unchanged',
      refs: {},
    })
  })
})

describe('a branch that another hand moves', () => {
  it('is found moved, and merging onto what is there loses neither', async () => {
    const base = await openedCopy(bench)
    const tree = await edited(base, 'one', { 'a.txt': 'better\n' })
    const outside = commitOutside(base, base.commit, 'outside.txt')
    runGit(base.repository, 'update-ref', 'refs/heads/synod', outside)
    const there = changeOf(await commit(tree, base, 'one'), 'moved')
    expect(there.commit).toBe(outside)
    const merged = changeOf(await commit(tree, there, 'one'))
    expect(branch(base.repository)).toBe(merged.commit)
    expect(runGit(base.repository, 'ls-tree', '--name-only', 'synod').trim().split('\n')).toEqual([
      'a.txt',
      'outside.txt',
      'sub',
    ])
    expect(runGit(base.repository, 'show', 'synod:a.txt')).toBe('better\n')
  })

  it('is found moved by a move, too', async () => {
    const base = await openedCopy(bench)
    const tree = await edited(base, 'one', { 'a.txt': 'better\n' })
    const merged = changeOf(await perform('git.merge', { tree, head: base, result: 'x' }, 'one'))
    const outside = commitOutside(base, base.commit, 'outside.txt')
    runGit(base.repository, 'update-ref', 'refs/heads/synod', outside)
    const there = changeOf(await perform('git.move', { head: base, change: merged }), 'moved')
    expect(there.commit).toBe(outside)
  })

  it('gets back what was merged when it was set back', async () => {
    const base = await openedCopy(bench)
    const first = changeOf(await commit(await edited(base, 'one', { 'a.txt': 'better\n' }), base, 'one'))
    const outside = commitOutside(base, base.commit, 'outside.txt')
    runGit(base.repository, 'update-ref', 'refs/heads/synod', outside)
    const tree = await edited(first, 'two', { 'new.txt': 'new\n' })
    const there = changeOf(await commit(tree, first, 'two'), 'moved')
    expect(branch(base.repository)).toBe(there.commit)
    const merged = changeOf(await commit(tree, there, 'two'))
    expect(runGit(base.repository, 'ls-tree', '--name-only', merged.commit).trim().split('\n')).toEqual([
      'a.txt',
      'new.txt',
      'outside.txt',
      'sub',
    ])
    expect(runGit(base.repository, 'show', `${merged.commit}:a.txt`)).toBe('better\n')
  })

  it('is left to a person when it was set to what does not fit with what was merged', async () => {
    const base = await openedCopy(bench)
    const first = changeOf(await commit(await edited(base, 'one', { 'a.txt': 'better\n' }), base, 'one'))
    const other = await edited(base, 'other', { 'a.txt': 'worse\n' })
    const outside = runGit(base.repository, 'commit-tree', other.tree, '-p', base.commit, '-m', 'x').trim()
    runGit(base.repository, 'update-ref', 'refs/heads/synod', outside)
    const outcome = await commit(await edited(first, 'two', { 'new.txt': 'new\n' }), first, 'two')
    expect(outcome).toMatchObject({ tag: 'error', control: { code: 'set-back', retryable: false } })
    expect(io.read(outcome.refs['error'])).toContain('set it back to that commit')
    expect(branch(base.repository)).toBe(outside)
  })

  it('finds a commit in place that an earlier execution made, also under what came later', async () => {
    const base = await openedCopy(bench)
    const tree = await edited(base, 'one', { 'a.txt': 'better\n' })
    const first = changeOf(await commit(tree, base, 'one'))
    const outside = commitOutside(base, first.commit, 'outside.txt')
    runGit(base.repository, 'update-ref', 'refs/heads/synod', outside)
    const there = changeOf(await commit(tree, base, 'one'), 'moved')
    expect(changeOf(await commit(tree, there, 'one'))).toEqual(there)
    expect(branch(base.repository)).toBe(outside)
  })
})

describe('a message to a repository that is open', () => {
  const open = (path: string, from: string, head?: Change): Promise<Outcome> => {
    const bound = { config: { path, from, check: [], network: [] }, resources: [] }
    const payload = head === undefined ? {} : { head: io.payloads.put({ ...head }) }
    return executor.perform(bench.call({ kind: 'git.open', node: 'repo', bound, payload }), io)
  }

  it('may name the same one, and no other', async () => {
    const first = changeOf(await open(bench.repository, ''))
    const head = changeOf(await commit(await edited(first, 'one', { 'a.txt': 'better\n' }), first, 'one'))
    expect(changeOf(await open(`${bench.repository}/`, '', head))).toEqual(head)
    expect(branch(head.repository)).toBe(head.commit)
    for (const outcome of [await open(bench.root, '', head), await open(bench.repository, 'main', head)]) {
      expect(outcome).toMatchObject({ tag: 'error', control: { code: 'repository', happened: 'no' } })
      expect(io.read(outcome.refs['error'])).toContain(`works on ${bench.repository} already`)
    }
  })
})
