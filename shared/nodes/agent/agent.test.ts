import { describe, expect, it } from 'vitest'
import { outcome, Player, repo } from '../testing/player.ts'
import { agentSchema } from './config.ts'

const LOOK = { name: 'look', run: ['look'] }
const IN = { task: 'ref:task' }

function call(tool = 'look') {
  return outcome('call', { conversation: 'ref:talk', args: 'ref:args' }, { tool })
}
function answer() {
  return outcome('answer', { conversation: 'ref:talk', answer: 'ref:answer' })
}
function ran(tag = 'ok', refs = {}) {
  return outcome(tag, { result: 'ref:result', log: 'ref:log', ...refs }, { exit: 0 })
}

describe('an agent without a repository', () => {
  it('asks its model, and sends its answer under its name with all that it was given', () => {
    const agent = new Player('agent', { as: 'report' })
    expect(agent.message(IN, 'in', 3, 'loop#1').ask).toEqual([
      {
        tag: 'model',
        kind: 'model.generate',
        class: 'idempotent',
        control: { turn: 1 },
        payload: { in: IN },
        activation: 'loop#1',
      },
    ])
    expect(agent.ready()).toEqual([])
    expect(agent.outcome('model', answer())).toEqual({
      local: { phase: 'idle' },
      send: [{ port: 'out', payload: { task: 'ref:task', report: 'ref:answer' }, activation: 'loop#1' }],
      finished: [3],
    })
    expect(agent.ready()).toEqual(['in'])
  })

  it('takes a bare payload as the field `value`', () => {
    const agent = new Player('agent')
    agent.message('ref:bare')
    expect(agent.outcome('model', answer()).send?.[0]?.payload).toEqual({
      value: 'ref:bare',
      answer: 'ref:answer',
    })
  })

  it('calls a tool and hands its result to the next turn, in the same conversation', () => {
    const agent = new Player('agent', { tools: [LOOK] })
    agent.message(IN)
    expect(agent.outcome('model', call()).ask).toMatchObject([
      {
        tag: 'tool',
        kind: 'process.exec',
        class: 'once',
        control: { tool: 'look', capture: false },
        payload: { in: IN, args: 'ref:args' },
      },
    ])
    expect(agent.outcome('tool', ran()).ask).toMatchObject([
      {
        tag: 'model',
        control: { turn: 2 },
        payload: { in: IN, conversation: 'ref:talk', result: 'ref:result' },
      },
    ])
  })

  it('tells its model what a tool that failed has said', () => {
    const agent = new Player('agent', { tools: [LOOK] })
    agent.message(IN)
    agent.outcome('model', call())
    expect(agent.outcome('tool', ran('exit')).ask?.[0]?.payload['result']).toBe('ref:result')
  })

  it.each([
    ['auto', 'once'],
    ['pure', 'pure'],
    ['idempotent', 'idempotent'],
    ['once', 'once'],
  ])('runs a tool of class %s as %s', (drawn, effect) => {
    const agent = new Player('agent', { tools: [{ ...LOOK, class: drawn }] })
    agent.message(IN)
    expect(agent.outcome('model', call()).ask?.[0]?.class).toBe(effect)
  })

  it('fails when its turns are used up without an answer', () => {
    const agent = new Player('agent', { tools: [LOOK], turns: 2 })
    agent.message(IN)
    for (const turn of [1, 2]) {
      expect(agent.asks[0]?.control['turn']).toBe(turn)
      agent.outcome('model', call())
      if (turn === 1) agent.outcome('tool', ran())
    }
    expect(agent.outcome('tool', ran())).toEqual({
      local: { phase: 'idle' },
      send: [
        {
          port: 'error',
          payload: { task: 'ref:task', error: 'text:No answer after 2 turns' },
          activation: '',
        },
      ],
      finished: [0],
    })
  })

  it.each(['model', 'tool'])('fails with what it was given when its %s effect fails', (tag) => {
    const agent = new Player('agent', { tools: [LOOK] })
    agent.message(IN)
    if (tag === 'tool') agent.outcome('model', call())
    expect(agent.failed(tag).send).toEqual([
      { port: 'error', payload: { task: 'ref:task', error: 'text:why' }, activation: '' },
    ])
    expect(agent.rests()).toBe(true)
  })

  it('is a mistake in Synod when it hears of a tool that it does not have, or of anything while idle', () => {
    const agent = new Player('agent', { tools: [LOOK] })
    expect(() => agent.outcome('model', answer())).toThrow(/while idle/)
    expect(() => agent.failed('model')).toThrow(/while idle/)
    expect(() => agent.react({ type: 'timer', tag: 't' })).toThrow(/unexpected timer/)
    agent.message(IN)
    expect(() => agent.outcome('model', call('other'))).toThrow(/no tool other/)
  })
})

