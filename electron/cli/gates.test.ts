import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { AskView, Result } from '../../shared/api/contract.ts'
import { type FakeTerminal, type } from './testing/fake-terminal.ts'
import { ownHomes } from './testing/own-homes.ts'
import { asked, tempFolder } from './testing/topologies.ts'

const folder = tempFolder()
const own = ownHomes(folder)
const TASK = ['--input', '{"task":"this"}']

const { inHome, stay } = own

/** Runs a drawing with this gate until it asks, and stays with it in the background. */
async function ask(gate: object) {
  const file = join(folder, `gate-${own.number}.synod.json`)
  writeFileSync(file, JSON.stringify(asked(gate)))
  const { said, code, terminal } = await stay(['run', file, ...TASK, '--json'], /synod decide (\w+)/)
  return { run: said[1] ?? '', code, terminal }
}

async function view(run: string): Promise<AskView> {
  const { asks } = JSON.parse((await type(inHome('show', run, '--json'))).out) as { asks: AskView[] }
  return asks[0] as AskView
}

function decide(run: string, answer: string, ...more: readonly string[]) {
  return type(inHome('decide', run, 'ok', answer, ...more))
}

function outcomeOf(terminal: FakeTerminal): Result<'run.outcome'> {
  return JSON.parse(terminal.out.join('\n')) as Result<'run.outcome'>
}

