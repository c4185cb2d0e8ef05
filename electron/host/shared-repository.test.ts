import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { git, writeTopology } from '../testing/example.ts'
import { stateOf } from '../testing/folder-state.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { type Ended, jsonOf, type RunEnd, SANDBOX_OR_NOT, synod } from '../testing/synod.ts'

const places = temporaryPlaces()
afterAll(() => places.remove())

const APPEND = 'require("node:fs").appendFileSync(process.argv[1] + "/notes.md", process.argv[2] + "\\n")'

/** Adds a line, and delivers by a push that only succeeds if the branch is still where the run began. */
function team(upstream: string): object {
  return {
    synod: 1,
    name: 'Edit and deliver',
    nodes: [
      {
        id: 'start',
        kind: 'input',
        at: [0, 0],
        config: {
          fields: [
            { name: 'repository', type: 'repository', required: true },
            { name: 'line', type: 'text', required: true },
          ],
        },
      },
      { id: 'project', kind: 'repo', at: [0, 0], config: { path: '{{in.repository}}' } },
      {
        id: 'edit',
        kind: 'command',
        at: [0, 0],
        config: { run: ['node', '-e', APPEND, '{{tree.path}}', '{{in.line}}'] },
      },
      {
        id: 'deliver',
        kind: 'command',
        at: [0, 0],
        config: {
          run: [
            ...['git', '--git-dir', '{{in.change.repository}}', 'push', '--porcelain'],
            '--force-with-lease=refs/heads/main:{{in.base}}',
            upstream,
            '{{in.change.commit}}:refs/heads/main',
          ],
          class: 'once',
          writes: [upstream],
        },
      },
      { id: 'delivered', kind: 'output', at: [0, 0], config: { show: 'in.change' } },
      { id: 'late', kind: 'output', at: [0, 0], config: { show: 'in.change' } },
    ],
    edges: [
      { id: 'a', from: 'start.out', to: 'project.open' },
      { id: 'b', from: 'project.opened', to: 'edit.in' },
      { id: 'c', from: 'edit', to: 'project', access: 'read-modify-write' },
      { id: 'd', from: 'edit.out', to: 'deliver.in' },
      { id: 'e', from: 'deliver.out', to: 'delivered.in' },
      { id: 'f', from: 'deliver.error', to: 'late.in' },
    ],
  }
}

async function makeRepository(name: string): Promise<string> {
  const folder = places.folder(name)
  mkdirSync(folder)
  writeFileSync(join(folder, 'notes.md'), 'A line.\n')
  await git(folder, ['init', '--quiet', '--initial-branch=main'])
  await git(folder, ['add', '--all'])
  await git(folder, ['commit', '--quiet', '--message', 'Begin'])
  return folder
}

describe('runs on one repository at the same time', { timeout: 300_000 }, () => {
  it('disturb neither each other nor the checkout, and only one delivers', async () => {
    const checkout = await makeRepository('checkout')
    const upstream = places.folder('upstream')
    await git('/', ['clone', '--quiet', '--bare', checkout, upstream])
    const base = await git(checkout, ['rev-parse', 'HEAD'])
    const drawing = JSON.parse(JSON.stringify(team(upstream)).replaceAll('{{in.base}}', base)) as object
    const file = writeTopology(places.folder('team'), drawing)
    const before = stateOf(checkout)
    // Two runs of one process, and one of another.
    const homes = [places.folder('shared-home'), places.folder('other-home')]
    const lines = ['one', 'two', 'three']
    const run = (line: string, at: number): Promise<Ended> => {
      const input = JSON.stringify({ repository: checkout, line })
      const options = ['--approve', 'auto', '--trust', '--json', ...SANDBOX_OR_NOT]
      return synod(['run', file, '--input', input, ...options], { home: homes[at % 2] ?? '' })
    }
    const ends = (await Promise.all(lines.map(run))).map((ended) => {
      expect(ended).toMatchObject({ code: 0 })
      return jsonOf<RunEnd>(ended)
    })
    const changes = ends.map(({ outputs }) => ({
      delivered: outputs['delivered'] !== undefined,
      ...(((outputs['delivered'] ?? outputs['late'])?.[0] ?? {}) as { repository: string; commit: string }),
    }))
    for (const [at, { repository, commit }] of changes.entries()) {
      expect(await git(repository, ['show', `${commit}:notes.md`])).toBe(`A line.\n${lines[at]}`)
      expect(await git(repository, ['rev-list', 'synod'])).toBe(`${commit}\n${base}`)
    }
    expect(new Set(changes.map(({ repository }) => repository)).size).toBe(3)
    const [winner, ...more] = changes.filter(({ delivered }) => delivered)
    expect(more).toEqual([])
    expect(await git(upstream, ['rev-list', 'main'])).toBe(`${winner?.commit}\n${base}`)
    expect(stateOf(checkout)).toEqual(before)
  })
})
