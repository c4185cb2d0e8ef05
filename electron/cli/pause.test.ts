import { existsSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import { commandLine } from './command-line.ts'
import { fakeTerminal, type } from './testing/fake-terminal.ts'
import { tempFolder } from './testing/topologies.ts'

const folder = tempFolder()
const home = ['--home', join(folder, 'home')]

/** The first time it hangs, the second time it ends; each time it leaves a mark. */
const SCRIPT =
  "const fs = require('node:fs'); const file = process.argv[1] + '/marks'; fs.appendFileSync(file, 'x'); if (fs.readFileSync(file).length < 2) setInterval(() => {}, 1000)"

const command = {
  run: ['node', '-e', SCRIPT, '{{run.folder}}'],
  class: 'idempotent',
  writes: ['{{run.folder}}'],
}

const document = {
  synod: 1,
  name: 'Hangs once',
  nodes: [
    { id: 'in', kind: 'input', at: [0, 0] },
    { id: 'work', kind: 'command', at: [0, 0], config: command },
    { id: 'out', kind: 'output', at: [0, 0] },
  ],
  edges: [
    { id: 'a', from: 'in.out', to: 'work.in' },
    { id: 'b', from: 'work.out', to: 'out.in' },
  ],
}

describe('pause', () => {
  it('with --abort ends what runs, which runs again once the run is resumed', {
    timeout: 60_000,
  }, async () => {
    const file = join(folder, 'hangs.synod.json')
    writeFileSync(file, JSON.stringify(document))
    const terminal = fakeTerminal(null)
    const over = commandLine(
      ['run', file, '--trust', '--unsandboxed', 'allow', '--approve', 'auto', '--json', ...home],
      terminal,
    )
    const run = await vi.waitFor(() => {
      const found = /Run (\w+) of/.exec(terminal.err.join('\n'))?.[1] ?? ''
      expect(found !== '' && existsSync(join(folder, 'home', 'runs', found, 'marks'))).toBe(true)
      return found
    }, 20_000)
    const paused = await type(['pause', run, '--abort', '--json', ...home])
    expect(JSON.parse(paused.out)).toEqual({ run, status: 'paused' })
    const shown = await type(['show', run, '--json', ...home])
    expect(JSON.parse(shown.out)).toMatchObject({ effects: [{ status: 'asked', attempts: 1 }] })
    const resumed = await type(['resume', run, '--json', ...home])
    expect(JSON.parse(resumed.out)).toMatchObject({
      status: 'done',
      effects: [{ status: 'settled', attempts: 2 }],
    })
    expect(await over).toBe(0)
    expect((await type(['pause', run, ...home])).err).toContain('has ended already: done')
  })
})
