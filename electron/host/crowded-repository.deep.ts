import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import { git, writeTopology } from '../testing/example.ts'
import { readJournal, viewOf } from '../testing/journal-copy.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { jsonOf, type RunEnd, SANDBOX_OR_NOT, synod } from '../testing/synod.ts'

const places = temporaryPlaces()
afterAll(() => places.remove())

const AGENTS = 20
const FILES = 200

const WRITE =
  'require("node:fs").writeFileSync(process.argv[1] + "/by-" + process.argv[2] + ".txt", process.argv[2] + "\\n")'

/** Agents that each write a file and give it back, all at once. */
function crowd(): object {
  const ids = Array.from({ length: AGENTS }, (_, at) => `agent${at}`)
  return {
    synod: 1,
    name: 'A crowd',
    nodes: [
      {
        id: 'start',
        kind: 'input',
        at: [0, 0],
        config: { fields: [{ name: 'repository', type: 'repository', required: true }] },
      },
      { id: 'project', kind: 'repo', at: [0, 0], config: { path: '{{in.repository}}' } },
      ...ids.map((id) => ({
        id,
        kind: 'agent',
        at: [0, 0],
        config: {
          model: 'standin',
          tools: [{ name: 'write', run: ['node', '-e', WRITE, '{{tree.path}}', id] }],
          script: [{ call: { tool: 'write' } }, { answer: `${id} wrote` }],
        },
      })),
      { id: 'all', kind: 'join', at: [0, 0], config: { inputs: ids, wait: 'all' } },
      { id: 'end', kind: 'output', at: [0, 0], config: { show: '{}' } },
    ],
    edges: [
      { id: 'open', from: 'start.out', to: 'project.open' },
      ...ids.flatMap((id) => [
        { id: `${id}-in`, from: 'project.opened', to: `${id}.in` },
        { id: `${id}-git`, from: id, to: 'project', access: 'read-modify-write' },
        { id: `${id}-out`, from: `${id}.out`, to: `all.${id}` },
      ]),
      { id: 'done', from: 'all.out', to: 'end.in' },
    ],
  }
}

async function makeRepository(): Promise<string> {
  const folder = places.folder('checkout')
  mkdirSync(folder)
  for (let at = 0; at < FILES; at += 1) writeFileSync(join(folder, `file-${at}.txt`), `${at}\n`.repeat(50))
  await git(folder, ['init', '--quiet', '--initial-branch=main'])
  await git(folder, ['add', '--all'])
  await git(folder, ['commit', '--quiet', '--message', 'Begin'])
  return folder
}

describe('a crowd on one repository', { timeout: 300_000 }, () => {
  it('has every change in the end, and says how fast', async () => {
    const repository = await makeRepository()
    const home = places.folder('home')
    const file = writeTopology(places.folder('team'), crowd())
    const options = ['--approve', 'auto', '--trust', '--json', ...SANDBOX_OR_NOT]
    const ended = await synod(['run', file, '--input', JSON.stringify({ repository }), ...options], { home })
    expect(ended).toMatchObject({ code: 0 })
    const { run, effects } = jsonOf<RunEnd>(ended)
    const commits = effects.filter(({ kind }) => kind === 'git.commit')
    expect(commits).toHaveLength(AGENTS)
    expect(commits.filter(({ attempts }) => attempts !== 1)).toEqual([])
    const clone = join(home, 'runs', run, 'repositories', 'project.git')
    const files = (await git(clone, ['ls-tree', '--name-only', 'synod'])).split('\n')
    expect(files.filter((name) => name.startsWith('by-'))).toHaveLength(AGENTS)
    await readJournal(home, places.folder('copy'), (journal) => {
      const view = viewOf(journal, run)
      const about = new Set(commits.map(({ id }) => id))
      const at = view.transitions.flatMap(({ identity }) =>
        about.has(identity.effect ?? '') ? [identity.at] : [],
      )
      const seconds = (Math.max(...at) - Math.min(...at)) / 1000
      console.log(
        `${AGENTS} agents, ${AGENTS} commits in ${seconds} s: ${(AGENTS / seconds).toFixed(1)} a second`,
      )
    })
  })
})
