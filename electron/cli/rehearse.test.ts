import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { commandLine } from './command-line.ts'
import { fakeTerminal, type } from './testing/fake-terminal.ts'
import { asking, tempFolder } from './testing/topologies.ts'

const folder = tempFolder()

function file(name: string, content: object): string {
  const path = join(folder, name)
  writeFileSync(path, JSON.stringify(content))
  return path
}

const gate = file('gate.synod.json', asking)

describe('synod rehearse', () => {
  it('says how runs end, how long they take and what they cost', async () => {
    const { code, out } = await type(['rehearse', gate, '--runs', '50'])
    expect(code).toBe(0)
    expect(out).toMatch(/50 runs of seed 1/)
    expect(out).toMatch(/done {6}100\.0 % \(92\.9 % to 100\.0 %\), e\.g\. --replay \d+/)
    expect(out).toMatch(/ok: at work .* min/)
  })

  it('gives the same figures for the same seed, as JSON', async () => {
    const ask = ['rehearse', gate, '--runs', '20', '--seed', '7', '--json']
    const first = await type(ask)
    expect(first).toEqual(await type(ask))
    expect(JSON.parse(first.out)).toMatchObject({ file: gate, seed: 7, runs: 20, ends: [{ end: 'done' }] })
  })

  it('tells one run by its seed, and gives its transitions', async () => {
    const told = await type(['rehearse', gate, '--replay', '5'])
    expect(told.out).toMatch(/ {4}0\.0 s {2}start starts the run/)
    const { out } = await type(['rehearse', gate, '--replay', '5', '--json'])
    const records = out.split('\n').map((line) => JSON.parse(line))
    expect(records[0]).toMatchObject({
      transition: { input: { type: 'start' } },
      identity: { seq: 1, at: 0 },
    })
    expect(records).toHaveLength(told.out.split('\n').length)
  })

  it('takes faults from the drawing, from a file and from the line', async () => {
    const faults = { edges: [{ edge: 'e1', drop: 1 }] }
    const drawn = file('drawn.synod.json', { ...asking, faults })
    const isLost = async (...args: readonly string[]): Promise<boolean> =>
      (await type(['rehearse', ...args, '--replay', '1', '--json'])).out.includes('"type":"drop"')
    expect(await isLost(drawn)).toBe(true)
    expect(await isLost(drawn, '--faults', 'none')).toBe(false)
    expect(await isLost(gate, '--faults', `@${file('faults.json', faults)}`)).toBe(true)
    expect(await isLost(gate, '--faults', 'drop=1,crash=0.1')).toBe(true)
  })

  it.each([
    [['--seed=-1'], '--seed takes a whole number from 0 to 4294967295, not "-1"'],
    [['--runs', 'many'], '--runs takes a whole number from 1 to 1000000, not "many"'],
    [['--faults', 'crash=2'], 'not "crash=2"'],
    [['--faults', 'crash'], 'not "crash"'],
    [['--faults', 'fire=0.1'], 'not "fire=0.1"'],
    [['--faults', 'crash=0.6,hang=0.6'], 'the chances of one attempt are 1.2 together'],
    [['--faults', '@/nowhere.json'], '/nowhere.json'],
  ])('refuses %j in one line', async (args, message) => {
    const { code, err } = await type(['rehearse', gate, ...args])
    expect(code).toBe(2)
    expect(err).toContain(message)
    expect(err.split('\n')).toHaveLength(1)
  })

  it('refuses faults for a node that is gone, with their place', async () => {
    const gone = file('gone.synod.json', { ...asking, faults: { nodes: [{ node: 'ok' }, { node: 'old' }] } })
    const { code, err } = await type(['rehearse', gone])
    expect(code).toBe(2)
    expect(err).toMatch(/gone\.synod\.json: faults\.nodes\[1\]\.node: there is no node "old"/)
    const odd = file('odd.json', { nodes: [{ node: 'ok', crash: 7 }] })
    expect((await type(['rehearse', gate, '--faults', `@${odd}`])).err).toMatch(/faults\.nodes\[0\]\.crash: /)
  })

  it('that is stopped tells of the runs so far', async () => {
    const terminal = fakeTerminal()
    const going = commandLine(['rehearse', gate, '--runs', '1000000', '--json'], terminal)
    terminal.interrupt()
    expect(await going).toBe(4)
    const { runs } = JSON.parse(terminal.out.join(''))
    expect(runs).toBeGreaterThan(0)
    expect(runs).toBeLessThan(1_000_000)
    expect(terminal.err.at(-1)).toBe(`synod: stopped after ${runs} of 1000000 runs`)
  })
})
