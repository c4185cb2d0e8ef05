import { describe, expect, it } from 'vitest'
import type { EdgePolicy } from '../topology/document.ts'
import { Rig, sketch } from './testing/rig.ts'

/** `a` sends 1 to 3 to `b` at once; `b` holds what it has until its timer. */
function filled(policy: EdgePolicy): Rig {
  const send = ['1', '2', '3'].map((payload) => ({ port: 'out', payload }))
  const rig = new Rig(
    sketch(
      {
        a: { on: { message: { send, finish: true } } },
        b: { on: { message: { arm: [{ tag: 'rest', ms: 1 }] }, 'timer:rest': { finish: true } } },
      },
      ['start.out > a.in', ['a.out > b.in', policy], 'b.out > end.in'],
    ),
  )
  rig.start()
  rig.deliver('e1')
  return rig
}

describe('a full channel', () => {
  it('that blocks holds back what does not fit, and its sender takes nothing new until there is room', () => {
    const rig = filled({ capacity: 2, full: 'block' })
    expect(rig.history.at(-1)?.sent.map((one) => one.fate)).toEqual(['queued', 'queued', 'held'])
    expect([rig.queue('e2'), rig.held('e2')]).toEqual([['1', '2'], ['3']])
    expect(rig.can()).toEqual(['deliver e2'])
    rig.deliver('e2')
    expect([rig.queue('e2'), rig.held('e2')]).toEqual([['2', '3'], []])
  })

  it('lets a sender go on once its held message has moved in', () => {
    const send = [{ port: 'out', payload: 'x' }]
    const relay = { on: { message: { send, finish: true } }, width: 9 }
    const rig = new Rig(
      sketch({ a: relay, b: { width: 9 } }, [
        'start.out > a.in',
        'start.out > a.side',
        'start.out > a.in',
        ['a.out > b.in', { capacity: 1 }],
      ]),
    )
    rig.start()
    rig.deliver('e1')
    rig.deliver('e2')
    expect(rig.held('e4')).toEqual(['x'])
    expect(rig.can()).toEqual(['deliver e4'])
    expect(() => rig.deliver('e3')).toThrow(/takes nothing/)
    rig.deliver('e4')
    expect(rig.can()).toContain('deliver e3')
  })

  it('that blocks still lets effects end and timers fire', () => {
    const ask = [{ tag: 'work' }]
    const send = (...payloads: readonly string[]) => payloads.map((payload) => ({ port: 'out', payload }))
    const on = {
      message: { send: send('1', '2'), ask },
      'outcome:work': { send: send('3', '4'), finish: true },
    }
    const rig = new Rig(sketch({ a: { on } }, ['start.out > a.in', ['a.out > end.in', { capacity: 1 }]]))
    rig.start()
    rig.deliver('e1')
    rig.settle('a', 'work')
    expect([rig.queue('e2'), rig.held('e2')]).toEqual([['1'], ['2', '3', '4']])
    for (const left of [['2'], ['3'], ['4'], []]) {
      rig.deliver('e2')
      expect(rig.queue('e2')).toEqual(left)
    }
  })

  it('that rejects loses the newest, and says so', () => {
    const rig = filled({ capacity: 2, full: 'reject' })
    expect(rig.history.at(-1)?.sent.map((one) => [one.message.payload, one.fate])).toEqual([
      ['1', 'queued'],
      ['2', 'queued'],
      ['3', 'rejected'],
    ])
    expect([rig.queue('e2'), rig.held('e2')]).toEqual([['1', '2'], []])
  })

  it('that drops the oldest loses that, and says so', () => {
    const rig = filled({ capacity: 2, full: 'drop-oldest' })
    expect(rig.history.at(-1)?.sent.map((one) => one.fate)).toEqual(['queued', 'queued', 'dropped-oldest'])
    expect([rig.queue('e2'), rig.held('e2')]).toEqual([['2', '3'], []])
  })
})

describe('the order of a channel', () => {
  it('is that of sending, by default', () => {
    const rig = filled({})
    expect(rig.can()).toEqual(['deliver e2'])
    expect(() => rig.deliver('e2', 1)).toThrow(/keeps its order/)
    rig.deliver('e2')
    expect(rig.queue('e2')).toEqual(['2', '3'])
  })

  it('may be any: each waiting message is offered, held ones are not', () => {
    const rig = filled({ order: 'any', capacity: 2 })
    expect(rig.can()).toEqual(['deliver e2', 'deliver e2 1'])
    rig.deliver('e2', 1)
    expect(rig.queue('e2')).toEqual(['1', '3'])
    expect(rig.seen('b')).toEqual(['message "2" at in'])
  })

  it('is an error to leave for a place that is empty', () => {
    expect(() => filled({ order: 'any' }).deliver('e2', 3)).toThrow(/no message at 3/)
    expect(() => filled({}).deliver('e3')).toThrow(/no message at 0/)
  })
})

