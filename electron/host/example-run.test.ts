import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { AskView } from '../../shared/api/contract.ts'
import { replay } from '../testing/conformance.ts'
import { executionsOf, readCounts } from '../testing/counts.ts'
import { commitsOf, EXAMPLE, testProduction } from '../testing/example.ts'
import { readJournal, viewOf } from '../testing/journal-copy.ts'
import { temporaryPlaces } from '../testing/places.ts'
import {
  type Ended,
  jsonOf,
  type RunEnd,
  type Running,
  SANDBOX_OR_NOT,
  startSynod,
  synod,
} from '../testing/synod.ts'

const places = temporaryPlaces()
const home = places.folder('home')
const counts = join(places.root, 'counts')
const options = { home, env: { SYNOD_COUNT_FILE: counts } }
afterAll(() => places.remove())

function start(approve: string): Running {
  return startSynod(['run', EXAMPLE, '--approve', approve, '--json', ...SANDBOX_OR_NOT], options)
}

interface Result {
  readonly production: string
  readonly before: string
  readonly after: string
  readonly tests: number
}

function resultOf(end: RunEnd): Result {
  return end.outputs['result']?.[0] as unknown as Result
}

/** All that a person may rely on after a run of the example. */
async function expectShipped(ended: Ended): Promise<RunEnd> {
  expect(ended).toMatchObject({ code: 0 })
  const end = jsonOf<RunEnd>(ended)
  expect(end).toMatchObject({ status: 'done', message: '' })
  expect(Object.keys(end.outputs)).toEqual(['result'])
  const { production, before, after } = resultOf(end)
  expect(production).toBe(join(home, 'runs', end.run, 'material', 'production.git'))
  expect(await commitsOf(production)).toEqual([after, before])
  expect(end.effects.every(({ attempts, status }) => attempts === 1 && status === 'settled')).toBe(true)
  for (const [effect, executions] of executionsOf(readCounts(counts), end.run))
    expect({ effect, executions }).toEqual({ effect, executions: 1 })
  return end
}

describe('the example, run twice at once in one home', { timeout: 180_000 }, () => {
  let both: readonly Ended[]
  beforeAll(async () => {
    both = await Promise.all([start('auto').ended, start('auto').ended])
  }, 180_000)

  it('ships the fix both times: one commit each, each effect once', async () => {
    const ends = await Promise.all(both.map(expectShipped))
    expect(new Set(ends.map(({ run }) => run)).size).toBe(2)
    expect(ends.map((end) => resultOf(end).before)).toEqual([
      resultOf(ends[1]!).before,
      resultOf(ends[0]!).before,
    ])
    const pushes = readCounts(counts).filter(({ tool }) => tool === 'push')
    expect(pushes.map(({ effect }) => effect).sort()).toEqual(ends.map(({ run }) => `${run}/deploy:1`).sort())
  })

  it('leaves in production what passes all tests, the new one included', async () => {
    const end = jsonOf<RunEnd>(both[0]!)
    const { production, tests } = resultOf(end)
    const { code, answer } = await testProduction(production, places.folder('clone'))
    expect({ code, ...answer }).toMatchObject({ code: 0, passed: tests, failed: 0 })
    const files = answer['files'] as readonly { readonly file: string }[]
    expect(files.map(({ file }) => file)).toContain('test/regression-pollution.js')
  })

  it('recorded nothing but what the pure kernel does, and no outcome that its kind does not know', async () => {
    const views = await readJournal(home, places.folder('copy'), (journal) =>
      both.map((ended) => viewOf(journal, jsonOf<RunEnd>(ended).run)),
    )
    for (const view of views) {
      const { differences, outcomes } = replay(view)
      expect(differences).toEqual([])
      expect(outcomes).toBe(view.effects.length)
    }
  })
})

describe('the example, with a person who decides', { timeout: 180_000 }, () => {
  const wrong = '0'.repeat(64)
  let run: string
  let waiting: Running
  let ask: AskView
  let ended: Ended
  const decide = (answer: string, digest: string): Promise<Ended> =>
    synod(['decide', run, 'gate', answer, '--shown', digest], options)

  beforeAll(async () => {
    waiting = start('ask')
    const told = await waiting.line(/answer: {2}synod decide/)
    run = /synod decide (\S+)/.exec(told)?.[1] ?? ''
    const shown = jsonOf<{ status: string; asks: AskView[] }>(await synod(['show', run, '--json'], options))
    expect(shown).toMatchObject({ status: 'waiting', asks: [{ node: 'gate', type: 'gate', decision: null }] })
    ask = shown.asks[0]!
    expect(told).toContain(`--shown ${ask.digest}`)
  }, 180_000)

  it('waits without a terminal and shows exactly what will happen', () => {
    const { command, diff, fromCommit, toCommit, evidence } = ask.shown
    expect(command).toMatchObject({ node: 'Deploy', class: 'once' })
    expect(command?.argv[1]).toMatch(/push\.mjs$/)
    expect(command?.argv).toContain(toCommit)
    expect(fromCommit).toMatch(/^[0-9a-f]{40}$/)
    expect(diff.map(({ file }) => file)).toEqual(
      expect.arrayContaining(['index.js', 'package.json', 'test/regression-pollution.js']),
    )
    expect(evidence.map(({ title }) => title)).toEqual([
      'fix.summary',
      'report',
      'tests.answer.summary',
      'review.answer.summary',
    ])
  })

  it('refuses a decision for anything else, and goes on waiting', async () => {
    const refused = await decide('approve', wrong)
    expect(refused).toMatchObject({ code: 2, stdout: '' })
    expect(refused.stderr).toMatch(/^synod: This answer is for 000000000000….*look again, then decide\n$/)
    const other = await decide('happened', ask.digest)
    expect(other).toMatchObject({ code: 2 })
    expect(other.stderr).toContain('there are approve, reject')
    const still = jsonOf<{ status: string }>(await synod(['show', run, '--json'], options))
    expect(still.status).toBe('waiting')
    expect(await commitsOf(join(home, 'runs', run, 'material', 'production.git'))).toHaveLength(1)
  })

  it('goes on by a decision from another process, once', async () => {
    expect(await decide('approve', ask.digest)).toMatchObject({ code: 0 })
    const second = await decide('reject', ask.digest)
    expect(second).toMatchObject({ code: 2, stdout: '' })
    expect(second.stderr).toMatch(/^synod: "Push to production\?" has been answered already.*\n$/)
    ended = await waiting.ended
    const end = await expectShipped(ended)
    expect(resultOf(end)).toMatchObject({ before: ask.shown.fromCommit, after: ask.shown.toCommit })
  })

  it('keeps the decision with its digest where production asks for it', async () => {
    const { production, after } = resultOf(jsonOf<RunEnd>(ended))
    const approval = JSON.parse(readFileSync(join(production, 'approvals', `${after}.json`), 'utf8'))
    expect(approval).toMatchObject({ commit: after, digest: ask.digest, base: ask.shown.fromCommit })
  })
})
