import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { examplePath } from '../host/places.ts'
import { commandLine } from './command-line.ts'
import { fakeTerminal, type } from './testing/fake-terminal.ts'
import { asking, tempFolder } from './testing/topologies.ts'

const folder = tempFolder()

interface Drawing {
  nodes: { id: string; config?: Record<string, unknown> }[]
  edges: { id: string; from: string; to: string }[]
  properties: object[]
}

/** The example team, changed, in a folder of its own; with one turn for each agent its space is small. */
function team(name: string, change: (drawing: Drawing) => void = () => {}, turns = 1): string {
  const drawing = JSON.parse(readFileSync(examplePath(), 'utf8')) as Drawing
  for (const id of ['reviewer', 'tester', 'fixer']) configure(drawing, id, { turns })
  change(drawing)
  const path = join(folder, `${name}.synod.json`)
  writeFileSync(path, JSON.stringify(drawing))
  return path
}

function configure(drawing: Drawing, node: string, config: Record<string, unknown>): void {
  const found = drawing.nodes.find(({ id }) => id === node)
  if (found !== undefined) found.config = { ...found.config, ...config }
}

const careless = (drawing: Drawing): void => configure(drawing, 'deploy', { class: 'idempotent' })

describe('synod check', () => {
  it('says that the example team holds under one crash, and all that it rests on', async () => {
    const said = await type(['check', team('sound', () => {}, 4), '--faults', 'crash=1'])
    expect(said.code).toBe(0)
    expect(said.out).toMatch(
      /^Ship a fix: holds, exhausted within bounds\n {2}[\d,]+ states, [\d,]+ transitions/,
    )
    expect(said.out).toMatch(/bounds: faults host 1, crash 1;/)
    for (const line of [/reductions: ./, /caps hit: none/, /never fired: /]) expect(said.out).toMatch(line)
  })

  it('answers as one JSON object', async () => {
    const said = await type(['check', team('json', careless), '--json'])
    expect(said.code).toBe(1)
    const answer = JSON.parse(said.out)
    expect(answer).toMatchObject({ verdict: 'violated', coverage: 'exhausted within bounds' })
    expect(answer.violated[0].steps.at(-1)).toMatchObject({ words: 'Deploy: its attempt takes effect' })
  })

  it('keeps a counterexample, plays it first from then on, and tells when it breaks nothing any more', async () => {
    const path = team('kept', careless)
    const [shiviz, itf] = [join(folder, 'kept.log'), join(folder, 'kept.itf.json')]
    const first = await type(['check', path, '--save-traces', '--shiviz', shiviz, '--itf', itf])
    expect(first.code).toBe(1)
    const trace = join(folder, 'kept.at-most-1-deploy-acted.trace.json')
    expect(first.err).toContain(trace)
    expect(readFileSync(shiviz, 'utf8')).toMatch(/^\(\?<event>/)
    expect(JSON.parse(readFileSync(itf, 'utf8'))['#meta'].format).toBe('ITF')
    const again = await type(['check', path, '--max-states', '1'])
    expect(again.code).toBe(1)
    expect(again.out).toContain(`kept trace ${trace}: broken`)
    const replayed = await type(['replay', trace, '--to', '2'])
    expect(replayed.code).toBe(1)
    expect(replayed.out).toMatch(/^at most 1 deploy.acted: .*\n +1 .*\n +2 [^\n]*$/)
    team('kept')
    const mended = await type(['check', path])
    expect(mended.code).toBe(0)
    expect(mended.out).toContain(`kept trace ${trace}: holds`)
    expect((await type(['replay', trace])).code).toBe(0)
  })

  it('gives up at the states that it is allowed, and says what it reached', async () => {
    const said = await type(['check', team('large'), '--max-states', '100'])
    expect(said.code).toBe(3)
    expect(said.out).toMatch(/: not exhausted, partial\n.* states not looked at/)
    expect(said.out).toMatch(/it ended at the largest number of states: .*--max-states allows more/)
    expect(said.out).toMatch(/\n {2}open {2}/)
  })

  it('draws schedules on all cores, which proves nothing', async () => {
    const said = await type(['check', team('drawn'), '--sample', '40', '--seed', '2'])
    expect(said.code).toBe(3)
    expect(said.out).toMatch(/: not exhausted, sampled\n[\s\S]* schedules 40 of 40; seed 2/)
  })

  it('lets a swarm look on all cores', async () => {
    const said = await type(['check', team('swarmed', careless), '--swarm', '3'])
    expect(said.code).toBe(1)
    expect(said.out).toMatch(/VIOLATED {2}At most once: Deploy takes effect/)
    expect(said.out).toContain('members of the swarm 3 of 3; seed 1')
  })

  it.each([
    [
      'a partial answer when it is interrupted',
      1,
      3,
      /it was stopped before all was looked at[\s\S]*caps hit: it was stopped/,
    ],
    ['no answer when it is interrupted twice', 2, 4, /^$/],
  ])('gives %s', async (_what, times, exit, out) => {
    const terminal = fakeTerminal()
    const code = commandLine(
      ['check', team('slow', () => {}, 6), '--faults', 'crash=2,error=2,wrong=2,drop=2'],
      terminal,
    )
    for (let at = 0; at < times; at += 1) terminal.interrupt()
    expect(await code).toBe(exit)
    expect(terminal.out.join()).toMatch(out)
  })

  it.each<[string, readonly string[], RegExp]>([
    [
      'a fault that there is none of',
      ['--faults', 'flood=1'],
      /--faults: expected WORD=COUNT .* crash, .*not "flood=1"/,
    ],
    ['a count that is none', ['--faults', 'crash=many'], /--faults: .*not "crash=many"/],
    ['no states', ['--max-states', '0'], /--max-states takes a whole number from 1/],
    ['a swarm and a sample', ['--swarm', '2', '--sample', '2'], /give --sample or --swarm, not both/],
    [
      'a sample of none',
      ['--sample', 'many'],
      /--sample takes a whole number from 1 to 10000000, not "many"/,
    ],
    ['another model', ['--model', 'sync'], /--model takes async, partial-sync, not "sync"/],
    ['a file that cannot be written', ['--itf', '/nowhere/at/all'], /\/nowhere\/at\/all cannot be written/],
  ])('refuses %s in one line', async (_what, options, message) => {
    const said = await type(['check', team('bad', careless), ...options])
    expect(said.code).toBe(2)
    expect(said.err.trim().split('\n')).toHaveLength(1)
    expect(said.err).toMatch(message)
  })

  it('refuses a property that names nothing, with its place and what was expected', async () => {
    const path = team('nothing', (drawing) => drawing.properties.push({ never: 'gate.agreed' }))
    const lint = await type(['lint', path])
    expect(lint.code).toBe(1)
    expect(lint.out).toMatch(/properties\[\d\]\.never: "gate" has no "agreed"/)
    const said = await type(['check', path])
    expect(said.code).toBe(2)
    expect(said.err).toMatch(/properties\[\d\]\.never: "gate" has no "agreed"; expected one of started/)
  })

  it('says that faults are for a node that is gone, and checks all the same', async () => {
    const path = team('stale', (drawing) => Object.assign(drawing, { faults: { nodes: [{ node: 'old' }] } }))
    const lint = await type(['lint', path])
    expect(lint.code).toBe(1)
    expect(lint.out).toMatch(/stale\.synod\.json: faults\.nodes\[0\]\.node: there is no node "old"/)
    const said = await type(['check', path, '--max-states', '50'])
    expect(said.code).toBe(3)
    expect(said.err).toMatch(/faults\.nodes\[0\]\.node: there is no node "old" .*; this check goes on\)/)
  })

  it('tells a run, a sentence for each step, as far as is asked for', async () => {
    const file = join(folder, 'ask.synod.json')
    writeFileSync(file, JSON.stringify(asking))
    const home = ['--home', join(folder, 'home')]
    const ran = await type([
      'run',
      file,
      '--input',
      '{"task":"this"}',
      '--approve',
      'auto',
      '--json',
      ...home,
    ])
    const { run } = JSON.parse(ran.out)
    const whole = await type(['replay', run, ...home])
    expect(whole.code).toBe(0)
    expect(whole.out).toMatch(/^ +0\.0 s {2}start starts the run/)
    const two = await type(['replay', run, '--to', '2', ...home])
    expect(two.out.split('\n')).toEqual(whole.out.split('\n').slice(0, 2))
    expect((await type(['replay', 'nothing', ...home])).err).toMatch(/there is no run "nothing"/)
  })

  it('refuses a trace that is none, and one of a property that nobody asks for', async () => {
    const bad = join(folder, 'bad.json')
    writeFileSync(bad, '{}')
    const said = await type(['replay', bad])
    expect(said.code).toBe(2)
    expect(said.err).toMatch(/bad\.json: synodTrace: expected 1/)
  })
})
