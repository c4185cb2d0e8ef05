import { describe, expect, it } from 'vitest'
import type { Reaction } from '../../topology/kind.ts'
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
