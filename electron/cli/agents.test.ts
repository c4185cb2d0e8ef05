import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AskView, Result } from '../../shared/api/contract.ts'
import { type FakeTerminal, type } from './testing/fake-terminal.ts'
import { ownHomes } from './testing/own-homes.ts'
import { tempFolder } from './testing/topologies.ts'

const folder = tempFolder()
const own = ownHomes(folder)
const { inHome, stay } = own

/** Writes its argument to a file, a line each time it runs. */
const LOG = join(folder, 'log')
const note = {
  name: 'note',
  run: [
    'node',
    '-e',
    "require('fs').appendFileSync(process.argv[1], process.argv[2] + '\\n')",
    LOG,
    '{{args.text}}',
  ],
  writes: [folder],
  class: 'idempotent',
  approve: 'ask',
  parameters: { type: 'object', properties: { text: { type: 'string' } }, required: ['text'] },
}

/** A stand-in that plays these turns. */
function agent(config: object): string {
  const file = join(folder, `agent-${own.number}.synod.json`)
  const nodes = [
    { id: 'start', kind: 'input', at: [0, 0], config: { fields: [] } },
    { id: 'fix', kind: 'agent', at: [300, 0], name: 'Fixer', config: { model: 'standin', ...config } },
    { id: 'end', kind: 'output', at: [600, 0] },
  ]
  const edges = [
    { id: 'e1', from: 'start.out', to: 'fix.in' },
    { id: 'e2', from: 'fix.out', to: 'end.in' },
  ]
  writeFileSync(file, JSON.stringify({ synod: 1, name: 'Fix', nodes, edges }))
  return file
}

async function begin(file: string, asks = true) {
  const more = ['--trust', '--unsandboxed', 'allow', '--json']
  const { said, code, terminal } = await stay(
    ['run', file, ...more],
    asks ? /synod decide (\w+)/ : /Run (\w+) of/,
  )
  return { run: said[1] ?? '', code, terminal }
}

async function view(run: string): Promise<AskView> {
  const { asks } = JSON.parse((await type(inHome('show', run, '--json'))).out) as { asks: AskView[] }
  return asks[0] as AskView
}

function outputOf(terminal: FakeTerminal): unknown {
  const outcome = JSON.parse(terminal.out.join('\n')) as Result<'run.outcome'>
  return outcome.outputs['end']?.[0]
}

const decide = (run: string, answer: string, ...more: readonly string[]) =>
  type(inHome('decide', run, 'fix', answer, ...more))

describe('a tool that asks before each call', { timeout: 60_000 }, () => {
  const CALL = { call: { tool: 'note', args: { text: 'one' } } }
  const ANSWER = { answer: 'It said: {{results.note}}' }
  const script = [CALL, ANSWER]

  it('shows exactly what would run, and does not run what a person refuses: the model is told', async () => {
    const { run, code, terminal } = await begin(agent({ tools: [note], script }))
    const { question, shown, answers, content, digest } = await view(run)
    expect([question, answers, content]).toEqual([
      'May "Fixer" call note?',
      ['approve', 'reject', 'edit', 'always'],
      { text: 'one' },
    ])
    expect(shown.command).toMatchObject({
      argv: [...note.run.slice(0, 4), 'one'],
      node: 'Fixer · note',
      class: 'idempotent',
    })
    await decide(run, 'reject', '--shown', digest, '--comment', 'not today')
    expect(await code).toBe(0)
    expect(outputOf(terminal)).toMatchObject({ answer: expect.stringMatching(/did not allow.*not today/) })
  })

  it('runs with the arguments that a person has made of them', async () => {
    const { run, code, terminal } = await begin(agent({ tools: [note], script }))
    const { digest } = await view(run)
    const wrong = await decide(run, 'edit', '--shown', digest, '--edit', '{"text":2}')
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('arguments of note are wrong')])
    await decide(run, 'edit', '--shown', digest, '--edit', '{"text":"two"}')
    expect(await code).toBe(0)
    expect(readFileSync(LOG, 'utf8')).toBe('two\n')
    expect(outputOf(terminal)).toMatchObject({ answer: expect.stringContaining('It said:') })
    const trail = JSON.parse((await type(inHome('audit', 'show', run, '--json'))).out)
    expect(trail.entries[0]).toMatchObject({ type: 'trust' })
    expect(trail.entries.at(-1)).toMatchObject({ type: 'decision', ask: 'fix:2', answer: 'edit' })
  })

  it('is asked about still when its owner has ended', async () => {
    const { run, terminal, code } = await begin(agent({ tools: [note], script }))
    terminal.interrupt()
    await code
    const { digest, question } = await view(run)
    expect(question).toBe('May "Fixer" call note?')
    const decided = await decide(run, 'reject', '--shown', digest)
    expect([decided.code, decided.err]).toEqual([0, expect.stringContaining(`Run ${run}: done`)])
  })

  it('is always allowed once a person said so, until that is taken back', async () => {
    const file = agent({ tools: [note], script })
    const first = await begin(file)
    const { digest } = await view(first.run)
    await decide(first.run, 'always', '--shown', digest)
    expect(await first.code).toBe(0)
    const again = await type(inHome('run', file, '--unsandboxed', 'allow', '--json'))
    expect(again.code).toBe(0)
    expect(again.err).not.toContain('synod decide')
    const listed = await type(inHome('allowed'))
    expect(listed.out).toMatch(
      /^\w{12} {2}fix · note: node -e .* one\n {4}in .*agent-\d+\.synod\.json, allowed by/,
    )
    const { calls } = JSON.parse((await type(inHome('allowed', '--json'))).out)
    expect((await type(inHome('allowed', 'revoke', 'zz'))).err).toContain('No allowed call has the key "zz"')
    expect((await type(inHome('allowed', 'revoke', calls[0].key.slice(0, 8)))).err).toBe(
      'No call is always allowed',
    )
    const third = await begin(file)
    expect((await view(third.run)).type).toBe('tool')
    const { out } = await type(inHome('audit', 'show'))
    expect(out).toContain('always note')
    expect(out).toContain('no longer note')
    expect((await type(inHome('audit', 'verify'))).code).toBe(0)
  })
})

