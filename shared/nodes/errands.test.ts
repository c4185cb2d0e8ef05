import { describe, expect, it } from 'vitest'
import { compile } from '../topology/compile.ts'
import type { Access, DocumentNode } from '../topology/document.ts'
import { kinds } from './index.ts'
import { ledger, outcome, Player, repo, store } from './testing/player.ts'

const UPDATES = [{ key: 'list', value: 'result' }]
const MADE = outcome('ok', { decided: {}, values: { list: 'ref:new' } })
const DONE = outcome('ok', { result: 'ref:result', log: 'ref:log' }, { exit: 0 })

function writer(mode: string, more: object = {}, access: Access = 'read-modify-write'): Player {
  const config = { run: ['x'], class: 'pure', reads: ['list'], updates: UPDATES, ...more }
  const player = new Player('command', config, [store(access, mode)])
  player.message({ task: 'ref:task' })
  return player
}

/** What it asks for now, in words. */
function asks(player: Player): readonly string[] {
  return player.asks.map(({ kind, control, payload }) =>
    [kind, JSON.stringify(control), Object.keys(payload).join()].join(' '),
  )
}

/** From the read to the write. */
function works(player: Player): void {
  player.outcome('reads', outcome('ok', { values: { list: 'ref:old' } }))
  player.outcome('exec', DONE)
  player.outcome('pick', MADE)
}

describe('a worker at a store', () => {
  it('reads, works on what it read, and hands its update over before it sends', () => {
    const player = writer('last-write-wins')
    expect(asks(player)).toEqual(['store.read {"keys":["list"]} '])
    player.outcome('reads', outcome('ok', { values: { list: 'ref:old' } }))
    expect(player.asks.map((ask) => ask.payload)).toEqual([
      { in: { task: 'ref:task' }, store: { list: 'ref:old' } },
    ])
    player.outcome('exec', DONE)
    expect(asks(player)).toEqual(['eval {"pick":true} in,store,result'])
    player.outcome('pick', MADE)
    expect(player.asks.map((ask) => [ask.kind, ask.payload])).toEqual([
      ['store.write', { values: { list: 'ref:new' } }],
    ])
    expect(player.outcome('update', outcome('ok'))).toMatchObject({
      send: [{ port: 'out', payload: { task: 'ref:task', result: 'ref:result' } }],
      finished: [0],
    })
  })

  it('works again on what is new when another wrote meanwhile', () => {
    const player = writer('compare-and-swap')
    works(player)
    expect(asks(player)).toEqual(['store.swap {} values'])
    player.outcome('update', outcome('moved', {}, { keys: ['list'] }))
    expect(asks(player)).toEqual(['store.read {"keys":["list"]} '])
    player.outcome('reads', outcome('ok', { values: { list: 'ref:newer' } }))
    expect(player.asks[0]?.payload['store']).toEqual({ list: 'ref:newer' })
  })

  it('does not run again what may run once only, nor without end', () => {
    const once = writer('compare-and-swap', { class: 'once' })
    works(once)
    expect(once.outcome('update', outcome('moved', {}, { keys: ['list'] })).send).toEqual([
      {
        port: 'error',
        payload: { task: 'ref:task', error: 'text:Not written: list changed since it was read' },
        activation: '',
      },
    ])
    const player = writer('compare-and-swap')
    for (let moved = 1; moved < 16; moved += 1) {
      works(player)
      player.outcome('update', outcome('moved', {}, { keys: ['list'] }))
    }
    works(player)
    const last = player.outcome('update', outcome('moved', {}, { keys: ['list'] }))
    expect(last.send?.[0]?.payload).toMatchObject({
      error: 'text:Not written: list changed since it was read, 16 times in a row',
    })
  })

  it('takes a lease before it reads, writes under its token, and gives it back with the write', () => {
    const player = writer('lease')
    expect(asks(player)).toEqual(['store.lease {"keys":["list"]} '])
    player.outcome('lease', outcome('ok', {}, { token: 7 }))
    works(player)
    expect(asks(player)).toEqual(['store.write {"token":7,"release":true} values'])
    const fenced = player.outcome('update', outcome('fenced'))
    expect(fenced.send?.map((one) => one.port)).toEqual(['error'])
    expect([fenced.ask, player.rests()]).toEqual([undefined, true])
  })

  it('gives its lease back when its work fails, and then tells of the failure', () => {
    const player = writer('lease')
    player.outcome('lease', outcome('ok', {}, { token: 7 }))
    player.outcome('reads', outcome('ok', { values: {} }))
    expect(player.failed('exec', 'text:broken').send).toBeUndefined()
    expect(asks(player)).toEqual(['store.release {"token":7} '])
    expect(player.outcome('release', outcome('ok')).send).toMatchObject([
      { port: 'error', payload: { error: 'text:broken' } },
    ])
    expect(player.rests()).toBe(true)
  })

  it('commits what it changed in a repository once the store has its update', () => {
    const config = { run: ['x'], reads: ['list'], updates: UPDATES }
    const player = new Player('command', config, [store('read-modify-write'), repo('write')])
    player.message({ task: 'ref:task' })
    player.outcome('reads', outcome('ok', { values: {} }))
    expect(asks(player)).toEqual(['repo.checkout {} '])
    player.outcome('checkout', outcome('ok', { change: 'ref:base' }))
    player.outcome('exec', outcome('ok', { result: 'ref:result', log: 'ref:log', tree: 'ref:tree' }))
    player.outcome('pick', MADE)
    player.outcome('update', outcome('ok'))
    expect(asks(player)).toEqual(['repo.commit {} tree,result'])
  })
})

