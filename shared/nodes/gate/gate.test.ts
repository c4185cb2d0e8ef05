import { describe, expect, it } from 'vitest'
import type { Payload } from '../../topology/payload.ts'
import { outcome, Player } from '../testing/player.ts'
import type { GateConfig } from './config.ts'
import { type Asking, mayVote } from './tally.ts'

const IN = { change: 'ref:change' }

function said(tag: string, by: string, more: { readonly [field: string]: Payload } = {}) {
  return outcome(tag, { decision: `ref:${by}-${tag}`, by: `text:${by}`, ...more })
}

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

  it('sends back with what the person said', () => {
    const gate = new Player('gate', { ask: 'Deploy?' })
    gate.message(IN)
    expect(gate.outcome('ask', said('revise', 'anna', { feedback: 'ref:why' })).send).toEqual([
      {
        port: 'revise',
        payload: { change: 'ref:change', approval: 'ref:anna-revise', feedback: 'ref:why' },
        activation: '',
      },
    ])
  })

  it('sends on exactly what a person made of it', () => {
    const gate = new Player('gate', { ask: 'Deploy?' })
    gate.message({ ...IN, task: 'ref:task' })
    const content = { ...IN, task: 'ref:better' }
    expect(gate.outcome('ask', said('edit', 'anna', { content })).send).toEqual([
      { port: 'approved', payload: { ...content, approval: 'ref:anna-edit' }, activation: '' },
    ])
  })

  it('whose question cannot be asked lets nothing through', () => {
    const gate = new Player('gate', { ask: 'Deploy?' })
    gate.message(IN)
    const errors = ['error for error', 'error for error']
    expect(gate.possible('ask')).toEqual(['approve', 'reject', 'edit', ...errors])
    expect(gate.failed('ask').send?.[0]?.port).toBe('error')
  })

  it('may be answered by sending back where that leads somewhere', () => {
    const gate = new Player('gate', { ask: 'Deploy?' }, [], ['approved', 'revise'])
    gate.message(IN)
    expect(gate.possible('ask').slice(0, 4)).toEqual(['approve', 'reject', 'revise', 'edit'])
  })

  it('hears nothing while idle', () => {
    const gate = new Player('gate', { ask: 'Deploy?' })
    expect(() => gate.outcome('ask', outcome('approve'))).toThrow(/unexpected outcome/)
    expect(() => gate.react({ type: 'timer', tag: 'deadline' })).toThrow(/unexpected timer/)
    gate.message(IN)
    expect(() => gate.message(IN)).not.toThrow()
    expect(() => gate.react({ type: 'start', payload: IN })).toThrow(/unexpected start/)
  })
})

describe('a gate with several approvers', () => {
  it('is approved once enough have approved, and tells who did', () => {
    const gate = new Player('gate', { ask: 'Deploy?', approvers: 3, needed: 2 })
    gate.message(IN)
    const first = gate.outcome('ask', said('approve', 'anna'))
    expect([first.send, first.ask?.length, gate.rests()]).toEqual([undefined, 1, false])
    expect(gate.outcome('ask', said('approve', 'bo')).send).toEqual([
      {
        port: 'approved',
        payload: {
          ...IN,
          approval: 'ref:bo-approve',
          approvals: ['ref:anna-approve', 'ref:bo-approve'],
        },
        activation: '',
      },
    ])
  })

  it('is rejected only when approval is out of reach, and sent back if anybody wished so', () => {
    const gate = new Player('gate', { ask: 'Deploy?', approvers: 3, needed: 2 })
    gate.message(IN)
    gate.outcome('ask', said('reject', 'anna'))
    expect(gate.outcome('ask', said('reject', 'bo')).send?.[0]?.port).toBe('rejected')
    gate.message(IN)
    gate.outcome('ask', said('revise', 'anna', { feedback: 'ref:why' }))
    expect(gate.outcome('ask', said('reject', 'bo')).send?.[0]).toMatchObject({
      port: 'revise',
      payload: { feedback: 'ref:why' },
    })
    gate.message(IN)
    gate.outcome('ask', said('revise', 'anna', { feedback: 'ref:1' }))
    const both = gate.outcome('ask', said('revise', 'bo', { feedback: 'ref:2' }))
    expect(both.send?.[0]?.payload).toMatchObject({ feedback: ['ref:1', 'ref:2'] })
  })

  it('lets each person decide once, and only those who are asked', () => {
    const named = new Player('gate', { ask: 'Deploy?', approvers: ['anna', 'bo'] })
    const two = new Player('gate', { ask: 'Deploy?', approvers: 2 })
    const may = (gate: Player, by: string): boolean =>
      mayVote(gate.bound.config as GateConfig, gate.local as Asking, `text:${by}`)
    for (const gate of [named, two]) {
      gate.message(IN)
      expect(may(gate, 'anna')).toBe(true)
      gate.outcome('ask', said('approve', 'anna'))
      expect(may(gate, 'anna')).toBe(false)
    }
    expect([may(named, 'bo'), may(named, 'cy'), may(two, 'cy')]).toEqual([true, false, true])
    two.outcome('ask', outcome('reassign', { to: 'text:dora' }))
    expect([may(two, 'dora'), may(two, 'cy')]).toEqual([true, false])
  })

  it('lets approvals of what it was before lapse when somebody edits it', () => {
    const gate = new Player('gate', { ask: 'Deploy?', approvers: 3, needed: 2 })
    gate.message(IN)
    gate.outcome('ask', said('approve', 'anna'))
    const edited = gate.outcome('ask', said('edit', 'bo', { content: { change: 'ref:other' } }))
    expect([edited.send, edited.ask?.[0]?.payload]).toEqual([undefined, { in: { change: 'ref:other' } }])
    expect(gate.outcome('ask', said('approve', 'anna')).send?.[0]).toMatchObject({
      port: 'approved',
      payload: { change: 'ref:other', approvals: ['ref:bo-edit', 'ref:anna-approve'] },
    })
  })

  it('keeps who it was handed to', () => {
    const gate = new Player('gate', { ask: 'Deploy?', approvers: ['anna', 'bo'] })
    gate.message(IN)
    const handed = gate.outcome('ask', outcome('reassign', { from: 'text:bo', to: 'text:cy' }))
    expect(handed.local).toMatchObject({ holders: ['text:anna', 'text:cy'] })
    expect(handed.ask?.length).toBe(1)
    const anybody = new Player('gate', { ask: 'Deploy?', approvers: 2 })
    anybody.message(IN)
    const named = anybody.outcome('ask', outcome('reassign', { to: 'text:cy' }))
    expect(named.local).toMatchObject({ holders: ['text:cy', null] })
  })
})

