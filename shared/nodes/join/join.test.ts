import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Payload } from '../../topology/payload.ts'
import { Player } from '../testing/player.ts'

/** What a join sends, for messages given as `port@activation`; null where it waits. */
function sends(config: unknown, ...messages: readonly string[]): readonly (Payload | null)[] {
  const join = new Player('join', config)
  return messages.map((text, slot) => {
    const [port = '', activation = ''] = text.split('@')
    const { send } = join.message({ of: `ref:${text}` }, port, slot, activation)
    return send?.[0] === undefined ? null : send[0].payload
  })
}

describe('a join', () => {
  it.each<[string, unknown, readonly string[], readonly boolean[]]>([
    ['of all waits for each', {}, ['a', 'b'], [false, true]],
    ['of all takes them in any order', {}, ['b', 'a'], [false, true]],
    ['of all begins again', {}, ['a', 'b', 'b', 'a'], [false, true, false, true]],
    ['of all keeps rounds apart', {}, ['a@x#1', 'b@x#2', 'b@x#1', 'a@x#2'], [false, false, true, true]],
    ['of any sends the first, drops the late one', { wait: 'any' }, ['b', 'a'], [true, false]],
    ['of any begins again', { wait: 'any' }, ['b', 'a', 'a', 'b'], [true, false, true, false]],
    ['of any drops what comes again', { wait: 'any' }, ['b', 'b', 'b', 'a'], [true, false, false, false]],
    [
      'of two of three',
      { inputs: ['a', 'b', 'c'], wait: 'some', count: 2 },
      ['c', 'a', 'b', 'a', 'b'],
      [false, true, false, false, true],
    ],
    ['of one input', { inputs: ['a'] }, ['a', 'a'], [true, true]],
  ])('%s', (_what, config, messages, expected) => {
    expect(sends(config, ...messages).map((one) => one !== null)).toEqual(expected)
  })

  it('finishes what it sent, what was replaced and what came late, and keeps what it waits with', () => {
    const join = new Player('join', {})
    expect(join.message({ x: '1' }, 'a', 0).finished).toEqual([])
    expect(join.message({ x: '2' }, 'a', 1).finished).toEqual([0])
    expect(join.rests()).toBe(false)
    const last = join.message({ y: '3' }, 'b', 2)
    expect([...(last.finished ?? [])].sort()).toEqual([1, 2])
    expect(last.send).toEqual([{ port: 'out', payload: { a: { x: '2' }, b: { y: '3' } }, activation: '' }])
    expect([join.rests(), join.local]).toEqual([true, { groups: [] }])
    const any = new Player('join', { wait: 'any' })
    expect(any.message({ x: '1' }, 'a', 0, 'x#1').send).toHaveLength(1)
    expect(any.rests()).toBe(true)
    expect(any.message({ x: '1' }, 'b', 1, 'x#1')).toEqual({ local: { groups: [] }, finished: [1] })
  })

  it.each<[string, Payload, Payload, Payload]>([
    [
      'lifts what all parts share',
      { t: '1', x: '2' },
      { t: '1', y: '3' },
      { t: '1', a: { x: '2' }, b: { y: '3' } },
    ],
    ['lifts no field that differs', { t: '1' }, { t: '2' }, { a: { t: '1' }, b: { t: '2' } }],
    ['lifts equal records', { t: { u: ['1'] } }, { t: { u: ['1'] } }, { t: { u: ['1'] }, a: {}, b: {} }],
    [
      'lifts no record that has more',
      { t: { u: '1' } },
      { t: { u: '1', v: '2' } },
      { a: { t: { u: '1' } }, b: { t: { u: '1', v: '2' } } },
    ],
    ['lifts equal lists', { t: ['1', '2'] }, { t: ['1', '2'] }, { t: ['1', '2'], a: {}, b: {} }],
    [
      'lifts no list that differs',
      { t: ['1'] },
      { t: ['1', '2'] },
      { a: { t: ['1'] }, b: { t: ['1', '2'] } },
    ],
    [
      'tells a list from a record',
      { t: ['1'] },
      { t: { 0: '1' } },
      { a: { t: ['1'] }, b: { t: { 0: '1' } } },
    ],
    ['takes bare refs as `value`', '1', '2', { a: { value: '1' }, b: { value: '2' } }],
    ['lifts equal bare refs', '1', '1', { value: '1', a: {}, b: {} }],
    [
      'loses no shared field that is named like a port',
      { a: '1' },
      { a: '1' },
      { a: { a: '1' }, b: { a: '1' } },
    ],
    ['trips over no inherited name', { constructor: {} }, {}, { a: { constructor: {} }, b: {} }],
  ])('%s', (_what, a, b, expected) => {
    const join = new Player('join', {})
    join.message(a, 'a', 0)
    expect(join.message(b, 'b', 1).send?.[0]?.payload).toEqual(expected)
  })

  it('has ports of any name', () => {
    const inputs = ['constructor', 'toString']
    expect(sends({ inputs }, 'toString', 'toString', 'constructor').map((one) => one !== null)).toEqual([
      false,
      false,
      true,
    ])
    expect(sends({ inputs, wait: 'any' }, 'toString')).toEqual([{ of: 'ref:toString', toString: {} }])
  })

  it('forgets every group for which nothing can come any more', () => {
    const wait = fc.constantFrom('all', 'any', 'some')
    const orders = fc.shuffledSubarray(['a', 'b', 'c'], { minLength: 3 })
    fc.assert(
      fc.property(wait, fc.array(orders, { minLength: 1, maxLength: 4 }), (how, groups) => {
        const join = new Player('join', { inputs: ['a', 'b', 'c'], wait: how, count: 2 })
        let sent = 0
        // One message for each port of each group, the groups' messages woven into each other.
        for (const turn of [0, 1, 2]) {
          groups.forEach((order, at) => {
            const slot = join.slots.length === 0 ? 0 : Math.max(...join.slots) + 1
            sent += join.message('ref', order[turn] ?? '', slot, `g#${at}`).send?.length ?? 0
          })
        }
        expect([sent, join.local, join.slots]).toEqual([groups.length, { groups: [] }, []])
      }),
    )
  })

  it('goes on from what its first version held', () => {
    const parts = { b: { x: '1' } }
    const closed = { activation: 'x#1', slots: {}, parts: {}, seen: ['a'], closed: true }
    const open = { activation: 'x#2', slots: { b: 4 }, parts, seen: ['b'], closed: false }
    const join = new Player('join', {})
    join.local = join.kind.migrate({ groups: [closed, open] }, 1)
    expect(join.local).toEqual({
      groups: [
        { type: 'closed', activation: 'x#1', seen: ['a'] },
        { type: 'open', activation: 'x#2', parts: [{ port: 'b', slot: 4, payload: { x: '1' } }] },
      ],
    })
    expect(join.kind.stateVersion).toBe(2)
  })

  it('takes messages alone', () => {
    expect(() => new Player('join', {}).failed('x')).toThrow(/unexpected/)
  })

  it.each([
    { inputs: [] },
    { inputs: ['a', 'a'] },
    { inputs: ['a.b'] },
    { wait: 'some', count: 3 },
    { wait: 'most' },
    { count: 0 },
  ])('refuses the config %j', (config) => {
    expect(new Player('join', {}).kind.schema.safeParse(config).success).toBe(false)
  })

  it('counts on its card', () => {
    const { kind } = new Player('join')
    const caption = (config: unknown): string => kind.caption(kind.schema.parse(config))
    expect([caption({}), caption({ wait: 'any' }), caption({ wait: 'some', count: 2 })]).toEqual([
      'All of 2',
      '1 of 2',
      '2 of 2',
    ])
  })
})