describe('decide', () => {
  it('approves what a person has made of it, and what runs next gets exactly that', async () => {
    const { run, code, terminal } = await ask({})
    const before = await view(run)
    expect([before.content, before.answers]).toEqual([
      { task: 'this', folder: null },
      ['approve', 'reject', 'edit', 'revise', 'reassign'],
    ])
    const shown = ['--shown', before.digest]
    const wrong = await decide(run, 'edit', ...shown, '--edit', '{"tusk":"that"}')
    expect(wrong.err).toBe('synod: edit.tusk: there is no such field to change; there are task, folder')
    const same = await decide(run, 'edit', ...shown, '--edit', '{"task":"this"}')
    expect([same.code, same.err]).toEqual([2, expect.stringContaining('changes nothing')])
    const without = await decide(run, 'edit', ...shown)
    expect(without.err).toContain('edit needs --edit')
    const edit = join(folder, 'edit.json')
    writeFileSync(edit, '{"task":"that"}')
    expect((await decide(run, 'edit', ...shown, '--edit', `@${edit}`, '--comment', 'better')).code).toBe(0)
    expect(await code).toBe(0)
    const [output] = outcomeOf(terminal).outputs['yes'] as { task: string; approval: object }[]
    expect(output).toMatchObject({
      task: 'that',
      approval: { decision: 'approve', edited: true, before: before.digest, question: 'Do that?' },
    })
    expect(output?.approval).not.toMatchObject({ digest: before.digest })
  })

  it('sends back with feedback, and is asked again about what comes round', async () => {
    const { run, code, terminal } = await ask({})
    const first = await view(run)
    const silent = await decide(run, 'revise', '--shown', first.digest)
    expect([silent.code, silent.err]).toEqual([2, expect.stringContaining('what the worker gets')])
    await decide(run, 'revise', '--shown', first.digest, '--comment', 'shorter')
    const second = await view(run)
    expect(second.content).toEqual({ task: 'this', folder: null, feedback: 'shorter' })
    expect(second.digest).not.toBe(first.digest)
    expect((await decide(run, 'approve', '--shown', first.digest)).err).toContain('look again')
    await decide(run, 'approve', '--shown', second.digest)
    expect(await code).toBe(0)
    expect(outcomeOf(terminal).outputs).toMatchObject({ yes: [{ feedback: 'shorter' }] })
  })

  it('takes an answer from each of those who are asked by name, two at the same instant too', async () => {
    const { run, code, terminal } = await ask({ approvers: ['anna', 'bo', 'cy'], needed: 2 })
    const { digest, tally } = await view(run)
    expect(tally).toEqual({ approved: 0, needed: 2, of: 3, waitsFor: ['anna', 'bo', 'cy'] })
    const stranger = await decide(run, 'approve', '--shown', digest)
    expect(stranger.err).toMatch(/asks anna, bo, cy, not \w+: say who you are \(--as NAME\)/)
    const shown = ['--shown', digest]
    await decide(run, 'reject', ...shown, '--as', 'cy', '--comment', 'too soon')
    const twice = await decide(run, 'approve', ...shown, '--as', 'cy')
    expect([twice.code, twice.err]).toEqual([2, expect.stringContaining('each person decides once')])
    expect(await view(run)).toMatchObject({
      ask: 'ok:1',
      tally: { approved: 0, waitsFor: ['anna', 'bo'] },
      votes: [{ by: 'cy', answer: 'reject', comment: 'too soon' }],
    })
    const both = await Promise.all(['anna', 'bo'].map((who) => decide(run, 'approve', ...shown, '--as', who)))
    expect(both.map((one) => one.code)).toEqual([0, 0])
    expect(await code).toBe(0)
    const { outputs } = outcomeOf(terminal)
    const [output] = outputs['yes'] as { approvals: { by: string; decision: string }[] }[]
    expect(output?.approvals.map(({ by }) => by).sort()).toEqual(['anna', 'bo', 'cy'])
    const late = await type(inHome('decide', run, 'ok:1', 'approve', ...shown, '--as', 'anna'))
    expect([late.code, late.err]).toEqual([2, expect.stringContaining('answered already: approve by')])
  })

  it('at a terminal asks who answers, where several are asked', async () => {
    const file = join(folder, `terminal-${own.number}.synod.json`)
    writeFileSync(file, JSON.stringify(asked({ approvers: ['anna', 'bo'], needed: 1 })))
    const { code, out, err } = await type(inHome('run', file, ...TASK), ['a', 'fine', 'bo'])
    expect([code, out]).toEqual([0, expect.stringContaining('"by": "bo"')])
    expect(err).toContain('0 of 1 approvals, waits for anna, bo')
  })

  it('lets approvals lapse when somebody edits', async () => {
    const { run, code, terminal } = await ask({ approvers: ['anna', 'bo'] })
    const { digest } = await view(run)
    await decide(run, 'approve', '--shown', digest, '--as', 'anna')
    await decide(run, 'edit', '--shown', digest, '--as', 'bo', '--edit', '{"task":"that"}')
    const edited = await view(run)
    expect(edited).toMatchObject({ tally: { approved: 1, waitsFor: ['anna'] }, content: { task: 'that' } })
    expect((await decide(run, 'approve', '--shown', digest, '--as', 'anna')).err).toContain('look again')
    await decide(run, 'approve', '--shown', edited.digest, '--as', 'anna')
    expect(await code).toBe(0)
    expect(outcomeOf(terminal).outputs).toMatchObject({ yes: [{ task: 'that' }] })
  })

  it('hands a question on', async () => {
    const { run, code } = await ask({ approvers: ['anna', 'bo'] })
    const { digest } = await view(run)
    const whose = await decide(run, 'reassign', '--to', 'dora')
    expect(whose.err).toContain('waits for anna, bo')
    expect((await decide(run, 'reassign', '--to', 'dora', '--from', 'cy')).err).toContain('not wait for cy')
    expect((await decide(run, 'reassign', '--to', 'dora', '--from', 'bo')).code).toBe(0)
    expect((await view(run)).tally?.waitsFor).toEqual(['anna', 'dora'])
    expect((await decide(run, 'approve', '--shown', digest, '--as', 'bo')).err).toContain(
      'anna, dora, not bo',
    )
    await decide(run, 'approve', '--shown', digest, '--as', 'dora')
    await decide(run, 'approve', '--shown', digest, '--as', 'anna')
    expect(await code).toBe(0)
  })

  it('comes too late after the deadline, and says so', async () => {
    const { run, code, terminal } = await ask({ deadline_ms: 1000, default: 'approve' })
    const said = terminal.err.join('\n')
    expect(said).toContain('left, then approve')
    const digest = /--shown (\w+)/.exec(said)?.[1] ?? ''
    expect(await code).toBe(0)
    expect(outcomeOf(terminal).outputs).toMatchObject({
      yes: [{ approval: { decision: 'approve', by: 'deadline', comment: 'No decision within 1 s' } }],
    })
    const late = await decide(run, 'reject', '--shown', digest)
    expect(late.code).toBe(2)
    expect(late.err).toMatch(/^synod: "Go on" was approved by default at .*: this answer comes too late$/)
  })
})

it('lint names more approvals than there are people', async () => {
  const file = join(folder, 'many.synod.json')
  writeFileSync(file, JSON.stringify(asked({ approvers: 2, needed: 3 })))
  const { code, out } = await type(['lint', file])
  expect([code, out]).toEqual([
    1,
    expect.stringContaining('nodes[1].config.needed: 3 approvals are needed, but only 2 may be given'),
  ])
})
