import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it, vi } from 'vitest'
import type { Letter } from '../../shared/api/letter.ts'
import { commandLine } from './command-line.ts'
import { fakeTerminal, type } from './testing/fake-terminal.ts'
import { tempFolder } from './testing/topologies.ts'

const folder = tempFolder()
const file = join(folder, 'picky.synod.json')
const place = [0, 0]
const run = ['node', '-e', 'process.exit(process.argv[1] === "good" ? 0 : 3)', '{{in.task}}']
writeFileSync(
  file,
  JSON.stringify({
    synod: 1,
    name: 'Picky',
    nodes: [
      { id: 'start', kind: 'input', at: place, config: { fields: [{ name: 'task', required: true }] } },
      {
        id: 'picky',
        kind: 'command',
        at: place,
        config: { run, class: 'pure' },
        policy: { dead_letter: true },
      },
      { id: 'end', kind: 'output', at: place },
    ],
    edges: [
      { id: 'e1', from: 'start.out', to: 'picky.in' },
      { id: 'e2', from: 'picky.out', to: 'end.in' },
    ],
  }),
)

it('shows a dead letter, and sends it again with another value', { timeout: 60_000 }, async () => {
  const home = ['--home', join(folder, 'home')]
  const terminal = fakeTerminal()
  const start = ['run', file, '--input', '{"task":"bad"}', '--unsandboxed', 'allow', '--trust', '--json']
  const ended = commandLine([...start, ...home], terminal)
  const how = await vi.waitFor(() => {
    const match = /synod letter (\S+) (\S+) resend\|discard/.exec(terminal.err.join('\n'))
    expect(match).not.toBe(null)
    return match as RegExpExecArray
  }, 30_000)
  const [id, name] = [how[1] ?? '', how[2] ?? '']
  const { letters } = JSON.parse((await type(['letters', id, '--json', ...home])).out) as {
    readonly letters: readonly Letter[]
  }
  expect(letters).toMatchObject([{ letter: name, edge: 'e1', content: { task: 'bad' }, error: 'Exit 3' }])
  const shown = (await type(['show', id, ...home])).out
  expect(shown).toContain(`Dead letter ${name}`)
  expect(shown).toContain('from start: picky could not deal with it')

  const wrong = await type(['letter', id, name, 'discard', '--edit', '{}', ...home])
  expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('--edit goes with resend alone')])
  const none = await type(['letter', id, 'e2', 'discard', ...home])
  expect([none.code, none.err]).toEqual([2, expect.stringContaining('No dead letter "e2"')])
  const sent = await type(['letter', id, name, 'resend', '--edit', '{"task":"good"}', '--json', ...home])
  expect([sent.code, JSON.parse(sent.out)]).toEqual([0, { run: id, letter: name, answer: 'resend' }])
  expect(await ended).toBe(0)
  expect((await type(['letters', id, ...home])).out).toContain('has no dead letters')
})