describe('an agent with a repository', () => {
  it('works on the change that its message is about, and commits when it may write', () => {
    const agent = new Player('agent', { tools: [LOOK] }, [repo('read-modify-write')])
    expect(agent.message({ ...IN, change: 'ref:base' }).ask).toMatchObject([
      { tag: 'checkout', kind: 'repo.checkout', to: 'git', payload: { change: 'ref:base' } },
    ])
    const first = agent.outcome('checkout', outcome('ok', { change: 'ref:base' }))
    expect(first.ask?.[0]).toMatchObject({ tag: 'model', control: { turn: 1 } })
    expect(agent.outcome('model', call()).ask).toMatchObject([
      { class: 'idempotent', control: { capture: true }, payload: { tree: 'ref:base' } },
    ])
    agent.outcome('tool', ran('ok', { tree: 'ref:tree1' }))
    agent.outcome('model', call())
    expect(agent.asks[0]?.payload['tree']).toBe('ref:tree1')
    agent.outcome('tool', ran('exit', { tree: 'ref:tree2' }))
    expect(agent.outcome('model', answer()).ask).toEqual([
      {
        tag: 'commit',
        kind: 'repo.commit',
        class: 'idempotent',
        control: {},
        payload: { tree: 'ref:tree2', result: 'ref:answer' },
        activation: '',
        to: 'git',
      },
    ])
    expect(agent.rests()).toBe(false)
    expect(agent.outcome('commit', outcome('ok', { change: 'ref:new' })).send).toEqual([
      { port: 'out', payload: { task: 'ref:task', answer: 'ref:answer', change: 'ref:new' }, activation: '' },
    ])
  })

  it('asks for the newest state when its message is about none', () => {
    const agent = new Player('agent', {}, [repo('read')])
    expect(agent.message(IN).ask?.[0]?.payload).toEqual({})
  })

  it('leaves no change when it may only read', () => {
    const agent = new Player('agent', {}, [repo('read')])
    agent.message({ ...IN, change: 'ref:base' })
    agent.outcome('checkout', outcome('ok', { change: 'ref:base' }))
    expect(agent.outcome('model', answer()).send?.[0]).toMatchObject({
      port: 'out',
      payload: { change: 'ref:base', answer: 'ref:answer' },
    })
  })

  it('fails when its commit conflicts, with what it was given', () => {
    const agent = new Player('agent', {}, [repo('write')])
    agent.message(IN)
    agent.outcome('checkout', outcome('ok', { change: 'ref:base' }))
    agent.outcome('model', answer())
    expect(agent.outcome('commit', outcome('conflict', { error: 'ref:clash' })).send).toEqual([
      { port: 'error', payload: { task: 'ref:task', error: 'ref:clash' }, activation: '' },
    ])
    expect(agent.rests()).toBe(true)
  })
})

describe('the abstract world of an agent', () => {
  it('lets a model answer right, or wrong at the cost of a fault, or call any of its tools', () => {
    const agent = new Player('agent', { tools: [LOOK, { ...LOOK, name: 'push' }] })
    agent.message(IN)
    expect(agent.possible('model')).toEqual([
      'answer',
      'answer wrong for wrong',
      'call',
      'call',
      'error for error',
      'error for error',
    ])
  })

  it('lets a model that was given something wrong answer wrong at no cost', () => {
    const agent = new Player('agent')
    agent.message({ ...IN, plan: { step: 'ref:step!' } })
    expect(agent.possible('model').slice(0, 2)).toEqual(['answer', 'answer wrong'])
  })

  it('lets a tool do well or ill, wrong when it was given wrong, unknown when it may happen only once', () => {
    const agent = new Player('agent', { tools: [LOOK] })
    agent.message({ task: 'ref:task!' })
    agent.outcome('model', call())
    const errors = ['error for error', 'error for error', 'error for error']
    expect(agent.possible('tool')).toEqual(['ok wrong', 'exit', ...errors])
  })
})

describe('the config of an agent', () => {
  const paths = (config: unknown): readonly string[] => {
    const read = agentSchema.safeParse(config)
    return read.success ? [] : read.error.issues.map((one) => one.path.join('.'))
  }

  it.each<[string, unknown, readonly string[]]>([
    ['two tools of one name', { tools: [LOOK, LOOK] }, ['tools']],
    ['a tool name with a space', { tools: [{ ...LOOK, name: 'a b' }] }, ['tools.0.name']],
    ['a tool that runs nothing', { tools: [{ ...LOOK, run: [] }] }, ['tools.0.run']],
    ['a turn that neither calls nor answers', { script: [{ say: 'x' }] }, ['script.0']],
    [
      'a turn that does both',
      { tools: [LOOK], script: [{ call: { tool: 'look' }, answer: 1 }] },
      ['script.0'],
    ],
    ['a turn that calls what is not there', { script: [{ call: { tool: 'x' } }] }, ['script.0.call.tool']],
    ['no turns', { turns: 0 }, ['turns']],
    ['an answer named __proto__', { as: '__proto__' }, ['as']],
  ])('refuses %s', (_what, config, expected) => {
    expect(paths(config)).toEqual(expected)
  })

  it('takes an answer of any kind, null and false too', () => {
    for (const value of [null, false, 0, '', [], {}])
      expect(paths({ script: [{ answer: value }] })).toEqual([])
  })

  it('is told on the card', () => {
    const { kind } = new Player('agent')
    expect(kind.caption(agentSchema.parse({ prompt: 'Read\n  {{in.task}}' }))).toBe('Read task')
    expect(kind.caption(agentSchema.parse({}))).toBe('No prompt yet')
    expect(kind.fact(agentSchema.parse({ model: 'standin', tokens: 20_000 }))).toBe('standin · 20 k tokens')
  })
})