describe('sending', () => {
  it('puts a copy on each channel of the port, and none anywhere else', () => {
    const rig = new Rig(sketch({}, ['start.out > end.in', 'start.out > end2.in']))
    const { sent } = rig.start()
    expect(sent.map((one) => one.channel)).toEqual([rig.at('e1'), rig.at('e2')])
    expect([rig.queue('e1'), rig.queue('e2')]).toEqual([['go'], ['go']])
  })

  it('takes slots that are free again, so that a state does not grow with time', () => {
    const on = { message: { arm: [{ tag: 't', ms: 1 }] }, 'timer:t': { finish: true } }
    const rig = new Rig(
      sketch({ a: { on, width: 2 } }, ['start.out > a.in', 'start.out > a.side', 'start.out > a.in']),
    )
    rig.start()
    rig.deliver('e1')
    rig.deliver('e2')
    expect(rig.actor('a').unfinished.map((one) => [one.slot, one.port])).toEqual([
      [0, 'in'],
      [1, 'side'],
    ])
    expect(() => rig.deliver('e3')).toThrow(/takes nothing/)
    rig.fire('a', 't')
    expect(rig.actor('a').unfinished.map((one) => one.slot)).toEqual([1])
    rig.deliver('e3')
    expect(rig.actor('a').unfinished.map((one) => one.slot)).toEqual([1, 0])
  })
})

describe('a loop', () => {
  const again = { on: { message: { send: [{ port: 'out', payload: 'x' }], finish: true } } }

  /** `a` to `b` and back for `rounds`, then out by `exhausted`; `c` stands behind the loop. */
  function looped(rounds?: number): Rig {
    const rig = new Rig(
      sketch({ a: again, b: again, c: again }, [
        'start.out > a.in',
        'a.out > b.in',
        ['b.out > a.in', rounds === undefined ? {} : { rounds }],
        'b.exhausted > c.in',
        'c.out > end.in',
      ]),
    )
    rig.start()
    rig.deliver('e1')
    return rig
  }

  it.each([
    [1, 1],
    [2, 2],
    [undefined, 3],
  ])('of %s rounds goes back %i times, then leaves by "exhausted" without its round', (rounds, times) => {
    const rig = looped(rounds)
    for (let round = 1; round <= times; round += 1) {
      rig.deliver('e2')
      expect(rig.activations('e3')).toEqual([`a#${round}`])
      rig.deliver('e3')
    }
    rig.deliver('e2')
    expect(rig.queue('e3')).toEqual([])
    expect(rig.activations('e4')).toEqual([''])
    rig.deliver('e4')
    rig.deliver('e5')
    expect(rig.verdict()).toEqual({ status: 'done' })
  })

  it('within a loop starts again in each round of the outer one', () => {
    // `c` sends both back to `b` (inner) and on to `d`; `d` sends back to `a` (outer).
    const both = [
      { port: 'out', payload: 'x' },
      { port: 'other', payload: 'x' },
    ]
    const rig = new Rig(
      sketch({ a: again, b: again, c: { on: { message: { send: both, finish: true } } }, d: again }, [
        'start.out > a.in',
        'a.out > b.in',
        'b.out > c.in',
        ['c.out > b.in', { rounds: 2 }],
        'c.other > d.in',
        ['d.out > a.in', { rounds: 1 }],
        'c.exhausted > end.in',
        'd.exhausted > end.in',
      ]),
    )
    rig.start()
    rig.deliver('e1')
    rig.deliver('e2')
    rig.deliver('e3')
    expect(rig.activations('e4')).toEqual(['b#1'])
    rig.deliver('e4')
    rig.deliver('e3')
    expect([rig.activations('e4'), rig.activations('e5')]).toEqual([['b#2'], ['', '']])
    rig.deliver('e5')
    expect(rig.activations('e6')).toEqual(['a#1'])
    rig.deliver('e6')
    rig.deliver('e2')
    rig.deliver('e3')
    expect(rig.activations('e4')).toEqual(['b#2', 'a#1/b#1'])
    expect(rig.activations('e5')).toEqual(['', 'a#1'])
  })
})