describe('an agent', { timeout: 60_000 }, () => {
  it('asks a person in mid-turn and goes on with the answer', async () => {
    const question = { call: { tool: 'ask_person', args: { question: 'Which colour?' } } }
    const script = [question, { answer: 'It is {{results.ask_person}}' }]
    const { run, code, terminal } = await begin(agent({ ask_person: true, script }))
    const asked = await view(run)
    expect([asked.type, asked.question, asked.answers]).toEqual([
      'question',
      'Which colour?',
      ['answer', 'reject'],
    ])
    expect((await decide(run, 'answer', '--shown', asked.digest)).err).toContain('answer needs --comment')
    await decide(run, 'answer', '--shown', asked.digest, '--comment', 'blue')
    expect(await code).toBe(0)
    expect(outputOf(terminal)).toMatchObject({ answer: 'It is blue' })
  })

  it('is told something while it works, and hears it before its next step', async () => {
    const question = { call: { tool: 'ask_person', args: { question: 'Go on?' } } }
    const script = [question, { answer: 'I heard: {{$join(said, ", ")}}' }]
    const { run, code, terminal } = await begin(agent({ ask_person: true, steer: true, script }))
    expect((await type(inHome('tell', run, 'end', 'x'))).err).toContain('There is no agent "end"')
    expect((await type(inHome('tell', run, 'fix', 'be brief'))).code).toBe(0)
    expect((await type(inHome('tell', run, 'fix', 'be kind'))).code).toBe(0)
    await decide(run, 'reject', '--shown', (await view(run)).digest)
    expect(await code).toBe(0)
    expect(outputOf(terminal)).toMatchObject({ answer: 'I heard: be brief, be kind' })
    const late = await type(inHome('tell', run, 'fix', 'more'))
    expect([late.code, late.err]).toEqual([2, expect.stringContaining('has ended')])
  })

  it('remembers what it was told when its owner ends', async () => {
    const question = { call: { tool: 'ask_person', args: { question: 'Go on?' } } }
    const script = [question, { answer: 'I heard: {{$join(said, ", ")}}' }]
    const { run, code, terminal } = await begin(agent({ ask_person: true, steer: true, script }))
    expect((await type(inHome('tell', run, 'fix', 'be brief'))).code).toBe(0)
    terminal.interrupt()
    await code
    const { digest } = await view(run)
    await decide(run, 'answer', '--shown', digest, '--comment', 'yes')
    expect((await type(inHome('show', run))).out).toContain('I heard: be brief')
  })

  it('that cannot be told anything says so', async () => {
    const question = { call: { tool: 'ask_person', args: { question: 'Go on?' } } }
    const { run } = await begin(agent({ ask_person: true, script: [question, { answer: 'x' }] }))
    const { err } = await type(inHome('tell', run, 'fix', 'hello'))
    expect(err).toBe('synod: "Fixer": it cannot be told anything: switch that on in its settings')
  })
})
