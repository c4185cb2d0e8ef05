import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { RunStatus, RunSummary } from '../../shared/api/contract.ts'
import type { Letter } from '../../shared/api/letter.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { until } from '../testing/until.ts'
import { openHost } from './open-host.ts'
import type { Host } from './service.ts'

const places = temporaryPlaces()
const home = places.folder('home')
let host: Host
beforeAll(async () => {
  host = await openHost({ home, environment: {} })
}, 60_000)
afterAll(async () => {
  await host.close()
  places.remove()
})

const call: Host['service']['call'] = (method, params) => host.service.call(method, params)

/** A command that takes only a good task; any other waits for a person. */
const text = JSON.stringify({
  synod: 1,
  name: 'Picky',
  nodes: [
    {
      id: 'start',
      kind: 'input',
      at: [0, 0],
      config: { fields: [{ name: 'task', required: true }, { name: 'other' }] },
    },
    {
      ...{ id: 'picky', kind: 'command', at: [200, 0], name: 'Picky' },
      config: {
        run: ['node', '-e', 'process.exit(process.argv[1] === "good" ? 0 : 3)', '{{in.task}}'],
        class: 'pure',
      },
      policy: { dead_letter: true },
    },
    { id: 'end', kind: 'output', at: [400, 0] },
  ],
  edges: [
    { id: 'e1', from: 'start.out', to: 'picky.in', policy: { contract: { type: 'object' } } },
    { id: 'e2', from: 'picky.out', to: 'end.in' },
  ],
})

async function start(task: string): Promise<string> {
  const folder = places.folder('drawing')
  mkdirSync(folder, { recursive: true })
  const path = join(folder, 'picky.synod.json')
  const { list } = await call('trust.list', { path, text })
  const input = { task, other: 'kept' }
  const params = { path, text, input, trust: list.digest, unsandboxed: true, approve: 'auto' as const }
  return (await call('run.start', params)).run
}

async function reached(run: string, status: RunStatus): Promise<RunSummary> {
  let found: RunSummary | undefined
  const unfollow = host.service.follow('runs', {}, (summaries) => {
    found ??= summaries.find((one) => one.run === run && one.status === status)
  })
  await until(status, () => found !== undefined)
  unfollow()
  return found as RunSummary
}

async function onlyLetter(run: string): Promise<Letter> {
  const { letters } = await call('letter.list', { run })
  expect(letters).toHaveLength(1)
  return letters[0] as Letter
}

async function asksOf(run: string) {
  return (await call('inbox.list', {})).asks.filter((ask) => ask.run === run)
}

describe('a message that failed', { timeout: 120_000 }, () => {
  it('waits for a person, who changes it and sends it again; the audit trail says who', async () => {
    const run = await start('bad')
    await reached(run, 'waiting')
    const letter = await onlyLetter(run)
    expect(letter).toMatchObject({
      ...{
        edge: 'e1',
        from: 'start',
        to: 'picky',
        toName: 'Picky',
        reason: 'failed',
        attempt: 1,
        open: true,
      },
      ...{ content: { task: 'bad', other: 'kept' }, fixed: [] },
    })
    expect(letter.error).toBe('Exit 3')
    expect(await asksOf(run)).toMatchObject([{ type: 'letter', ask: letter.letter, node: 'picky' }])

    const settle = { run, letter: letter.letter, answer: 'resend' as const, comment: 'it was a slip' }
    await expect(call('letter.settle', { ...settle, edit: { no: 1 } })).rejects.toThrow(
      /edit\.no: there is no such field/,
    )
    await call('letter.settle', { ...settle, edit: { task: 'good', other: 'kept' }, as: 'mira' })
    await reached(run, 'done')
    expect(await asksOf(run)).toEqual([])
    expect((await call('letter.list', { run })).letters).toEqual([])
    const { entries } = await call('audit.list', { run })
    expect(entries.at(-1)).toMatchObject({
      ...{ type: 'letter', by: 'mira', answer: 'resend', comment: 'it was a slip' },
      ...{ ask: letter.letter, node: 'picky' },
    })
    expect((await call('audit.verify', { head: null })).problems).toEqual([])
    const { outputs } = await call('run.outcome', { run })
    expect(outputs['end']).toMatchObject([{ task: 'good', other: 'kept' }])
    await expect(call('letter.settle', settle)).rejects.toThrow(/has ended/)
  })

  it('is dropped by the edge that it lies on, and holds up nothing then', async () => {
    const run = await start('bad')
    await reached(run, 'waiting')
    await call('letter.settle', { run, letter: 'e1', answer: 'discard', comment: '' })
    await reached(run, 'done')
    await expect(call('letter.list', { run: 'none' })).rejects.toThrow(/no run none/)
  })

  it('outlives its host; sent again as it is it comes back, and only one of two answers counts', async () => {
    const run = await start('bad')
    await reached(run, 'waiting')
    const before = await onlyLetter(run)
    await host.close()
    host = await openHost({ home, environment: {} })
    expect(await onlyLetter(run)).toEqual(before)
    const settle = { run, letter: before.letter, answer: 'resend' as const, comment: '' }
    const answers = await Promise.allSettled([call('letter.settle', settle), call('letter.settle', settle)])
    expect(answers.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected'])
    const again = await vi.waitFor(() => onlyLetter(run), 60_000)
    expect(again).toMatchObject({ attempt: 2, content: { task: 'bad' } })
    await call('run.cancel', { run })
    await reached(run, 'cancelled')
    expect((await onlyLetter(run)).open).toBe(false)
  })
})
