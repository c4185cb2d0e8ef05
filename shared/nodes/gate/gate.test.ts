import { describe, expect, it } from 'vitest'
import { outcome, Player } from '../testing/player.ts'

const IN = { change: 'ref:change' }

describe('a gate', () => {
  it('asks a person with all that it was given, and waits', () => {
    const gate = new Player('gate', { ask: 'Deploy?' })
    expect(gate.message(IN, 'in', 1, 'loop#1').ask).toEqual([
      {
        tag: 'ask',
        kind: 'human.ask',
        class: 'idempotent',
        control: {},
        payload: { in: IN },
        activation: 'loop#1',
      },
    ])
    expect([gate.ready(), gate.rests()]).toEqual([[], false])
  })

  it.each([
    ['approve', 'approved'],
    ['reject', 'rejected'],
    ['anything else', 'rejected'],
  ])('answered with %s sends the decision on by "%s"', (tag, port) => {
    const gate = new Player('gate', { ask: 'Deploy?' })
    gate.message(IN, 'in', 1, 'loop#1')
    expect(gate.outcome('ask', outcome(tag, { decision: 'ref:decision' }))).toEqual({
      local: { phase: 'idle' },
      send: [{ port, payload: { change: 'ref:change', approval: 'ref:decision' }, activation: 'loop#1' }],
      finished: [1],
    })
  })

  it('whose question cannot be asked lets nothing through', () => {
    const gate = new Player('gate', { ask: 'Deploy?' })
    gate.message(IN)
    expect(gate.possible('ask')).toEqual(['approve', 'reject', 'error for error', 'error for error'])
    expect(gate.failed('ask').send?.[0]?.port).toBe('error')
  })

  it('hears nothing while idle, and no timers', () => {
    const gate = new Player('gate', { ask: 'Deploy?' })
    expect(() => gate.outcome('ask', outcome('approve'))).toThrow(/unexpected outcome/)
    gate.message(IN)
    expect(() => gate.react({ type: 'timer', tag: 't' })).toThrow(/unexpected timer/)
  })

  it('needs a question', () => {
    const { schema } = new Player('gate', { ask: 'x' }).kind
    for (const config of [{}, { ask: '' }, { ask: 'x'.repeat(501) }])
      expect(schema.safeParse(config).success).toBe(false)
  })
})
