import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { Json, Outcome } from '../../../shared/topology/payload.ts'
import type { EffectCall } from '../../drivers/seams.ts'
import type { Change } from '../git/change.ts'
import { openRepository } from '../git/open.ts'
import { placesOf } from '../git/places.ts'
import { type Bench, createBench, createIo, runGit, type TestIo } from '../git/testing/repository.ts'
import { findSandboxes, type Sandboxes } from './detect.ts'
import { createProcessExecutor } from './executor.ts'
import { findMarked } from './processes.ts'

const here = await findSandboxes()
const none: Sandboxes = {
  ...{ closed: null, open: null, openProblem: 'there is none in this test' },
  state: { available: false, reason: 'there is none in this test' },
}
/** Behaviour that a sandbox must not change is tried without one and, where there is one, within. */
const rooms = [
  { name: 'without a sandbox', sandboxes: none, skip: false },
  { name: `in a sandbox (${here.state.reason})`, sandboxes: here, skip: !here.state.available },
]

let bench: Bench
let io: TestIo

beforeEach(() => {
  bench = createBench()
  io = createIo()
})
afterEach(() => rmSync(bench.root, { recursive: true, force: true }))

const COMMAND = { output: 'text', writes: [], network: [], probe: [], doubtful: [] }

function callFor(config: object, given: Partial<EffectCall> = {}): EffectCall {
  const bound = { config: { ...COMMAND, ...config }, resources: given.bound?.resources ?? [] }
  const settings = { approve: 'ask', unsandboxed: true, models: {} } as const
  return bench.call({ settings, class: 'once', ...given, bound })
}

function put(values: Readonly<Record<string, Json>>): Record<string, string> {
  return Object.fromEntries(Object.entries(values).map(([key, value]) => [key, io.payloads.put(value)]))
}

/** A node program as a drawn command. */
function js(source: string, ...args: readonly string[]): readonly string[] {
  return ['node', '-e', source, ...args]
}

function errorOf(outcome: Outcome): string {
  expect(outcome.tag).toBe('error')
  return String(io.read(outcome.refs['error']))
}

async function until(condition: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await condition())) await new Promise((resolve) => setImmediate(resolve))
}

const EDITS = { resources: [{ node: 'repo', kind: 'repo', access: 'read-modify-write' as const }] }
const READS = { resources: [{ node: 'repo', kind: 'repo', access: 'read' as const }] }

async function opened(): Promise<Change> {
  return openRepository({ node: 'repo', path: bench.repository, from: '' }, placesOf(bench.call({}).folders))
}

