import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { describe, expect, it } from 'vitest'
import { createProcessExecutor } from './executor.ts'
import { findLive, findMarked } from './processes.ts'
import { createExecBench, here, none, until } from './testing/exec-bench.ts'

const on = createExecBench()

describe('quell', () => {
  it('ends what a killed host left of an effect, whichever execution, and nothing of another', async () => {
    const executor = createProcessExecutor({ sandboxes: none })
    const { run } = on.bench.call({})
    const leave = (effect: string): string => `{
      const child = require('node:child_process').spawn('sh', ['-c', 'trap "" TERM; while :; do sleep 0.05; done'],
        { detached: true, stdio: 'ignore', env: { PATH: process.env.PATH, SYNOD_EFFECT: '${run}:${effect}' } })
      child.unref() }`
    const left = [leave('work:1:1'), leave('work:1:12'), leave('work:11:1'), 'setInterval(() => {}, 1000)']
    const host = spawn(process.execPath, ['-e', left.join(';')], { stdio: 'ignore' })
    const marks = async (): Promise<ReadonlySet<string>> =>
      new Set((await findMarked((mark) => mark.startsWith(`${run}:`))).map((one) => one.mark))
    await until(async () => (await marks()).size === 3)
    host.kill('SIGKILL')
    await once(host, 'exit')
    await executor.quell?.(on.callFor({ run: ['true'] }))
    expect(await marks()).toEqual(new Set([`${run}:work:11:1`]))
    await executor.quell?.(on.callFor({ run: ['true'] }, { effect: 'work:11' }))
    expect(await marks()).toEqual(new Set())
  })

  it.skipIf(!here.state.available)('finds nothing of a sandbox whose host was killed', async () => {
    const from = (file: string): string => JSON.stringify(new URL(file, import.meta.url).href)
    const call = on.callFor({ run: ['sh', '-c', 'trap "" TERM; echo up; setsid sleep 60 & sleep 60'] })
    const program = `
      const { findSandboxes } = await import(${from('./detect.ts')})
      const { createProcessExecutor } = await import(${from('./executor.ts')})
      const executor = createProcessExecutor({ sandboxes: await findSandboxes() })
      const emit = (type, data) => process.stdout.write(data)
      const io = { signal: new AbortController().signal, payloads: { put: () => '', get: () => ({}) }, emit }
      await executor.perform(${JSON.stringify(call)}, io)`
    const host = spawn(process.execPath, ['--input-type=module', '-e', program], {
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    const [printed] = (await once(host.stdout, 'data')) as [Buffer]
    expect(printed.toString()).toBe('up\n')
    const within = await findMarked((mark) => mark === on.mark())
    expect(within.length).toBeGreaterThanOrEqual(4)
    host.kill('SIGKILL')
    await once(host, 'exit')
    const executor = createProcessExecutor({ sandboxes: here })
    await executor.quell?.(call)
    expect(await Promise.all(within.map((one) => findLive(one.pid)))).toEqual(within.map(() => null))
  })
})
