import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, vi } from 'vitest'
import type { Result } from '../../shared/api/contract.ts'
import { type } from './testing/fake-terminal.ts'
import { ownHomes } from './testing/own-homes.ts'
import { asking, tempFolder } from './testing/topologies.ts'

const folder = tempFolder()
const own = ownHomes(folder)
const file = join(folder, 'ask.synod.json')
writeFileSync(file, JSON.stringify(asking))

const TASK = ['--input', '{"task":"this"}']
const DIGEST = /--shown (\w+)/

const { inHome, stay } = own

type Outcome = Pick<Result<'run.outcome'>, 'run' | 'status' | 'outputs' | 'effects'>

describe('run', () => {
  it('approves by policy and ends with one JSON object', async () => {
    const { code, out, err } = await type(inHome('run', file, ...TASK, '--approve', 'auto', '--json'))
    expect(code).toBe(0)
    const outcome = JSON.parse(out) as Outcome
    expect(outcome).toMatchObject({ status: 'done', outputs: { yes: [{ task: 'this' }] } })
    expect(outcome.effects).toEqual([
      { id: 'ok:1', kind: 'human.ask', class: 'idempotent', attempts: 1, status: 'settled' },
    ])
    expect(err).toContain('Go on receives task and folder from start, asks a person')
  })

  it('rejects by policy, which is an end like another', async () => {
    const { code, out } = await type(inHome('run', file, ...TASK, '--approve', 'deny'))
    expect(code).toBe(0)
    expect(out).toMatch(/^Run \w+: done\nno: /)
  })

  it('asks the person at the terminal, with all that the answer is about', async () => {
    const answers = ['what?', 'approve', 'looks right']
    const { code, out, err } = await type(inHome('run', file, ...TASK), answers)
    expect(code).toBe(0)
    expect(err).toContain('Go on asks: Do this?')
    expect(err).toMatch(/Digest of what is shown: \w{64}/)
    expect(out).toContain('"comment": "looks right"')
  })

  it('refuses a wrong input in one line that names file and field', async () => {
    const missing = await type(inHome('run', file))
    expect(missing.code).toBe(2)
    expect(missing.err).toBe(`synod: ${file}: input.task: this is required and missing`)
    const repository = await type(inHome('run', file, '--input', '{"task":"a","folder":"nowhere"}'))
    expect(repository.err).toContain(`${file}: input.folder: `)
    expect(repository.err).toContain(join(process.cwd(), 'nowhere'))
  })

  it('leaves the run as it is when its process is told to end, and resume comes back to it', async () => {
    const { terminal, code, said: asked } = await stay(['run', file, ...TASK], /synod resume|--shown (\w+)/)
    terminal.interrupt()
    expect(await code).toBe(130)
    const said = terminal.err.join('\n')
    const run = /synod decide (\w+)/.exec(said)?.[1] ?? ''
    expect(said).toContain(`Run ${run} stays as it is. synod resume ${run} comes back to it`)
    const resumed = await type(inHome('resume', run), ['a', ''])
    expect(resumed.code).toBe(0)
    expect(resumed.err).toContain(asked[1])
    expect((await type(inHome('resume', run, '--json'))).out).toContain('"status":"done"')
  })
})

