import { describe, expect, it } from 'vitest'
import { receivedBy } from './output/index.ts'
import { outcome, Player } from './testing/player.ts'

describe('an input', () => {
  it('sends what the run was started with, once, and takes no messages', () => {
    const input = new Player('input')
    expect([input.ready(), input.rests()]).toEqual([[], false])
    expect(input.react({ type: 'start', payload: { task: 'ref:task' } })).toEqual({
      local: { started: true },
      send: [{ port: 'out', payload: { task: 'ref:task' }, activation: '' }],
    })
    expect([input.ready(), input.rests()]).toEqual([[], true])
    expect(() => input.react({ type: 'start', payload: 'x' })).toThrow(/unexpected start/)
    expect(() => new Player('input').message('x')).toThrow(/unexpected message/)
  })

  it('tells its fields on its card', () => {
    const { kind } = new Player('input')
    const config = kind.schema.parse({ fields: [{ name: 'task', label: 'Task' }, { name: 'base' }] })
    expect([kind.caption(config), kind.fact(config)]).toEqual(['Task, base', 'form · 2 fields'])
    expect(kind.caption(kind.schema.parse({}))).toBe('No fields')
  })
})

describe('an output', () => {
  it('keeps all that it receives, in order, and is always at rest', () => {
    const output = new Player('output')
    expect(receivedBy(output.local)).toEqual([])
    expect(output.message('ref:1').finished).toEqual([0])
    output.message({ x: 'ref:2' }, 'in', 0, 'loop#1')
    expect(receivedBy(output.local)).toEqual(['ref:1', { x: 'ref:2' }])
    expect([output.ready(), output.rests()]).toEqual([['in'], true])
    expect(() => output.failed('x')).toThrow(/unexpected/)
  })
})

describe('a contract', () => {
  it.each([
    ['ok', 'out', { x: 'ref:x' }],
    ['breach', 'error', { x: 'ref:x', error: 'ref:why' }],
  ])('that is answered with %s sends by "%s"', (tag, port, payload) => {
    const contract = new Player('contract', { schema: { type: 'object' } })
    expect(contract.message({ x: 'ref:x' }, 'in', 0, 'loop#1').ask).toMatchObject([
      { tag: 'meet', kind: 'eval' },
    ])
    expect(contract.possible('meet')).toEqual([
      'ok',
      'breach for wrong',
      'error for error',
      'error for error',
    ])
    expect(contract.outcome('meet', outcome(tag, { error: 'ref:why' }))).toEqual({
      local: { phase: 'idle' },
      send: [{ port, payload, activation: 'loop#1' }],
      finished: [0],
    })
  })

  it('takes one message at a time, so that order is kept', () => {
    const contract = new Player('contract', { schema: {} })
    contract.message('ref:x')
    expect([contract.ready(), contract.rests()]).toEqual([[], false])
    expect(contract.failed('meet').send?.[0]?.port).toBe('error')
    expect(() => contract.failed('meet')).toThrow(/unexpected/)
  })
})