describe('a gate with a deadline', () => {
  const drawn = { ask: 'Deploy?', deadline_ms: 90_000 }

  it('decides by its default when the time is up', () => {
    for (const [answer, port] of [
      ['approve', 'approved'],
      ['reject', 'rejected'],
      ['revise', 'revise'],
    ]) {
      const gate = new Player('gate', { ...drawn, default: answer })
      expect(gate.message(IN).arm).toEqual([{ tag: 'deadline', ms: 90_000 }])
      const { send, withdraw, finished } = gate.react({ type: 'timer', tag: 'deadline' })
      expect([withdraw, finished]).toEqual([['ask'], [0]])
      expect(send?.[0]).toMatchObject({
        port,
        payload: {
          ...IN,
          approval: {
            decision: `text:${answer}`,
            by: 'text:deadline',
            comment: 'text:No decision within 90 s',
          },
        },
      })
      expect(gate.rests()).toBe(true)
    }
  })

  it('takes its timer back with the last answer, and arms it once for all of them', () => {
    const gate = new Player('gate', { ...drawn, approvers: 2 })
    gate.message(IN)
    const first = gate.outcome('ask', said('approve', 'anna'))
    expect([first.arm, first.disarm]).toEqual([undefined, undefined])
    expect(gate.outcome('ask', said('approve', 'bo')).disarm).toEqual(['deadline'])
    gate.message(IN)
    expect(gate.failed('ask').disarm).toEqual(['deadline'])
  })
})

describe('the config of a gate', () => {
  const { kind } = new Player('gate', { ask: 'x' })

  it.each<[string, object, string]>([
    ['no question', { ask: '' }, 'ask'],
    ['a question without an end', { ask: 'x'.repeat(501) }, 'ask'],
    ['more approvals than people', { approvers: 2, needed: 3 }, 'needed'],
    ['more approvals than names', { approvers: ['anna'], needed: 2 }, 'needed'],
    ['a person named twice', { approvers: ['anna', 'anna'] }, 'approvers'],
    ['nobody', { approvers: 0 }, 'approvers'],
    ['no approval', { needed: 0 }, 'needed'],
    ['a deadline of no time', { deadline_ms: 0 }, 'deadline_ms'],
    ['a default that is no answer', { default: 'edit' }, 'default'],
  ])('refuses %s', (_what, config, path) => {
    const read = kind.schema.safeParse({ ask: 'x', ...config })
    expect(read.success ? [] : read.error.issues.map((one) => one.path[0])).toEqual([path])
  })

  it('that sends back in the end must be wired to do so', () => {
    const check = (config: object, wired: readonly string[]) => {
      const bound = { config: kind.schema.parse({ ask: 'x', ...config }), resources: [], wired }
      return kind.check?.(bound, new Set()).map((one) => one.path)
    }
    const late = { deadline_ms: 1000, default: 'revise' }
    expect([check(late, ['approved']), check(late, ['revise'])]).toEqual([['default'], []])
    expect(check({ default: 'revise' }, [])).toEqual([])
  })

  it('is said in a line', () => {
    const captions: [object, string, string][] = [
      [{}, 'One person approves', 'waits for a person'],
      [{ approvers: 2 }, '2 people approve', 'waits for people'],
      [{ approvers: 3, needed: 2, deadline_ms: 1_800_000 }, '2 of 3 people approve', 'rejects after 30 min'],
      [{ approvers: ['anna'] }, 'anna approves', 'waits for a person'],
      [{ approvers: ['anna', 'bo'], needed: 1 }, 'anna or bo approves', 'waits for people'],
      [{ approvers: ['anna', 'bo'] }, 'anna and bo approve', 'waits for people'],
    ]
    for (const [config, caption, fact] of captions) {
      const parsed = kind.schema.parse({ ask: 'x', ...config })
      expect([kind.caption(parsed), kind.fact(parsed)]).toEqual([caption, fact])
    }
  })
})
