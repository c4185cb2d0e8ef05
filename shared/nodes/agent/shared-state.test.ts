import { describe, expect, it } from 'vitest'
import { compile } from '../../topology/compile.ts'
import type { Resource } from '../../topology/kind.ts'
import { kinds } from '../index.ts'
import { ledger, outcome, Player, store } from '../testing/player.ts'
import { toolsOf } from './tools.ts'

const IN = { task: 'ref:task' }
const TALK = { conversation: 'ref:talk', args: 'ref:args' }

function names(...resources: readonly Resource[]): readonly string[] {
  return toolsOf({ tools: [], ask_person: false }, resources).map((tool) => tool.name)
}

function answer() {
  return outcome('answer', { conversation: 'ref:talk', answer: 'ref:answer' })
}

describe('the tools of a store', () => {
  it.each([
    ['read', 'compare-and-swap', ['store_read']],
    ['write', 'compare-and-swap', ['store_write']],
    ['read-modify-write', 'last-write-wins', ['store_read', 'store_swap']],
    ['read-modify-write', 'lease', ['store_read']],
    ['write', 'lease', []],
  ] as const)('follow from the access %s and the mode %s', (access, mode, tools) => {
    expect(names(store(access, mode))).toEqual(tools)
  })

  it('are none without a store, and name its keys', () => {
    expect(names()).toEqual([])
    const [read] = toolsOf({ tools: [], ask_person: false }, [store('read')])
    expect(read?.parameters).toMatchObject({ properties: { key: { enum: ['list', 'count'] } } })
  })

  it('ask the store, and tell the model what it said', () => {
    const agent = new Player('agent', {}, [store('read-modify-write')])
    agent.message(IN)
    const read = agent.outcome('model', outcome('call', TALK, { tool: 'store_read', key: 'list' }))
    expect(read.ask).toMatchObject([
      { tag: 'shelf', kind: 'store.read', class: 'idempotent', control: { keys: ['list'] }, to: 'board' },
    ])
    const told = agent.outcome('shelf', outcome('ok', { values: { list: 'ref:list' } }))
    expect(told.ask).toMatchObject([
      {
        tag: 'model',
        control: { turn: 2 },
        payload: { conversation: 'ref:talk', result: { list: 'ref:list' } },
      },
    ])
    const call = outcome('call', { ...TALK, value: 'ref:new' }, { tool: 'store_swap', key: 'list' })
    expect(agent.outcome('model', call).ask).toMatchObject([
      { kind: 'store.swap', control: {}, payload: { values: { list: 'ref:new' } } },
    ])
    const moved = agent.outcome(
      'shelf',
      outcome('moved', { values: { list: 'ref:theirs' } }, { keys: ['list'] }),
    )
    expect(moved.ask?.[0]?.payload['result']).toEqual({
      outcome: 'text:moved',
      values: { list: 'ref:theirs' },
    })
    agent.outcome('model', call)
    expect(agent.outcome('shelf', outcome('ok')).ask?.[0]?.payload['result']).toEqual({
      outcome: 'text:written',
    })
  })

  it('let the model hear what is refused', () => {
    const agent = new Player('agent', {}, [store('read')])
    agent.message(IN)
    agent.outcome('model', outcome('call', TALK, { tool: 'store_read', key: 'list' }))
    expect(agent.failed('shelf', 'text:no').ask?.[0]?.payload['result']).toEqual({ error: 'text:no' })
  })

  it('may be called for every key, and what is written may be wrong', () => {
    const agent = new Player('agent', {}, [store('write')])
    agent.message(IN)
    expect(agent.possible('model').filter((one) => one.startsWith('call'))).toEqual([
      'call',
      'call wrong for wrong',
      'call',
      'call wrong for wrong',
    ])
  })

  it.each([
    [
      { script: [{ call: { tool: 'store_swap', args: {} } }] },
      'read',
      /script\[0\].call.tool: the agent has no tool "store_swap"/,
    ],
    [
      { tools: [{ name: 'store_read', run: ['x'] }] },
      'read',
      /tools\[0\].name: "store_read" is a tool of the store/,
    ],
  ])('are refused in a drawing that does not give them', (config, access, words) => {
    expect(drawn(config, access as Resource['access'])).toMatch(words)
  })
})

