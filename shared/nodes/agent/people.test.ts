import { describe, expect, it } from 'vitest'
import { outcome, Player } from '../testing/player.ts'
import { agentSchema } from './config.ts'

const PUSH = { name: 'push', run: ['push', '{{args.branch}}'], approve: 'ask' }
const IN = { task: 'ref:task' }

function call(tool: string) {
  return outcome('call', { conversation: 'ref:talk', args: 'ref:args' }, { tool })
}

function answer() {
  return outcome('answer', { conversation: 'ref:talk2', answer: 'ref:answer' })
}

function ran() {
  return outcome('ok', { result: 'ref:result', log: 'ref:log' }, { exit: 0 })
}

/** An agent whose model has just called its tool. */
function calling(config: object = {}): Player {
  const agent = new Player('agent', { tools: [PUSH], ...config })
  agent.message(IN)
  agent.outcome('model', call('push'))
  return agent
}

describe('a tool that asks before each call', () => {
  it('asks a person about exactly this call, and runs only what was allowed', () => {
    const agent = calling()
    expect(agent.asks).toMatchObject([
      {
        tag: 'approve',
        kind: 'human.ask',
        control: { about: 'tool', tool: 'push' },
        payload: { in: IN, args: 'ref:args' },
      },
    ])
    expect(agent.outcome('approve', outcome('approve', { decision: 'ref:yes' })).ask).toMatchObject([
      { tag: 'tool', kind: 'process.exec', control: { tool: 'push' }, payload: { args: 'ref:args' } },
    ])
    expect(agent.outcome('tool', ran()).ask?.[0]?.payload['said']).toBeUndefined()
  })

  it('tells the model what a person said when it may not run', () => {
    const agent = calling()
    const told = agent.outcome('approve', outcome('reject', { decision: 'ref:no', result: 'ref:why' }))
    expect(told.ask).toMatchObject([
      { tag: 'model', control: { turn: 2 }, payload: { conversation: 'ref:talk', result: 'ref:why' } },
    ])
  })

  it('runs what a person made of it, and tells the model with the result', () => {
    const agent = calling()
    const edited = { decision: 'ref:yes', args: 'ref:other', note: 'ref:note' }
    expect(agent.outcome('approve', outcome('edit', edited)).ask?.[0]?.payload['args']).toBe('ref:other')
    expect(agent.outcome('tool', ran()).ask?.[0]?.payload).toMatchObject({
      result: 'ref:result',
      said: ['ref:note'],
    })
    expect(agent.local).not.toHaveProperty('said')
  })

  it('uses up a turn with each refusal', () => {
    const agent = calling({ turns: 1 })
    const told = agent.outcome('approve', outcome('reject', { decision: 'ref:no', result: 'ref:why' }))
    expect(told.send?.[0]?.port).toBe('error')
  })
})

describe('an agent that may ask a person', () => {
  it('asks in mid-turn and goes on with the answer in its conversation', () => {
    const agent = new Player('agent', { ask_person: true })
    agent.message(IN)
    expect(agent.outcome('model', call('ask_person')).ask).toMatchObject([
      { tag: 'person', kind: 'human.ask', control: { about: 'question' }, payload: { args: 'ref:args' } },
    ])
    const told = agent.outcome('person', outcome('answer', { decision: 'ref:d', result: 'ref:blue' }))
    expect(told.ask?.[0]?.payload).toEqual({ in: IN, conversation: 'ref:talk', result: 'ref:blue' })
  })

  it('has that tool only where it is switched on, under a name of its own', () => {
    const off = new Player('agent')
    off.message(IN)
    expect(() => off.outcome('model', call('ask_person'))).toThrow(/no tool ask_person/)
    const twice = agentSchema.safeParse({ ask_person: true, tools: [{ ...PUSH, name: 'ask_person' }] })
    expect(twice.error?.issues[0]?.path).toEqual(['tools'])
    const script = [{ call: { tool: 'ask_person' } }]
    expect(agentSchema.safeParse({ script }).success).toBe(false)
    expect(agentSchema.safeParse({ script, ask_person: true }).success).toBe(true)
  })
})

describe('an agent that can be told something', () => {
  const message = (ref: string) => outcome('message', { message: ref })

  it('hears it before its next model step', () => {
    const agent = new Player('agent', { steer: true, tools: [{ ...PUSH, approve: 'auto' }] })
    expect(agent.message(IN).ask?.map((ask) => ask.tag)).toEqual(['model', 'steer'])
    agent.outcome('steer', message('ref:one'))
    agent.outcome('model', call('push'))
    agent.outcome('steer', message('ref:two'))
    expect(agent.outcome('tool', ran()).ask?.[0]?.payload['said']).toEqual(['ref:one', 'ref:two'])
    expect(agent.asks.map((ask) => ask.tag).sort()).toEqual(['model', 'steer'])
  })

  it('is heard even when its answer was on the way, and not after it', () => {
    const agent = new Player('agent', { steer: true })
    agent.message(IN)
    agent.outcome('steer', message('ref:wait'))
    const again = agent.outcome('model', answer())
    expect([again.send, again.ask?.[0]?.payload]).toEqual([
      undefined,
      { in: IN, conversation: 'ref:talk2', said: ['ref:wait'] },
    ])
    const done = agent.outcome('model', answer())
    expect([done.send?.[0]?.port, done.withdraw, agent.rests()]).toEqual(['out', ['steer'], true])
  })

  it('takes four messages at most until it has heard them, and more after', () => {
    const agent = new Player('agent', { steer: true, tools: [{ ...PUSH, approve: 'auto' }] })
    agent.message(IN)
    for (const ref of ['ref:1', 'ref:2', 'ref:3', 'ref:4']) agent.outcome('steer', message(ref))
    expect(agent.asks.map((ask) => ask.tag)).toEqual(['model'])
    agent.outcome('model', call('push'))
    expect(agent.outcome('tool', ran()).ask?.map((ask) => ask.tag)).toEqual(['model', 'steer'])
  })

  it('has one offer standing also where a note on a call fills the room', () => {
    const agent = new Player('agent', { steer: true, tools: [{ ...PUSH, approve: 'ask' }] })
    agent.message(IN)
    for (const ref of ['ref:1', 'ref:2', 'ref:3']) agent.outcome('steer', message(ref))
    agent.outcome('model', call('push'))
    agent.outcome('approve', { tag: 'edit', control: {}, refs: { args: 'ref:args', note: 'ref:note' } })
    const { ask, withdraw } = agent.outcome('tool', ran())
    expect([ask?.map(({ tag }) => tag), withdraw]).toEqual([['model', 'steer'], ['steer']])
  })

  it('works on where the offer itself fails, and ends it when it fails', () => {
    const agent = new Player('agent', { steer: true })
    agent.message(IN)
    expect(agent.failed('steer').send).toBeUndefined()
    expect(agent.failed('model')).toMatchObject({ withdraw: ['steer'], send: [{ port: 'error' }] })
  })
})
