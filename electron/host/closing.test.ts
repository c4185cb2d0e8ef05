import { existsSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { findMarked } from '../effects/process/processes.ts'
import { temporaryPlaces } from '../testing/places.ts'
import { until } from '../testing/until.ts'
import { openHost } from './open-host.ts'

const places = temporaryPlaces()
afterAll(() => places.remove())

/** It does not listen when it is asked to end, and neither does its child. */
const DEAF =
  "const { spawn } = require('node:child_process'); const fs = require('node:fs'); process.on('SIGTERM', () => {}); spawn(process.execPath, ['-e', 'process.on(`SIGTERM`, () => {}); setInterval(() => {}, 1000)'], { stdio: 'ignore' }); fs.writeFileSync(process.argv[1] + '/up', ''); setInterval(() => {}, 1000)"

it('a host that closes leaves no process behind', { timeout: 60_000 }, async () => {
  const home = places.folder('home')
  const drawing = places.folder('drawing')
  mkdirSync(drawing)
  const path = join(drawing, 'deaf.synod.json')
  const command = {
    run: ['node', '-e', DEAF, '{{run.folder}}'],
    class: 'idempotent',
    writes: ['{{run.folder}}'],
  }
  const text = JSON.stringify({
    synod: 1,
    name: 'Deaf',
    nodes: [
      { id: 'in', kind: 'input', at: [0, 0] },
      { id: 'work', kind: 'command', at: [0, 0], config: command },
      { id: 'out', kind: 'output', at: [0, 0] },
    ],
    edges: [
      { id: 'a', from: 'in.out', to: 'work.in' },
      { id: 'b', from: 'work.out', to: 'out.in' },
    ],
  })
  const host = await openHost({ home, environment: {} })
  const { list } = await host.service.call('trust.list', { path, text })
  const params = { path, text, input: {}, trust: list.digest, unsandboxed: true, approve: 'auto' as const }
  const { run } = await host.service.call('run.start', params)
  await until('it runs', () => existsSync(join(home, 'runs', run, 'up')))
  const ours = (mark: string): boolean => mark.includes(run)
  expect((await findMarked(ours)).length).toBeGreaterThan(0)
  await host.close()
  expect(await findMarked(ours)).toEqual([])
})
