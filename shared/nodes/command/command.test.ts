import { describe, expect, it } from 'vitest'
import { outcome, Player, repo } from '../testing/player.ts'

const RUN = { run: ['make'] }
const IN = { task: 'ref:task' }
const OK = outcome('ok', { result: 'ref:result', log: 'ref:log' }, { exit: 0 })
const CHECKED_OUT = outcome('ok', { change: 'ref:base' })

describe('a command', () => {
  it('runs for each message and sends its result under its name', () => {
    const command = new Player('command', { ...RUN, as: 'built' })
    expect(command.message(IN, 'in', 0, 'loop#2').ask).toEqual([
      {
        tag: 'exec',
        kind: 'process.exec',
        class: 'once',
        control: { capture: false },
        payload: { in: IN },
        activation: 'loop#2',
      },
    ])
    expect(command.ready()).toEqual([])
    expect(command.outcome('exec', OK)).toEqual({
      local: { phase: 'idle' },
      send: [{ port: 'out', payload: { task: 'ref:task', built: 'ref:result' }, activation: 'loop#2' }],
      finished: [0],
    })
  })

  it.each([
    [
      'said no',
      (command: Player) => command.outcome('exec', outcome('exit', { result: 'ref:no', log: 'ref:log' })),
      'ref:no',
    ],
    ['could not run', (command: Player) => command.failed('exec', 'text:gone'), 'text:gone'],
  ])('that %s ends on its error port with what it was given', (_what, end, error) => {
    const command = new Player('command', RUN)
    command.message(IN)
    expect(end(command)).toEqual({
      local: { phase: 'idle' },
      send: [{ port: 'error', payload: { task: 'ref:task', error }, activation: '' }],
      finished: [0],
    })
  })

  it.each([
    ['auto', [], 'once', false],
    ['auto', [repo('read')], 'idempotent', false],
    ['auto', [repo('write')], 'idempotent', true],
    ['once', [repo('read-modify-write')], 'once', true],
    ['pure', [], 'pure', false],
  ])('of class %s with %j is %s, and its tree is kept: %s', (drawn, resources, effect, capture) => {
    const command = new Player('command', { ...RUN, class: drawn }, resources)
    command.message(IN)
    if (resources.length > 0) command.outcome('checkout', CHECKED_OUT)
    expect(command.asks).toMatchObject([{ class: effect, control: { capture } }])
  })

  it('commits the tree that it leaves, else the one that it had, and sends the change on', () => {
    for (const refs of [{ tree: 'ref:left' }, {}]) {
      const command = new Player('command', RUN, [repo('write')])
      command.message({ ...IN, change: 'ref:asked' })
      expect(command.asks).toMatchObject([{ tag: 'checkout', payload: { change: 'ref:asked' } }])
      command.outcome('checkout', CHECKED_OUT)
      expect(command.asks).toMatchObject([{ payload: { tree: 'ref:base' } }])
      command.outcome('exec', outcome('ok', { result: 'ref:result', log: 'ref:log', ...refs }))
      expect(command.asks).toMatchObject([
        { tag: 'commit', to: 'git', payload: { tree: refs.tree ?? 'ref:base', result: 'ref:result' } },
      ])
      expect(command.outcome('commit', outcome('ok', { change: 'ref:new' })).send).toEqual([
        {
          port: 'out',
          payload: { task: 'ref:task', result: 'ref:result', change: 'ref:new' },
          activation: '',
        },
      ])
    }
  })

  it('fails when its commit conflicts', () => {
    const command = new Player('command', RUN, [repo('write')])
    command.message(IN)
    command.outcome('checkout', CHECKED_OUT)
    command.outcome('exec', OK)
    const { send } = command.outcome('commit', outcome('conflict', { error: 'ref:clash' }))
    expect(send).toEqual([
      { port: 'error', payload: { task: 'ref:task', error: 'ref:clash' }, activation: '' },
    ])
  })

  it('hears nothing while idle, and no timers', () => {
    const command = new Player('command', RUN)
    expect(() => command.outcome('exec', OK)).toThrow(/while idle/)
    expect(() => command.failed('exec')).toThrow(/while idle/)
    expect(() => command.react({ type: 'timer', tag: 't' })).toThrow(/unexpected timer/)
  })

  it('is of a world in which it does right by what is right, says no at a fault, and may be cut off', () => {
    const command = new Player('command', RUN)
    command.message(IN)
    const errors = ['error for error', 'error for error', 'error for error']
    expect(command.possible('exec')).toEqual(['ok', 'exit for error', ...errors])
    const misled = new Player('command', { ...RUN, class: 'pure' })
    misled.message({ task: ['ref:a', { b: 'ref:b!' }] })
    expect(misled.possible('exec')).toEqual(['ok wrong', 'exit', 'error for error', 'error for error'])
  })

  it('says which tree a process leaves', () => {
    const command = new Player('command', RUN, [repo('read')])
    command.message(IN)
    command.outcome('checkout', CHECKED_OUT)
    const [reading] = command.asks
    expect(reading && command.outcomes(reading)[0]?.refs['tree']).toEqual({ same: 'ref:base' })
    const writer = new Player('command', RUN, [repo('write')])
    writer.message(IN)
    writer.outcome('checkout', CHECKED_OUT)
    const [writing] = writer.asks
    expect(writing && writer.outcomes(writing)[0]?.refs['tree']).toBe('keyed')
  })

  it.each([
    { run: [] },
    { run: [''] },
    { run: 'make' },
    { ...RUN, class: 'twice' },
    { ...RUN, doubtful: [0] },
    { ...RUN, doubtful: [256] },
    { ...RUN, as: 'a b' },
    { ...RUN, timeout: 1 },
  ])('refuses the config %j', (config) => {
    expect(new Player('command', RUN).kind.schema.safeParse(config).success).toBe(false)
  })
})
