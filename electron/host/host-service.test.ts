import { existsSync, mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import type { Params, RunStatus, RunSummary } from '../../shared/api/contract.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { until } from '../testing/until.ts'
import { openHost } from './open-host.ts'
import { examplePath } from './places.ts'
import type { Host } from './service.ts'

const places = temporaryPlaces()
let host: Host
beforeAll(async () => {
  host = await openHost({ home: places.folder('home'), environment: {} })
}, 60_000)
afterAll(async () => {
  await host.close()
  places.remove()
})

const call: Host['service']['call'] = (method, params) => host.service.call(method, params)

type Config = Readonly<Record<string, unknown>>

/** Commands one after the other: c1, c2, … */
function chain(...commands: readonly Config[]): string {
  const nodes = commands.map((config, at) => ({
    id: `c${at + 1}`,
    kind: 'command',
    at: [at * 200, 0],
    config,
  }))
  const ids = ['start', ...nodes.map(({ id }) => id), 'end']
  const edges = ids.slice(1).map((to, at) => {
    return { id: `e${at}`, from: `${ids[at]}.out`, to: `${to}.in` }
  })
  const ends = [
    { id: 'start', kind: 'input', at: [0, 0] },
    { id: 'end', kind: 'output', at: [0, 0] },
  ]
  return JSON.stringify({ synod: 1, name: 'Chain', nodes: [...ends, ...nodes], edges })
}

async function start(text: string, more: Partial<Params<'run.start'>> = {}): Promise<string> {
  const folder = places.folder('drawing')
  mkdirSync(folder)
  const path = join(folder, 'chain.synod.json')
  const { list } = await call('trust.list', { path, text })
  const params = { path, text, input: {}, trust: list.digest, unsandboxed: true, approve: 'ask' as const }
  return (await call('run.start', { ...params, ...more })).run
}

async function reached(run: string, ...statuses: readonly RunStatus[]): Promise<RunSummary> {
  let found: RunSummary | undefined
  const unfollow = host.service.follow('runs', {}, (summaries) => {
    found ??= summaries.find((one) => one.run === run && statuses.includes(one.status))
  })
  await until(statuses.join(' or '), () => found !== undefined)
  unfollow()
  return found as RunSummary
}

/** What has been put into a run so far, as `type` and the node; grows as it is committed. */
function inputsOf(run: string): readonly string[] {
  const inputs: string[] = []
  const nodes = new Map<number, string>()
  host.service.follow('run.transitions', { run, after: 0 }, (records) => {
    for (const { transition, identity } of records) {
      const id = identity.asked[0] ?? identity.sent[0] ?? identity.effect
      const { component, type } = transition.input
      if (id !== undefined) nodes.set(component, id.slice(0, id.indexOf(':')))
      inputs.push(`${type} ${nodes.get(component) ?? component}`)
    }
  })
  return inputs
}

const ECHO = { run: ['node', '-e', 'console.log("hello")'], class: 'pure' }

describe('a run that is stepped', { timeout: 120_000 }, () => {
  it('begins at rest, takes one step when it is told to, and goes on by itself', async () => {
    const run = await start(chain(ECHO, ECHO), { paused: true })
    expect(await reached(run, 'paused')).toMatchObject({ seq: 2 })
    const inputs = inputsOf(run)
    const step = (by: Params<'run.step'>['by'], node: string | null = null): Promise<{ seq: number }> =>
      call('run.step', { run, by, node })
    expect(inputs).toEqual(['start start', 'pause 0'])
    expect(await step('transition')).toEqual({ seq: 3 })
    await until('the message', () => inputs.at(-1) === 'deliver c1')
    // What is under way comes to its end, and what it sends waits.
    await step('message')
    await until('the answer', () => inputs.at(-1) === 'settle c1')
    await step('node', 'c2')
    await until('the next node', () => inputs.at(-1) === 'deliver c2')
    await call('run.resume', { run })
    expect(await reached(run, 'done')).toMatchObject({ message: '' })
    await expect(step('transition')).rejects.toMatchObject({ body: { code: 'conflict' } })
  })

  it('must be paused', async () => {
    const run = await start(chain({ ...ECHO, run: ['node', '-e', 'setInterval(() => {}, 1000)'] }))
    const step = call('run.step', { run, by: 'transition', node: null })
    await expect(step).rejects.toMatchObject({ body: { code: 'conflict', message: /Pause the run/ } })
    await call('run.cancel', { run })
    expect(await reached(run, 'cancelled')).toMatchObject({ message: '' })
    await expect(call('run.cancel', { run })).rejects.toMatchObject({ body: { code: 'conflict' } })
  })
})

describe('a run that is cancelled while what may happen only once is under way', { timeout: 120_000 }, () => {
  const once = (file: string): Config => ({
    run: [
      'node',
      '-e',
      `require('fs').writeFileSync(${JSON.stringify(file)}, ''); setInterval(() => {}, 1000)`,
    ],
    writes: [places.root],
    class: 'once',
  })

  it('asks a person whether it happened before it ends', async () => {
    const file = join(places.root, 'acted')
    const run = await start(chain(once(file), ECHO))
    const inputs = inputsOf(run)
    await until('the act', () => inputs.includes('begin c1') && existsSync(file))
    await call('run.cancel', { run })
    await reached(run, 'doubt')
    let said: string | null = null
    const unfollow = host.service.follow('inbox', {}, () => {
      void call('ask.view', { run, ask: 'c1' }).then(({ probe }) => {
        said = probe
      })
    })
    await until('the probe', () => said !== null)
    unfollow()
    const { digest, type, probe } = await call('ask.view', { run, ask: 'c1' })
    expect({ type, probe }).toEqual({ type: 'doubt', probe: 'The drawing names no probe' })
    await call('ask.decide', { run, ask: 'c1', answer: 'happened', shown: digest, comment: 'I looked' })
    await reached(run, 'cancelled')
    const { effects, outputs } = await call('run.outcome', { run })
    expect(effects).toMatchObject([{ id: 'c1:1', class: 'once', attempts: 1, status: 'settled' }])
    expect(outputs).toEqual({})
  })
})

describe('documents', () => {
  it('are saved only over what was opened', async () => {
    const folder = places.folder('documents')
    mkdirSync(folder)
    const path = join(folder, 'mine.synod.json')
    const text = chain(ECHO)
    const saved = await call('document.save', { path, text, expected: null })
    expect(await call('document.open', { path })).toEqual({
      path,
      text,
      digest: saved.digest,
      writable: true,
    })
    const again = (expected: string | null): Promise<unknown> =>
      call('document.save', { path, text, expected })
    await expect(again(null)).rejects.toMatchObject({ body: { code: 'conflict' } })
    await expect(again(saved.digest)).resolves.toMatchObject({ path })
    writeFileSync(path, chain(ECHO, ECHO))
    await expect(again(saved.digest)).rejects.toMatchObject({
      body: { code: 'conflict', message: /changed by another program/ },
    })
    expect((await call('document.recent', {})).files.map((file) => file.path)).toContain(path)
    expect(await call('files.list', { directory: folder })).toMatchObject({
      entries: [{ name: 'mine.synod.json', type: 'topology' }],
    })
  })

  it('that are only looked at do not count as opened lately', async () => {
    const { example, examples } = await call('host.info', {})
    expect(examples.length).toBeGreaterThan(5)
    expect(examples).not.toContain(example)
    for (const path of examples) await call('document.open', { path, look: true })
    const recent = (await call('document.recent', {})).files.map((file) => file.path)
    expect(recent.filter((path) => examples.includes(path))).toEqual([])
  })

  it('of the examples may be run untrusted, and are not written', async () => {
    const { path, text, writable } = await call('document.open', { path: examplePath() })
    expect(writable).toBe(false)
    expect(await call('trust.list', { path, text })).toMatchObject({ needed: false })
    expect(await call('trust.list', { path: '/elsewhere.synod.json', text })).toMatchObject({ needed: true })
  })
})

describe('what is not there', () => {
  it('is said to be not there', async () => {
    const missing = { body: { code: 'not-found' } }
    await expect(call('run.get', { run: 'none' })).rejects.toMatchObject(missing)
    await expect(call('run.outcome', { run: 'none' })).rejects.toMatchObject(missing)
    await expect(call('run.cancel', { run: 'none' })).rejects.toMatchObject(missing)
    await expect(call('ask.view', { run: 'none', ask: 'gate' })).rejects.toMatchObject(missing)
    await expect(call('payload.get', { ref: 'f'.repeat(64) })).rejects.toMatchObject(missing)
    await expect(call('document.open', { path: join(places.root, 'none') })).rejects.toMatchObject(missing)
  })
})