function drawn(config: object, access: Resource['access']): string {
  const at: [number, number] = [0, 0]
  const compiled = compile(
    {
      synod: 1,
      name: 'agent',
      nodes: [
        { id: 'in', kind: 'input', at },
        { id: 'a', kind: 'agent', at, config: { ...config } },
        { id: 's', kind: 'store', at },
        { id: 'out', kind: 'output', at },
      ],
      edges: [
        { id: 'e1', from: 'in.out', to: 'a.in' },
        { id: 'e2', from: 'a.out', to: 'out.in' },
        { id: 'e3', from: 'a', to: 's', access },
      ],
    },
    kinds,
  )
  return compiled.ok ? '' : compiled.problems.map(({ path, message }) => `${path}: ${message}`).join('\n')
}

describe('an agent at a ledger', () => {
  it('asks its model only once what it needs is decided, and then has it', () => {
    const agent = new Player('agent', { needs: ['api'], steer: true }, [ledger('read')])
    expect(agent.message(IN).ask).toMatchObject([
      { tag: 'needs', kind: 'decisions.get', to: 'ledger' },
      { kind: 'human.steer' },
    ])
    const begun = agent.outcome('needs', outcome('ok', { decisions: { api: 'ref:rest' } }))
    expect(begun.ask).toMatchObject([{ tag: 'model', payload: { in: IN, decisions: { api: 'ref:rest' } } }])
  })

  it('decides by its answer, and sends on what stands', () => {
    const agent = new Player('agent', { decides: ['api'] }, [ledger('write')])
    agent.message(IN)
    expect(agent.outcome('model', answer()).ask).toMatchObject([{ tag: 'pick', kind: 'eval' }])
    const settle = agent.outcome('pick', outcome('ok', { decided: { api: 'ref:answer' }, values: {} }))
    expect(settle.ask).toMatchObject([
      { kind: 'decisions.settle', payload: { decided: { api: 'ref:answer' } } },
    ])
    const end = agent.outcome('decide', outcome('stands', { decisions: { api: 'ref:theirs' } }))
    expect(end.send).toMatchObject([
      { port: 'out', payload: { answer: 'ref:answer', decisions: { api: 'ref:theirs' } } },
    ])
    expect(agent.rests()).toBe(true)
  })
})

describe('an agent that updates a key', () => {
  const config = { reads: ['list'], updates: [{ key: 'list', value: 'result' }] }

  function moved(more: object = {}): Player {
    const agent = new Player('agent', { ...config, ...more }, [store('read-modify-write')])
    agent.message(IN)
    agent.outcome('reads', outcome('ok', { values: { list: 'ref:old' } }))
    agent.outcome('model', answer())
    agent.outcome('pick', outcome('ok', { decided: {}, values: { list: 'ref:new' } }))
    agent.outcome('update', outcome('moved', { values: { list: 'ref:theirs' } }, { keys: ['list'] }))
    return agent
  }

  it('works again on what another has written, in a conversation of its own', () => {
    const agent = moved()
    expect(agent.asks).toMatchObject([{ tag: 'reads', kind: 'store.read' }])
    agent.outcome('reads', outcome('ok', { values: { list: 'ref:theirs' } }))
    expect(agent.asks).toMatchObject([{ tag: 'model', control: { turn: 1 } }])
    expect(agent.asks[0]?.payload['conversation']).toBeUndefined()
  })

  it('does not, where a tool of its may run only once', () => {
    const agent = moved({ tools: [{ name: 'deploy', run: ['deploy'], class: 'once' }] })
    expect(agent.rests()).toBe(true)
  })

  it('gives its lease back when its model fails, and then tells of the failure', () => {
    const agent = new Player('agent', config, [store('read-modify-write', 'lease')])
    agent.message(IN)
    agent.outcome('lease', outcome('ok', {}, { token: 7 }))
    agent.outcome('reads', outcome('ok', { values: {} }))
    expect(agent.failed('model').ask).toMatchObject([{ kind: 'store.release', control: { token: 7 } }])
    expect(agent.outcome('release', outcome('ok')).send).toMatchObject([{ port: 'error' }])
  })
})
