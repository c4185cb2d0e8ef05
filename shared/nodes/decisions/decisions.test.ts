import { describe, expect, it } from 'vitest'
import { Rig } from '../../kernel/testing/rig.ts'
import { compile } from '../../topology/compile.ts'
import type { Reaction } from '../../topology/kind.ts'
import { kinds } from '../index.ts'
import { Player } from '../testing/player.ts'

function ledgerOf(...topics: string[]): Player {
  return new Player('decisions', { topics })
}

function need(ledger: Player, client: string, ...topics: string[]): Reaction<unknown> {
  return ledger.request(client, 'needs', 'decisions.get', {}, { topics })
}

function decide(
  ledger: Player,
  client: string,
  decided: { readonly [topic: string]: string },
): Reaction<unknown> {
  return ledger.request(client, 'decide', 'decisions.settle', { decided })
}

function told(reaction: Reaction<unknown>): unknown {
  return (reaction.reply ?? []).map(({ client, outcome }) => [
    client,
    outcome.tag,
    outcome.refs['decisions'] ?? outcome.refs['error'],
  ])
}

describe('a ledger of decisions', () => {
  it('lets whoever needs a topic wait until it is settled, and tells all of them then', () => {
    const ledger = ledgerOf('api', 'schema')
    expect(told(need(ledger, 'client', 'api'))).toEqual([])
    expect(told(need(ledger, 'server', 'api', 'schema'))).toEqual([])
    expect(ledger.rests()).toBe(false)
    expect(ledger.kind.standing?.(ledger.bound, ledger.local)).toBe('0 of 2 settled · awaited: api, schema')
    expect(told(decide(ledger, 'architect', { api: 'ref:rest' }))).toEqual([
      ['architect', 'ok', { api: 'ref:rest' }],
      ['client', 'ok', { api: 'ref:rest' }],
    ])
    expect(told(decide(ledger, 'architect', { schema: 'ref:sql' }))).toEqual([
      ['architect', 'ok', { schema: 'ref:sql' }],
      ['server', 'ok', { api: 'ref:rest', schema: 'ref:sql' }],
    ])
    expect([ledger.rests(), told(need(ledger, 'late', 'api'))]).toEqual([
      true,
      [['late', 'ok', { api: 'ref:rest' }]],
    ])
  })

  it('keeps the first decision of a topic: whoever comes second is told what stands, and all see it', () => {
    const ledger = ledgerOf('api', 'schema')
    decide(ledger, 'a', { api: 'ref:rest' })
    expect(told(decide(ledger, 'b', { api: 'ref:rpc', schema: 'ref:sql' }))).toEqual([
      ['b', 'stands', { api: 'ref:rest', schema: 'ref:sql' }],
    ])
    expect(told(need(ledger, 'c', 'api'))).toEqual([['c', 'ok', { api: 'ref:rest' }]])
    expect(ledger.kind.standing?.(ledger.bound, ledger.local)).toBe('2 of 2 settled · decided twice: api')
  })

  it('does not know a topic that it does not have', () => {
    const ledger = ledgerOf('api')
    for (const reaction of [need(ledger, 'a', 'apis'), decide(ledger, 'b', { apis: 'ref:x' })])
      expect(told(reaction)).toEqual([
        [expect.any(String), 'error', 'text:No such topic: "apis"; the ledger has api'],
      ])
    expect(ledger.rests()).toBe(true)
  })
})

describe('a worker that waits for a decision which nobody makes', () => {
  const at: [number, number] = [0, 0]
  const plan = compile(
    {
      synod: 1,
      name: 'late',
      nodes: [
        { id: 'start', kind: 'input', at },
        { id: 'book', kind: 'decisions', at, config: { topics: ['api'] } },
        { id: 'work', kind: 'command', at, config: { run: ['do'], needs: ['api'] } },
        { id: 'end', kind: 'output', at },
        { id: 'late', kind: 'output', at },
      ],
      edges: [
        { id: 'in', from: 'start.out', to: 'work.in', policy: { deadline_ms: 50 } },
        { id: 'out', from: 'work.out', to: 'end.in' },
        { id: 'bad', from: 'work.error', to: 'late.in' },
        { id: 'asks', from: 'work', to: 'book', access: 'read' },
      ],
    },
    kinds,
  )

  it('takes its request back when it is taken out, and so comes up again', () => {
    if (!plan.ok) throw new Error(JSON.stringify(plan.problems))
    const rig = new Rig(plan.value)
    rig.start({ task: 'text:task' })
    rig.deliver('in')
    rig.serve('asks')
    expect(rig.verdict()).toMatchObject({ status: 'running' })
    rig.put({ type: 'fire', component: rig.at('in.deadline'), tag: '' })
    expect(rig.actor('work').status).toBe('restarting')
    rig.put({ type: 'recall', component: rig.at('book'), client: rig.at('asks') })
    expect(rig.actor('book').local).toMatchObject({ waiting: [] })
    rig.reply('asks')
    expect(rig.actor('work')).toMatchObject({ status: 'up', effects: [] })
    rig.deliver('bad')
    expect(rig.verdict()).toEqual({ status: 'done' })
  })

  it('hears of it no more when the decision comes first', () => {
    const ledger = ledgerOf('api')
    need(ledger, 'client', 'api')
    decide(ledger, 'architect', { api: 'ref:rest' })
    expect(ledger.react({ type: 'recall', client: 'client', tag: 'needs' }).reply).toEqual([])
  })
})
