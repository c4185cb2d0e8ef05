import { describe, expect, it } from 'vitest'
import { channelAt } from '../topology/plan.ts'
import { IdentityBook } from './identity.ts'
import { Rig, sketch } from './testing/rig.ts'
import type { Transition } from './transition.ts'

/** Three messages wait from `a` to `b`, or two and one that does not fit. */
function waiting(capacity = 8): Rig {
  const send = ['1', '2', '3'].map((payload) => ({ port: 'out', payload }))
  const relay = { on: { message: { send, finish: true } } }
  const rig = new Rig(
    sketch({ a: relay, b: { width: 9 } }, ['start.out > a.in', ['a.out > b.in', { capacity }]]),
  )
  rig.start()
  rig.deliver('e1')
  return rig
}

function spoil(rig: Rig, type: 'drop' | 'duplicate' | 'reorder', place: number): Transition {
  const channel = channelAt(rig.plan, rig.at('e2'))
  return rig.put({ type, component: channel.to, channel: channel.index, place })
}

describe('an edge that', () => {
  it('loses a message has one less, and room for one that was held back', () => {
    const rig = waiting(2)
    spoil(rig, 'drop', 1)
    expect([rig.queue('e2'), rig.held('e2')]).toEqual([['1', '3'], []])
  })

  it('doubles a message sends the copy like any other', () => {
    const rig = waiting()
    expect(spoil(rig, 'duplicate', 0).sent).toEqual([
      { channel: rig.at('e2'), message: { payload: '1', activation: '' }, fate: 'queued' },
    ])
    expect(rig.queue('e2')).toEqual(['1', '2', '3', '1'])
  })

  it('lets one overtake changes their order alone', () => {
    const rig = waiting()
    spoil(rig, 'reorder', 2)
    expect(rig.queue('e2')).toEqual(['3', '1', '2'])
  })

  it('has nothing at a place refuses', () => {
    for (const type of ['drop', 'duplicate', 'reorder'] as const)
      expect(() => spoil(waiting(), type, 3)).toThrow(/no message at 3/)
  })
})

it('messages keep their ids through it, and a copy has one of its own', () => {
  const rig = waiting()
  spoil(rig, 'reorder', 2)
  spoil(rig, 'duplicate', 1)
  spoil(rig, 'drop', 2)
  for (let left = 3; left > 0; left -= 1) rig.deliver('e2')
  const book = new IdentityBook(rig.plan)
  const ids = rig.history.map((transition) => book.advance(transition, 0))
  expect(ids.slice(2).map(({ message }) => message)).toEqual(['a:m3', 'a:m1', 'a:m2', 'a:m3', 'a:m1', 'b:m1'])
})