describe('a worker at a ledger', () => {
  it('asks for nothing else before what it needs is settled, and sends on what stands', () => {
    const config = { run: ['x'], needs: ['api'], decides: ['schema'] }
    const player = new Player('command', config, [ledger('read-modify-write')])
    player.message({ task: 'ref:task', decisions: { name: 'ref:name' } })
    expect(asks(player)).toEqual(['decisions.get {"topics":["api"]} '])
    player.outcome('needs', outcome('ok', { decisions: { api: 'ref:rest' } }))
    expect(player.asks[0]?.payload).toMatchObject({ decisions: { api: 'ref:rest' } })
    player.outcome('exec', DONE)
    player.outcome('pick', outcome('ok', { decided: { schema: 'ref:mine' }, values: {} }))
    expect(player.asks.map((ask) => [ask.kind, ask.payload])).toEqual([
      ['decisions.settle', { decided: { schema: 'ref:mine' } }],
    ])
    const sent = player.outcome('decide', outcome('stands', { decisions: { schema: 'ref:first' } })).send
    expect(sent?.[0]?.payload).toEqual({
      task: 'ref:task',
      result: 'ref:result',
      decisions: { name: 'ref:name', schema: 'ref:first' },
    })
  })
})

describe('a drawing', () => {
  const at: [number, number] = [0, 0]
  const shared: readonly DocumentNode[] = [
    { id: 'in', kind: 'input', at },
    { id: 'board', kind: 'store', at, config: { keys: [{ name: 'list' }] } },
    { id: 'book', kind: 'decisions', at, config: { topics: ['api'] } },
  ]

  function told(config: object, joined: readonly string[]): readonly string[] {
    const nodes = [...shared, { id: 'w', kind: 'command', at, config: { run: ['x'], ...config } }]
    const edges = joined.map((to, index) => ({ id: `e${index}`, from: 'w', to, access: 'read' as const }))
    const compiled = compile({ synod: 1, name: '', nodes, edges }, kinds)
    return compiled.ok ? [] : compiled.problems.map(({ path, message }) => `${path}: ${message}`)
  }

  it.each([
    [{ reads: ['list'], needs: ['api'] }, ['board', 'book'], []],
    [
      { reads: ['list'] },
      ['book'],
      ['nodes[3].config.reads: it is joined to no store: draw a dashed edge to a store'],
    ],
    [{ reads: ['lists'] }, ['board'], ['nodes[3].config.reads[0]: "board" has no key "lists"; it has list']],
    [
      { updates: [{ key: 'lists' }] },
      ['board'],
      ['nodes[3].config.updates[0].key: "board" has no key "lists"; it has list'],
    ],
    [
      { decides: ['api'], needs: ['api'] },
      ['book'],
      ['nodes[3].config.decides[0]: it would wait for its own decision'],
    ],
    [
      { updates: [{ key: 'list' }, { key: 'list' }] },
      ['board'],
      ['nodes[3].config.updates[1].key: "list" is updated twice'],
    ],
    [{}, ['board', 'board'], [/two resource edges to nodes of kind store/, /two resource edges/]],
  ])('with %j joined to %j is told %j', (config, joined, expected) => {
    expect(told(config, joined)).toEqual(
      expected.map((one) => (typeof one === 'string' ? one : expect.stringMatching(one))),
    )
  })
})
