import { join } from 'node:path'
import { afterAll, expect, it, vi } from 'vitest'
import type { AskView, Result } from '../../shared/api/contract.ts'
import { examplesFolder } from '../host/places.ts'
import { commandLine } from './command-line.ts'
import { fakeTerminal, type } from './testing/fake-terminal.ts'
import { tempFolder } from './testing/topologies.ts'

const home = join(tempFolder(), 'home')
const file = join(examplesFolder(), 'people-decide', 'people-decide.synod.json')
const terminal = fakeTerminal(null)
const code = commandLine(['run', file, '--unsandboxed', 'allow', '--json', '--home', home], terminal)
afterAll(async () => {
  terminal.interrupt()
  await code
})

/** What the run asks next, once it is another question. */
async function asks(node: string, type_: AskView['type'], before = ''): Promise<AskView> {
  return vi.waitFor(
    async () => {
      const run = /Run (\w+) of/.exec(terminal.err.join('\n'))?.[1] ?? ''
      const { out } = await type(['show', run, '--json', '--home', home])
      const open = (JSON.parse(out) as { asks: AskView[] }).asks.find((one) => one.node === node)
      expect([open?.type, open?.digest === before]).toEqual([type_, false])
      return open as AskView
    },
    { timeout: 15_000, interval: 50 },
  )
}

async function decide(
  { run, ask, digest }: AskView,
  answer: string,
  ...more: readonly string[]
): Promise<void> {
  const decided = await type(['decide', run, ask, answer, '--shown', digest, ...more, '--home', home])
  expect([decided.code, decided.err]).toEqual([0, `${ask}: ${answer}`])
}

it('the example goes its whole way: asked, allowed, sent back, edited, approved by two', {
  timeout: 60_000,
}, async () => {
  await decide(await asks('writer', 'question'), 'answer', '--comment', 'operators')
  const call = await asks('writer', 'tool')
  expect(call.shown.command?.argv.at(-1)).toMatch(/^For operators: Uploads/)
  await decide(call, 'approve')
  const first = await asks('gate', 'gate')
  await decide(first, 'revise', '--comment', 'Say since when.', '--as', 'anna')
  await decide(first, 'revise', '--comment', 'Yes, since when.', '--as', 'bo')
  const second = await asks('gate', 'gate', first.digest)
  expect(second.content).toMatchObject({ notes: expect.stringContaining('Say since when.') })
  await decide(second, 'edit', '--edit', '{"notes":"Since version 2."}', '--as', 'anna')
  await decide(await asks('gate', 'gate', second.digest), 'approve', '--as', 'bo')
  expect(await code).toBe(0)
  const { outputs } = JSON.parse(terminal.out.join('\n')) as Result<'run.outcome'>
  expect(outputs).toEqual({ published: [{ notes: 'Since version 2.', by: ['anna', 'bo'] }] })
})
