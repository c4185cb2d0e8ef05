import { existsSync, symlinkSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Outcome } from '../../../shared/topology/payload.ts'
import type { EffectCall } from '../../drivers/seams.ts'
import { createIo } from '../git/testing/repository.ts'
import { createProcessExecutor } from './executor.ts'
import { findMarked } from './processes.ts'
import { createExecBench, js, none, rooms, until } from './testing/exec-bench.ts'

const on = createExecBench()

describe.each(rooms)('process.exec $name', ({ sandboxes, skip }) => {
  const executor = createProcessExecutor({ sandboxes })
  const run = (config: object, given: Partial<EffectCall> = {}): Promise<Outcome> =>
    executor.perform(on.callFor(config, given), on.io)

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
        payload: {
          in: on.put({ name: '$(touch /tmp/x); "a\' b', report: { ok: true } }),
          args: on.put({ n: 1 }),
        },
      },
    )
    expect(outcome).toMatchObject({ tag: 'ok', control: { exit: 0 } })
    const { root, topology } = on.bench.call({}).folders
    expect(on.io.read(outcome.refs['result'])).toEqual([
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
      const env = on.io.read(outcome.refs['result']) as Record<string, string>
      expect(JSON.stringify(env)).not.toContain('canary')
      expect(env).toMatchObject({
        SYNOD_EFFECT: on.mark(),
        SYNOD_IDEMPOTENCY_KEY: `${on.bench.call({}).run}/work:1`,
      })
      expect(env['HOME']).toBe(join(on.bench.call({}).folders.root, 'work', 'work'))
    },
  )

  it.skipIf(skip)('runs a tool of an agent by its name, and a program beside the drawing', async () => {
    writeFileSync(join(on.bench.root, 'drawing', 'hello'), '#!/bin/sh\necho "hello $1"\n', { mode: 0o755 })
    const tool = { name: 'greet', run: ['./hello', '{{args.who}}'], output: 'text', writes: [], network: [] }
    const outcome = await run(
      { tools: [tool] },
      { control: { tool: 'greet' }, payload: { args: on.put({ who: 'you' }) } },
    )
    expect(on.io.read(outcome.refs['result'])).toBe('hello you\n')
  })

  it.skipIf(skip)('tells yes from no, and keeps both streams', async () => {
    const outcome = await run({
      run: js('console.log(JSON.stringify({passed:1}));console.error("why");process.exit(3)'),
      output: 'json',
    })
    expect(outcome).toMatchObject({ tag: 'exit', control: { exit: 3 } })
    expect(on.io.read(outcome.refs['result'])).toEqual({ passed: 1 })
    expect(on.io.read(outcome.refs['log'])).toMatchObject({
      exit: 3,
      stdout: '{"passed":1}\n',
      stderr: 'why\n',
    })
    const chunks = on.io.chunks.filter((chunk) => chunk.type === 'output').map((chunk) => chunk.data)
    expect(chunks.join('')).toContain('why')
  })

  it.skipIf(skip)('calls output that is no JSON an error that may be tried again', async () => {
    const outcome = await run({ run: ['echo', '{oops'], output: 'json' })
    expect(on.errorOf(outcome)).toMatch(/^Worker was to print JSON, but .*JSON.*It said: \{oops$/s)
    expect(outcome.control).toEqual({ code: 'output', retryable: true, happened: 'unknown' })
  })

  it.skipIf(skip)('keeps a megabyte of what is printed and says how much was left out', async () => {
    const outcome = await run({ run: js('process.stdout.write("é".repeat(1_000_000))') })
    expect(String(on.io.read(outcome.refs['result'])).length).toBe(512 * 1024)
    expect(on.io.read(outcome.refs['log'])).toMatchObject({
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
      expect(on.errorOf(killed)).toBe('Worker was ended by SIGKILL')
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
    const running = executor.perform(on.callFor({ run: js(source) }), stopping)
    const printed = (): string => stopping.chunks.map((chunk) => chunk.data).join('')
    await until(() => printed().includes('ready'))
    stop.abort()
    const outcome = await running
    expect(outcome.control).toEqual({ code: 'cancelled', retryable: false, happened: 'unknown' })
    expect(printed()).toContain('asked')
    expect(await findMarked((mark) => mark === on.mark())).toEqual([])
  })

  it.skipIf(skip)('ends what a program leaves behind before it gives an answer', async () => {
    const file = join(on.bench.call({}).folders.root, 'work', 'work', 'late')
    const late = `setTimeout(() => require('node:fs').writeFileSync(${JSON.stringify(file)}, ''), 10_000)`
    const outcome = await run({
      run: js(`require('node:child_process').spawn(process.execPath, ['-e', ${JSON.stringify(late)}],
        { detached: true, stdio: 'inherit' }).unref()`),
    })
    expect(outcome.tag).toBe('ok')
    expect(await findMarked((mark) => mark === on.mark())).toEqual([])
    expect(existsSync(file)).toBe(false)
  })

  it.skipIf(skip)('never starts what was stopped before', async () => {
    const outcome = await executor.perform(on.callFor({ run: ['echo', 'x'] }), createIo(AbortSignal.abort()))
    expect(outcome.control).toEqual({ code: 'cancelled', retryable: false, happened: 'no' })
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
    symlinkSync('/etc', join(on.bench.call({}).folders.root, 'link'))
    const outcome = await run(config, { payload: { in: on.put({ folder: '/etc' }) } })
    expect(on.errorOf(outcome)).toMatch(words)
    expect(outcome.control).toEqual({ code, retryable: false, happened: 'no' })
  })

  it.skipIf(skip)('believes a probe that says yes or no, and nothing else', async () => {
    const probe = (source: string): Promise<unknown> =>
      executor.probe?.(on.callFor({ run: ['false'], output: 'json', probe: js(source) }), on.io) ??
      Promise.reject()
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
    expect(await executor.probe?.(on.callFor({ run: ['true'] }), on.io)).toMatchObject({ type: 'unknown' })
  })
})

describe('without a sandbox', () => {
  it('runs nothing unless a person allowed it for the run', async () => {
    const executor = createProcessExecutor({ sandboxes: none })
    const settings = { approve: 'ask', unsandboxed: false, models: {} } as const
    const outcome = await executor.perform(on.callFor({ run: ['true'] }, { settings }), on.io)
    expect(on.errorOf(outcome)).toMatch(
      /^No sandbox here for Worker: there is none in this test\. Put that right, or allow/,
    )
    expect(outcome.control).toEqual({ code: 'no-sandbox', retryable: false, happened: 'no' })
  })
})
