import { rmSync } from 'node:fs'
import fc from 'fast-check'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { Player } from '../../../shared/nodes/testing/player.ts'
import type { Ask } from '../../../shared/topology/kind.ts'
import type { Outcome, Ref } from '../../../shared/topology/payload.ts'
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
  bench = createBench({ 'shared.txt': 'top\n\nmiddle\n\nend\n' })
  io = createIo()
})
afterEach(() => rmSync(bench.root, { recursive: true, force: true }))

/** A repository's behaviour with real git behind it; a test says which of what is under way ends next. */
class Team {
  readonly repo = new Player('repo', { path: 'x' })
  readonly ended = new Map<string, Outcome>()
  readonly base: Change

  constructor(base: Change) {
    this.base = base
    this.repo.message({}, 'open')
    this.repo.outcome('open', { tag: 'ok', control: {}, refs: { change: this.put(base) } })
  }

  put(change: Change): Ref {
    return io.payloads.put({ ...change })
  }

  head(): Change {
    return io.read((this.repo.local as { readonly head: Ref }).head) as unknown as Change
  }

  give(client: string, tree: Ref): void {
    const payload = { tree, result: io.payloads.put(`${client} did it`) }
    this.hear(this.repo.request(client, 'commit', 'repo.commit', payload).reply)
  }

  async perform({ tag, kind, control, payload }: Ask, twice: boolean): Promise<void> {
    const call = bench.call({ kind, node: 'git', control, payload })
    const first = await executor.perform(call, io)
    // A host that died before it wrote the answer down asks again.
    const outcome = twice ? await executor.perform(call, io) : first
    this.hear(this.repo.outcome(tag, outcome).reply)
  }

  private hear(replies: readonly { readonly client: string; readonly outcome: Outcome }[] = []): void {
    for (const { client, outcome } of replies) this.ended.set(client, outcome)
  }
}

async function edited(base: Change, client: string): Promise<Change> {
  const place = worktreeOf(client, base, placesOf(bench.call({}).folders))
  await restoreTree(place, base)
  const at = Number(client.slice(1))
  // Two share a line, so that one of them must conflict; each has a file of its own.
  const lines = ['top', '', 'middle', '', 'end']
  lines[(at % 3) * 2] = `by ${client}`
  writeFiles(place.path, { [`${client}.txt`]: client, 'shared.txt': `${lines.join('\n')}\n` })
  return captureTree(place, base, keptRef(`${client}:1`, 1))
}

/** Somebody at a keyboard commits to the run's clone. */
function commitOutside({ repository }: Change, name: string): void {
  const at = runGit(repository, 'rev-parse', 'synod').trim()
  const blob = runGit(repository, 'rev-parse', `${at}:shared.txt`).trim()
  runGit(repository, 'read-tree', at)
  runGit(repository, 'update-index', '--add', '--cacheinfo', `100644,${blob},${name}`)
  const tree = runGit(repository, 'write-tree').trim()
  const next = runGit(repository, 'commit-tree', tree, '-p', at, '-m', name).trim()
  runGit(repository, 'update-ref', 'refs/heads/synod', next, at)
}

describe('a team on one repository, with real git', { timeout: 120_000 }, () => {
  const CLIENTS = ['w0', 'w1', 'w2', 'w3', 'w4']

  it('loses no change that it said was merged, in any order, with crashes and another hand on the branch', async () => {
    const base = await openedCopy(bench)
    const trees = new Map<string, Change>()
    for (const client of CLIENTS) trees.set(client, await edited(base, client))
    const first = runGit(base.repository, 'rev-parse', 'synod').trim()
    const picks = fc.array(fc.noBias(fc.nat({ max: 999 })), { minLength: 30, maxLength: 30 })
    await fc.assert(
      fc.asyncProperty(picks, async (chosen) => {
        runGit(base.repository, 'update-ref', 'refs/heads/synod', first)
        const team = new Team(base)
        const waiting = [...CLIENTS]
        const outside: string[] = []
        for (const pick of chosen) {
          const [ask] = team.repo.asks
          if (pick % 7 === 0 && outside.length < 2) {
            outside.push(`outside${outside.length}.txt`)
            commitOutside(base, outside.at(-1) ?? '')
          } else if (waiting.length > 0 && (ask === undefined || pick % 2 === 0)) {
            const [client = ''] = waiting.splice(pick % waiting.length, 1)
            team.give(client, team.put(trees.get(client) ?? base))
          } else if (ask !== undefined) await team.perform(ask, pick % 5 === 0)
        }
        for (let ask = team.repo.asks[0]; ask !== undefined; ask = team.repo.asks[0])
          await team.perform(ask, false)
        const { commit } = team.head()
        const files = runGit(base.repository, 'ls-tree', '--name-only', commit).trim().split('\n')
        const merged = [...team.ended].filter(([, { tag }]) => tag === 'ok').map(([client]) => client)
        expect(files).toEqual(expect.arrayContaining(merged.map((client) => `${client}.txt`)))
        for (const [, { tag }] of team.ended) expect(['ok', 'conflict']).toContain(tag)
        // What came from outside after the last merge is on the branch, and nowhere known yet.
        const branch = runGit(base.repository, 'ls-tree', '--name-only', 'synod').trim().split('\n')
        expect(branch).toEqual(expect.arrayContaining([...outside, ...files]))
        if (team.ended.size === CLIENTS.length) expect(merged).toHaveLength(3)
      }),
      { numRuns: 6 },
    )
  })
})
