import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { git, writeTopology } from '../testing/example.ts'
import { stateOf } from '../testing/folder-state.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { type Ended, jsonOf, type RunEnd, SANDBOX_OR_NOT, synod } from '../testing/synod.ts'

const places = temporaryPlaces()
afterAll(() => places.remove())

const TEAM = {
  synod: 1,
  name: 'Edit a repository',
  nodes: [
    {
      id: 'start',
      kind: 'input',
      at: [0, 0],
      config: { fields: [{ name: 'repository', type: 'repository', required: true }] },
    },
    { id: 'project', kind: 'repo', at: [200, 100], config: { path: '{{in.repository}}' } },
    {
      id: 'editor',
      kind: 'agent',
      at: [200, 0],
      config: {
        model: 'standin',
        tools: [
          {
            name: 'add_line',
            run: [
              'node',
              '-e',
              'require("node:fs").appendFileSync(process.argv[1] + "/notes.md", "One line more.\\n")',
              '{{tree.path}}',
            ],
          },
        ],
        script: [{ call: { tool: 'add_line' } }, { answer: 'Added a line.' }],
      },
    },
    { id: 'ok', kind: 'gate', at: [400, 0], config: { ask: 'Keep this change?' } },
    { id: 'kept', kind: 'output', at: [600, 0], config: { show: 'in.change' } },
    { id: 'dropped', kind: 'output', at: [600, 100] },
  ],
  edges: [
    { id: 'a', from: 'start.out', to: 'project.open' },
    { id: 'b', from: 'project.opened', to: 'editor.in' },
    { id: 'c', from: 'editor', to: 'project', access: 'read-modify-write' },
    { id: 'd', from: 'editor.out', to: 'ok.in' },
    { id: 'e', from: 'ok.approved', to: 'kept.in' },
    { id: 'f', from: 'ok.rejected', to: 'dropped.in' },
  ],
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

describe("a run on a person's own repository", { timeout: 300_000 }, () => {
  const home = places.folder('home')
  const file = writeTopology(places.folder('team'), TEAM)
  let checkout: string
  const run = (repository: string, cwd: string): Promise<Ended> => {
    const input = JSON.stringify({ repository })
    const options = ['--approve', 'auto', '--trust', '--json', ...SANDBOX_OR_NOT]
    return synod(['run', file, '--input', input, ...options], { home, cwd })
  }
  beforeAll(async () => {
    checkout = await makeRepository('checkout')
  })

  it('works in a clone: the checkout is not written, by as much as an instant', async () => {
    const before = stateOf(checkout)
    const head = await git(checkout, ['rev-parse', 'HEAD'])
    // A path is meant as it is seen from where the command was typed.
    const ended = await run('.', checkout)
    expect(ended).toMatchObject({ code: 0 })
    const end = jsonOf<RunEnd>(ended)
    const [kept] = end.outputs['kept'] ?? []
    const [repository, commit] = [String(kept?.['repository']), String(kept?.['commit'])]
    expect(repository.startsWith(join(home, 'runs', end.run))).toBe(true)
    expect(await git(repository, ['rev-list', commit])).toBe(`${commit}\n${head}`)
    expect(await git(repository, ['show', `${commit}:notes.md`])).toBe('A line.\nOne line more.')
    expect(stateOf(checkout)).toEqual(before)
  })

  it('refuses one with uncommitted changes, and says which and what to do', async () => {
    const dirty = await makeRepository('dirty')
    writeFileSync(join(dirty, 'notes.md'), 'Changed.\n')
    writeFileSync(join(dirty, 'new.md'), 'New.\n')
    const ended = await run(dirty, '/')
    expect(ended).toMatchObject({ code: 2, stdout: '' })
    expect(ended.stderr).toBe(
      `synod: ${file}: input.repository: ${dirty} has uncommitted changes (notes.md, new.md): commit or stash them, then run again. A run works in a clone, which would leave them behind\n`,
    )
  })
})