describe.each(rooms)('process.exec $name', ({ sandboxes, skip }) => {
  const executor = createProcessExecutor({ sandboxes })
  const run = (config: object, given: Partial<EffectCall> = {}): Promise<Outcome> =>
    executor.perform(callFor(config, given), io)

  it.skipIf(skip)('fills arguments in from the message, one by one, for no shell to read', async () => {
    const outcome = await run(
      {
        run: js(
          'console.log(JSON.stringify(process.argv.slice(1)))',
          '{{in.name}}',
          'x={{in.report}}',
          '{{args}}',
          '{{run.folder}}',
          '{{topology.folder}}',
        ),
        output: 'json',
      },
      {
        payload: { in: put({ name: '$(touch /tmp/x); "a\' b', report: { ok: true } }), args: put({ n: 1 }) },
      },
    )
    expect(outcome).toMatchObject({ tag: 'ok', control: { exit: 0 } })
    const { root, topology } = bench.call({}).folders
    expect(io.read(outcome.refs['result'])).toEqual([
      '$(touch /tmp/x); "a\' b',
      'x={"ok":true}',
      '{"n":1}',
      root,
      topology,
    ])
  })

  it.skipIf(skip)(
    'gives a plain environment, with the marks of the effect and nothing of the host',
    async () => {
      process.env['SYNOD_TEST_SECRET'] = 'canary'
      const outcome = await run({ run: js('console.log(JSON.stringify(process.env))'), output: 'json' })
      delete process.env['SYNOD_TEST_SECRET']
      const env = io.read(outcome.refs['result']) as Record<string, string>
      expect(JSON.stringify(env)).not.toContain('canary')
      expect(env).toMatchObject({ SYNOD_EFFECT: 'r1:work:1:1', SYNOD_IDEMPOTENCY_KEY: 'r1/work:1' })
      expect(env['HOME']).toBe(join(bench.call({}).folders.root, 'work', 'work'))
    },
  )

  it.skipIf(skip)('runs a tool of an agent by its name, and a program beside the drawing', async () => {
    writeFileSync(join(bench.root, 'drawing', 'hello'), '#!/bin/sh\necho "hello $1"\n', { mode: 0o755 })
    const tool = { name: 'greet', run: ['./hello', '{{args.who}}'], output: 'text', writes: [], network: [] }
    const outcome = await run(
      { tools: [tool] },
      { control: { tool: 'greet' }, payload: { args: put({ who: 'you' }) } },
    )
    expect(io.read(outcome.refs['result'])).toBe('hello you\n')
  })

  it.skipIf(skip)('tells yes from no, and keeps both streams', async () => {
    const outcome = await run({
      run: js('console.log(JSON.stringify({passed:1}));console.error("why");process.exit(3)'),
      output: 'json',
    })
    expect(outcome).toMatchObject({ tag: 'exit', control: { exit: 3 } })
    expect(io.read(outcome.refs['result'])).toEqual({ passed: 1 })
    expect(io.read(outcome.refs['log'])).toMatchObject({ exit: 3, stdout: '{"passed":1}\n', stderr: 'why\n' })
    const chunks = io.chunks.filter((chunk) => chunk.type === 'output').map((chunk) => chunk.data)
    expect(chunks.join('')).toContain('why')
  })

  it.skipIf(skip)('calls output that is no JSON an error that may be tried again', async () => {
    const outcome = await run({ run: ['echo', '{oops'], output: 'json' })
    expect(errorOf(outcome)).toMatch(/^Worker was to print JSON, but .*JSON.*It said: \{oops$/s)
    expect(outcome.control).toEqual({ code: 'output', retryable: true, happened: 'unknown' })
  })

  it.skipIf(skip)('keeps a megabyte of what is printed and says how much was left out', async () => {
    const outcome = await run({ run: js('process.stdout.write("é".repeat(1_000_000))') })
    expect(String(io.read(outcome.refs['result'])).length).toBe(512 * 1024)
    expect(io.read(outcome.refs['log'])).toMatchObject({
      leftOut: { stdout: 2_000_000 - 1024 * 1024, stderr: 0 },
    })
  })

  it.skipIf(skip)(
    'takes an exit code that the program calls doubtful, or a signal, for not known',
    async () => {
      const doubtful = await run({ run: js('process.exit(3)'), doubtful: [3] })
      expect(doubtful.control).toEqual({ code: 'doubtful', retryable: false, happened: 'unknown' })
      const killed = await run({ run: ['sh', '-c', 'kill -9 $$'] })
      expect(killed.control).toEqual({ code: 'killed', retryable: true, happened: 'unknown' })
      expect(errorOf(killed)).toBe('Worker was ended by SIGKILL')
    },
  )

  it.skipIf(skip)('ends a program that is stopped, its children and those that left its group', async () => {
    const stop = new AbortController()
    const stopping = createIo(stop.signal)
    const source = `
      const { spawn } = require('node:child_process')
      process.on('SIGTERM', () => console.log('asked'))
      const deaf = ['-c', 'trap "" TERM; while :; do sleep 0.05; done']
      spawn('sh', deaf, { detached: true, stdio: 'inherit', env: {} })
      spawn('sh', deaf, { stdio: 'inherit' })
      console.log('ready'); setInterval(() => {}, 1000)`
    const running = executor.perform(callFor({ run: js(source) }), stopping)
    const printed = (): string => stopping.chunks.map((chunk) => chunk.data).join('')
    await until(() => printed().includes('ready'))
    stop.abort()
    const outcome = await running
    expect(outcome.control).toEqual({ code: 'cancelled', retryable: false, happened: 'unknown' })
    expect(printed()).toContain('asked')
    expect(await findMarked((mark) => mark === 'r1:work:1:1')).toEqual([])
  })

  it.skipIf(skip)('ends what a program leaves behind before it gives an answer', async () => {
    const file = join(bench.call({}).folders.root, 'work', 'work', 'late')
    const late = `setTimeout(() => require('node:fs').writeFileSync(${JSON.stringify(file)}, ''), 300)`
    const outcome = await run({
      run: js(`require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(late)}],
        { detached: true, stdio: 'inherit' }).unref()`),
    })
    expect(outcome.tag).toBe('ok')
    expect(await findMarked((mark) => mark === 'r1:work:1:1')).toEqual([])
    expect(existsSync(file)).toBe(false)
  })

  it.skipIf(skip)('never starts what was stopped before', async () => {
    const outcome = await executor.perform(callFor({ run: ['echo', 'x'] }), createIo(AbortSignal.abort()))
    expect(outcome.control).toEqual({ code: 'cancelled', retryable: false, happened: 'no' })
  })

  it.skipIf(skip)('works in a worktree and settles with the tree that it leaves', async () => {
    const base = await opened()
    const payload = { in: {}, tree: io.payloads.put({ ...base }) }
    const source = `const fs = require('node:fs')
      fs.appendFileSync('a.txt', 'two\\n'); fs.writeFileSync('new.txt', process.argv[1])`
    const command = { run: js(source, '{{tree.path}}') }
    const first = await run(command, { control: { capture: true }, payload, bound: { config: {}, ...EDITS } })
    const again = await run(command, { control: { capture: true }, payload, bound: { config: {}, ...EDITS }, execution: 2 })
    expect(again.refs['tree']).toBe(first.refs['tree'])
    const after = io.read(first.refs['tree']) as unknown as Change
    expect(after).toMatchObject({ repository: base.repository, commit: base.commit })
    expect(runGit(after.repository, 'show', `${after.tree}:a.txt`)).toBe('one\ntwo\n')
    expect(runGit(after.repository, 'show', `${after.tree}:new.txt`)).toContain('/trees/work')
    expect(readFileSync(join(bench.repository, 'a.txt'), 'utf8')).toBe('one\n')
  })

  it.skipIf(skip)('passes on the tree that it was given where it may not change it', async () => {
    const payload = { in: {}, tree: io.payloads.put({ ...(await opened()) }) }
    const command = { run: js(`require('node:fs').writeFileSync('a.txt', 'changed')`) }
    const outcome = await run(command, { payload, bound: { config: {}, ...READS } })
    expect(outcome.refs['tree']).toBe(payload.tree)
    const reader = { run: ['cat', 'a.txt'] }
    const next = await run(reader, { payload, bound: { config: {}, ...READS } })
    expect(io.read(next.refs['result'])).toBe('one\n')
  })

  it.skipIf(skip)('refuses a change that a message made up', async () => {
    const payload = { in: {}, tree: io.payloads.put({ ...(await opened()), repository: bench.repository }) }
    const outcome = await run({ run: ['true'] }, { payload, bound: { config: {}, ...EDITS } })
    expect(errorOf(outcome)).toContain('is not a repository of this run')
  })

  it.skipIf(skip).each([
    [
      'there is no program of that name',
      { run: ['no-such-program'] },
      'no-program',
      /Worker cannot run "no-such-program": it is in no folder of PATH: install it/,
    ],
    [
      'there is no such file',
      { run: ['./tools/none'] },
      'no-program',
      /cannot run ".\/tools\/none": there is no file .*drawing\/tools\/none/,
    ],
    [
      'a value is missing',
      { run: ['echo', '{{in.nothing}}'] },
      'template',
      /\{\{in\.nothing\}\}: it gives nothing/,
    ],
    ['there is no worktree', { run: ['echo', '{{tree.path}}'] }, 'template', /tree\.path/],
    [
      'it is to write where the drawing does not say',
      { run: ['true'], writes: ['{{in.folder}}'] },
      'writes',
      /may not write \/etc: it lies outside the run's folder/,
    ],
    [
      'it is to write through a link that leads away',
      { run: ['true'], writes: ['{{run.folder}}/link'] },
      'writes',
      /is a link that leads out of the run's folder/,
    ],
    [
      'a folder that it is to write is not there',
      { run: ['true'], writes: ['/no/such/folder'] },
      'writes',
      /make that folder first/,
    ],
  ])('says so, and that nothing happened, when %s', async (_case, config, code, words) => {
    symlinkSync('/etc', join(bench.call({}).folders.root, 'link'))
    const outcome = await run(config, { payload: { in: put({ folder: '/etc' }) } })
    expect(errorOf(outcome)).toMatch(words)
    expect(outcome.control).toEqual({ code, retryable: false, happened: 'no' })
  })

  it.skipIf(skip)('believes a probe that says yes or no, and nothing else', async () => {
    const probe = (source: string): Promise<unknown> =>
      executor.probe?.(callFor({ run: ['false'], output: 'json', probe: js(source) }), io) ?? Promise.reject()
    expect(await probe('console.log(JSON.stringify({main:"abc"}))')).toMatchObject({
      type: 'happened',
      outcome: { tag: 'ok', control: { exit: 0 } },
      evidence: '{"main":"abc"}',
    })
    expect(await probe('console.error("not there");process.exit(1)')).toEqual({
      type: 'not-happened',
      evidence: 'not there',
    })
    expect(await probe('process.exit(2)')).toMatchObject({ type: 'unknown' })
    expect(await executor.probe?.(callFor({ run: ['true'] }), io)).toMatchObject({ type: 'unknown' })
  })
})

describe('without a sandbox', () => {
  it('runs nothing unless a person allowed it for the run', async () => {
    const executor = createProcessExecutor({ sandboxes: none })
    const settings = { approve: 'ask', unsandboxed: false, models: {} } as const
    const outcome = await executor.perform(callFor({ run: ['true'] }, { settings }), io)
    expect(errorOf(outcome)).toMatch(
      /^No sandbox here for Worker: there is none in this test\. Put that right, or allow/,
    )
    expect(outcome.control).toEqual({ code: 'no-sandbox', retryable: false, happened: 'no' })
  })
})

describe.skipIf(!here.state.available)(`the sandbox (${here.state.reason})`, () => {
  const executor = createProcessExecutor({ sandboxes: here })
  const attempt = async (
    source: string,
    config: object = {},
    given: Partial<EffectCall> = {},
  ): Promise<Json> => {
    const program = `const fs = require('node:fs'), net = require('node:net')
      const attempt = (work) => { try { work(); return 'ok' } catch (error) { return error.code } }
      ${source}`
    const outcome = await executor.perform(
      callFor({ run: js(program), output: 'json', ...config }, given),
      io,
    )
    expect(
      outcome.tag,
      outcome.tag === 'ok' ? '' : JSON.stringify(io.read(outcome.refs['error'] ?? '')),
    ).toBe('ok')
    return io.read(outcome.refs['result'])
  }

  it('lets a command write its own folders and those that are named, and nothing else', async () => {
    const { root } = bench.call({}).folders
    placesOf(bench.call({}).folders)
    const places = {
      own: '.',
      temporary: '${process.env.TMPDIR}',
      named: join(root, 'named'),
      kept: join(root, 'repositories'),
      other: join(root, 'trees'),
      run: root,
      mine: bench.repository,
      etc: '/etc',
    }
    const tries = Object.entries(places).map(([name, path]) => `${name}: write(\`${path}\`)`)
    const source = `const write = (path) => attempt(() => fs.writeFileSync(path + '/x', ''))
      console.log(JSON.stringify({ ${tries.join(', ')} }))`
    expect(await attempt(source, { writes: ['named'] })).toEqual({
      ...{
        own: 'ok',
        temporary: 'ok',
        named: 'ok',
        kept: 'EROFS',
        other: 'EROFS',
        run: 'EROFS',
        mine: 'EROFS',
      },
      etc: 'EROFS',
    })
    expect(await attempt(source, { writes: ['{{run.folder}}'] })).toMatchObject({
      ...{ run: 'ok', kept: 'EROFS', other: 'EROFS' },
    })
  })

  it("hides other runs, Synod's journal and what people keep private", async () => {
    const home = join(bench.root, 'home')
    writeFileSync(join(home, 'journal.db'), 'secret')
    mkdirSync(join(home, 'runs', 'r2'))
    const ssh = join(homedir(), '.ssh')
    const source = `const list = (path) => fs.existsSync(path) ? fs.readdirSync(path) : []
      console.log(JSON.stringify([list('${home}'), list('${home}/runs'), list('${ssh}')]))`
    expect(await attempt(source)).toEqual([['runs'], ['r1'], []])
  })

  it('closes the network, local sockets and namespaces', async () => {
    const socket = join(bench.root, 'socket')
    const { createServer } = await import('node:net')
    const servers = [createServer(), createServer()]
    servers[0]?.listen(socket)
    servers[1]?.listen(0, '127.0.0.1')
    await Promise.all(servers.map((server) => once(server, 'listening')))
    const address = servers[1]?.address()
    const port = typeof address === 'object' && address !== null ? address.port : 0
    const source = `const { spawnSync } = require('node:child_process')
      const reach = (to) => new Promise((resolve) => {
        const one = net.connect(to, () => resolve('ok')); one.on('error', (error) => resolve(error.code)) })
      Promise.all([reach('${socket}'), reach({ port: ${port}, host: '127.0.0.1' })]).then((reached) =>
        console.log(JSON.stringify([...reached, spawnSync('unshare', ['-Ur', 'true']).status])))`
    expect(await attempt(source)).toEqual(['EPERM', 'ECONNREFUSED', 1])
    for (const server of servers) server.close()
  })

  it('keeps the link to the repository out of reach, and lets history be read', async () => {
    const payload = { in: {}, tree: io.payloads.put({ ...(await opened()) }) }
    const source = `const { execFileSync } = require('node:child_process')
      console.log(JSON.stringify([attempt(() => fs.writeFileSync('.git', '')), attempt(() => fs.rmSync('.git')),
        execFileSync('git', ['log', '--format=%s'], { encoding: 'utf8' })]))`
    expect(await attempt(source, {}, { payload, bound: { config: {}, ...EDITS } })).toEqual([
      ...['EROFS', 'EBUSY', 'first\n'],
    ])
  })

  it.skipIf(here.open === null)(
    `reaches the hosts that are named, and no others ${here.openProblem}`,
    async () => {
      const { createServer } = await import('node:http')
      const server = createServer((_request, response) => response.end('hello')).listen(0, '127.0.0.1')
      await once(server, 'listening')
      const address = server.address()
      const port = typeof address === 'object' && address !== null ? address.port : 0
      const source = `const http = require('node:http'), proxy = new URL(process.env.HTTP_PROXY)
      const auth = Buffer.from(decodeURIComponent(proxy.username) + ':' + decodeURIComponent(proxy.password))
      http.get({ host: proxy.hostname, port: proxy.port, path: 'http://127.0.0.1:${port}/',
        headers: { host: '127.0.0.1:${port}', 'proxy-authorization': 'Basic ' + auth.toString('base64') } },
        (response) => console.log(JSON.stringify(response.statusCode)))`
      expect(await attempt(source, { network: [`127.0.0.1:${port}`] })).toBe(200)
      expect(await attempt(source, { network: ['example.com'] })).toBe(403)
      server.close()
    },
  )
})

describe('quell', () => {
  it('ends what a killed host left of an effect, whichever execution, and nothing of another', async () => {
    const executor = createProcessExecutor({ sandboxes: none })
    const leave = (mark: string): string => `
      const child = require('node:child_process').spawn('sh', ['-c', 'trap "" TERM; while :; do sleep 0.05; done'],
        { detached: true, stdio: 'ignore', env: { PATH: process.env.PATH, SYNOD_EFFECT: '${mark}' } })
      child.unref()`
    const host = spawn(
      process.execPath,
      [
        '-e',
        `${leave('r1:work:1:1')};${leave('r1:work:1:12')};${leave('r1:work:11:1')};setInterval(() => {}, 1000)`,
      ],
      { stdio: 'ignore' },
    )
    const marks = async (): Promise<readonly string[]> =>
      (await findMarked((mark) => mark.startsWith('r1:work:1')))
        .map((one) => one.mark)
        .filter((mark) => mark !== '')
    await until(async () => new Set(await marks()).size === 3)
    host.kill('SIGKILL')
    await once(host, 'exit')
    await executor.quell?.(callFor({ run: ['true'] }))
    expect(new Set(await marks())).toEqual(new Set(['r1:work:11:1']))
    await executor.quell?.(callFor({ run: ['true'] }, { effect: 'work:11' }))
    expect(await marks()).toEqual([])
  })
})