describe('a run that waits', () => {
  it('says how to decide, and goes on when another command does', async () => {
    const { code, terminal } = await stay(['run', file, ...TASK, '--json'], DIGEST)
    const said = terminal.err.join('\n')
    const digest = DIGEST.exec(said)?.[1] ?? ''
    const run = /synod decide (\w+) ok:1 approve\|reject/.exec(said)?.[1] ?? ''

    const shown = JSON.parse((await type(inHome('show', run, '--json'))).out)
    expect(shown).toMatchObject({ status: 'waiting', asks: [{ ask: 'ok:1', node: 'ok', digest }] })
    expect((await type(inHome('runs'))).out).toContain(`${run}  waiting`)

    const wrong = await type(inHome('decide', run, 'ok', 'approve', '--shown', 'abc'))
    expect([wrong.code, wrong.err]).toEqual([2, expect.stringContaining('look again, then decide')])
    const twice = await Promise.all([
      type(inHome('decide', run, 'ok', 'approve', '--shown', digest)),
      type(inHome('decide', run, 'ok', 'reject', '--shown', digest)),
    ])
    expect(twice.map((one) => one.code).sort()).toEqual([0, 2])
    expect(await code).toBe(0)
    const late = await type(inHome('decide', run, 'ok:1', 'approve', '--shown', digest))
    expect([late.code, late.err]).toEqual([2, expect.stringContaining('answered already')])
  })

  it('is looked at without being taken up, and goes on when somebody decides though nobody drives it', async () => {
    const first = await stay(['run', file, ...TASK], DIGEST)
    first.terminal.interrupt()
    await first.code
    const listed = await type(inHome('runs', '--json'))
    const { run, seq } = JSON.parse(listed.out).runs[0] as { run: string; seq: number }
    const { asks } = JSON.parse((await type(inHome('show', run, '--json'))).out) as {
      asks: { digest: string }[]
    }
    expect(JSON.parse((await type(inHome('runs', '--json'))).out).runs[0].seq).toBe(seq)
    const decided = await type(
      inHome('decide', run, 'ok', 'reject', '--shown', asks[0]!.digest, '--comment', 'no'),
    )
    expect([decided.code, decided.err]).toEqual([0, expect.stringContaining(`Run ${run}: done`)])
    expect((await type(inHome('show', run))).out).toContain('"decision": "reject"')
  })

  it('is cancelled by another command', async () => {
    const { code, said } = await stay(['run', file, ...TASK], /synod decide (\w+)/)
    const cancelled = await type(inHome('cancel', said[1] ?? ''))
    expect([cancelled.code, cancelled.out]).toEqual([0, `Run ${said[1]}: cancelled`])
    expect(await code).toBe(4)
    const again = await type(inHome('cancel', said[1] ?? ''))
    expect([again.code, again.err]).toEqual([2, expect.stringContaining('has ended already: cancelled')])
  })

  it('goes on in the process of another command when its own owner ends', async () => {
    const owner = await stay(['run', file, ...TASK], DIGEST)
    const other = await stay(['run', file, '--input', '{"task":"that"}'], DIGEST)
    owner.terminal.interrupt()
    await owner.code
    await vi.waitFor(() => expect(other.terminal.err.join('\n')).toContain('the run goes on'))
    const run = /synod decide (\w+)/.exec(other.terminal.err.join('\n'))?.[1] ?? ''
    const decided = await type(inHome('decide', run, 'ok', 'approve', '--shown', other.said[1] ?? ''))
    expect(decided.code).toBe(0)
    expect(await other.code).toBe(0)
  })
})

describe('a file from elsewhere', () => {
  const tool = join(folder, 'tool.synod.json')
  const run = ['node', '-e', '0']
  const command = { id: 'tool', kind: 'command', at: [300, 200], config: { run, class: 'pure' } }
  const edges = [
    { id: 'e1', from: 'start.out', to: 'tool.in' },
    { id: 'e2', from: 'tool.out', to: 'yes.in' },
  ]
  const nodes = [asking.nodes[0], command, asking.nodes[2]]
  writeFileSync(tool, JSON.stringify({ ...asking, nodes, edges }))

  it('is not run before a person has seen what it may do', async () => {
    const alone = await type(inHome('run', tool, ...TASK))
    expect([alone.code, alone.err]).toEqual([2, expect.stringContaining('run it with --trust')])
    expect(alone.err).toContain('    node -e')
    const refused = await type(inHome('run', tool, ...TASK), ['n'])
    expect([refused.code, refused.err]).toEqual([2, expect.stringContaining('not trusted, so not run')])
    expect((await type(inHome('runs', '--json'))).out).toBe('{"runs":[]}')
  })

  it('is asked about once', async () => {
    const unsandboxed = ['--unsandboxed', 'allow']
    const accepted = await type(inHome('run', tool, ...TASK, ...unsandboxed), ['y'])
    expect([accepted.code, accepted.err]).toEqual([0, expect.stringContaining('comes from elsewhere')])
    const again = await type(inHome('run', tool, ...TASK, ...unsandboxed))
    expect([again.code, again.err]).toEqual([0, expect.not.stringContaining('comes from elsewhere')])
  })
})

it('does not know a run that is not there', async () => {
  for (const command of ['show', 'resume', 'cancel']) {
    const { code, err } = await type(inHome(command, 'nothing'))
    expect([code, err]).toEqual([2, 'synod: there is no run "nothing"; synod runs lists them'])
  }
  const { err } = await type(inHome('runs'))
  expect(err).toBe('There are no runs yet: synod run FILE starts one')
})
