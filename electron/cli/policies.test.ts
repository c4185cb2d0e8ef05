import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { type } from './testing/fake-terminal.ts'
import { tempFolder } from './testing/topologies.ts'

const folder = tempFolder()

interface Ended {
  readonly status: string
  readonly message: string
  readonly effects: readonly { readonly id: string; readonly attempts: number; readonly status: string }[]
}

async function run(
  name: string,
  document: object,
): Promise<{ readonly code: number; readonly ended: Ended }> {
  const file = join(folder, `${name}.synod.json`)
  writeFileSync(file, JSON.stringify({ synod: 1, name, ...document }))
  const allowed = ['--approve', 'auto', '--trust', '--unsandboxed', 'allow', '--home', join(folder, 'home')]
  const { code, out } = await type(['run', file, '--json', ...allowed])
  return { code, ended: JSON.parse(out) as Ended }
}

function node(id: string, kind: string, config: object = {}, policy: object = {}): object {
  return { id, kind, at: [0, 0], config, policy }
}

function row(...nodes: readonly object[]): object {
  const ids = nodes.map((one) => (one as { id: string }).id)
  const edges = ids.slice(1).map((to, at) => ({ id: `e${at}`, from: `${ids[at]}.out`, to: `${to}.in` }))
  return { nodes, edges }
}

describe('policies in a real run', () => {
  it('stop it where the budget of tokens is used up, and say so', async () => {
    const speaker = {
      model: 'standin',
      prompt: 'Speak.',
      script: [{ say: 'Some words.', answer: 'Spoken.' }],
    }
    const drawn = row(
      node('in', 'input'),
      node('a', 'agent', speaker),
      node('b', 'agent', speaker),
      node('out', 'output'),
    )
    const controllers = [{ id: 'cap', type: 'budget', tokens: 1 }]
    const { code, ended } = await run('budget', { ...drawn, controllers })
    expect([code, ended.status]).toEqual([1, 'failed'])
    expect(ended.message).toMatch(/The budget cap is used up: \d+ of 1 tokens/)
    // What was refused was never begun.
    expect(ended.effects.find(({ id }) => id === 'b:1')).toMatchObject({ attempts: 0, status: 'failed' })
  })

  it('try a command that fails again, as often as they may', async () => {
    // It counts its own executions where it may write.
    const script =
      "const fs = require('node:fs'); const file = process.argv[1] + '/tries'; fs.appendFileSync(file, 'x'); process.exit(fs.readFileSync(file).length < 3 ? 1 : 0)"
    const home = '{{run.folder}}'
    const command = { run: ['node', '-e', script, home], class: 'idempotent', writes: [home] }
    const policy = { attempts: 3, backoff_ms: 1 }
    const drawn = row(node('in', 'input'), node('a', 'command', command, policy), node('out', 'output'))
    const { code, ended } = await run('retry', drawn)
    expect([code, ended.status]).toEqual([0, 'done'])
    expect(ended.effects.map(({ attempts }) => attempts)).toEqual([3])
  })

  it('end an attempt that hangs in silence, by its real process', async () => {
    const command = { run: ['node', '-e', 'setInterval(() => {}, 1000)'], class: 'idempotent' }
    const drawn = row(
      node('in', 'input'),
      node('a', 'command', command, { first_chunk_ms: 300 }),
      node('out', 'output'),
    )
    const { code, ended } = await run('silence', drawn)
    expect([code, ended.status]).toEqual([1, 'failed'])
    expect(ended.message).toContain('No sign of life')
  })
})
