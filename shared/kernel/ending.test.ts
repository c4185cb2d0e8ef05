import { describe, expect, it } from 'vitest'
import { PUPPETS, puppetKind, type Strings } from './testing/puppet.ts'
import { failure, OK, Rig, sketch } from './testing/rig.ts'

const PASS: Strings = { send: [{ port: 'out', payload: 'x' }], finish: true }
const ONCE: Strings = { ask: [{ tag: 'work', class: 'once' }], arm: [{ tag: 't', ms: 1 }] }
const STAY: Strings = { ask: [{ tag: 'talk' }] }

/** `a` does something once, `b` something that may be repeated; both have a message. */
function busy(): Rig {
  const rig = new Rig(
    sketch({ a: { on: { message: ONCE } }, b: { on: { message: STAY } } }, [
      'start.out > a.in',
      'start.out > b.in',
    ]),
  )
  rig.start()
  rig.deliver('e1')
  rig.deliver('e2')
  return rig
}

describe('a run', () => {
  it('is stuck before it starts, running while anything can happen, and done when nothing waits', () => {
    const rig = new Rig(sketch({}, ['start.out > end.in']))
    expect(rig.verdict()).toEqual({ status: 'stuck', waiting: ['start'] })
    rig.start()
    expect(rig.verdict()).toEqual({ status: 'running' })
    rig.deliver('e1')
    expect(rig.verdict()).toEqual({ status: 'done' })
    expect(() => rig.start()).toThrow()
  })

  it.each([
    ['an effect', { ask: [{ tag: 'work' }] }],
    ['a timer', { arm: [{ tag: 't', ms: 1 }] }],
  ])('is running while it waits for %s', (_what, message: Strings) => {
    const rig = new Rig(sketch({ a: { on: { message } } }, ['start.out > a.in']))
    rig.start()
    rig.deliver('e1')
    expect(rig.can()).toEqual([])
    expect(rig.verdict()).toEqual({ status: 'running' })
  })

  it('is stuck when an actor never finishes, and says where, with all that waits behind it', () => {
    const rig = new Rig(
      sketch(
        {
          a: {
            on: {
              message: { finish: true, send: [1, 2, 3].map((one) => ({ port: 'out', payload: `${one}` })) },
            },
          },
          b: {},
        },
        ['start.out > a.in', 'a.out > b.in'],
      ),
    )
    rig.start()
    rig.deliver('e1')
    rig.deliver('e2')
    expect(rig.verdict()).toEqual({ status: 'stuck', waiting: ['b', 'e2'] })
  })

  it('is stuck when an actor that says it is at rest has not finished a message', () => {
    const restless = { ...puppetKind, rest: () => true }
    const rig = new Rig(sketch({ a: {} }, ['start.out > a.in'], new Map([...PUPPETS, ['puppet', restless]])))
    rig.start()
    rig.deliver('e1')
    expect(rig.verdict()).toEqual({ status: 'stuck', waiting: ['a'] })
  })

  it('is stuck when a request is never answered', () => {
    const deaf = new Rig(
      sketch({ a: { on: { message: { ask: [{ tag: 'get', to: 's' }] } } }, s: { shelf: {} } }, [
        'start.out > a.in',
        'a - s',
      ]),
    )
    deaf.start()
    deaf.deliver('e1')
    expect(deaf.can()).toEqual(['serve e2'])
    expect(deaf.verdict()).toEqual({ status: 'running' })
    deaf.serve('e2')
    deaf.reply('e2')
    expect(deaf.verdict()).toEqual({ status: 'stuck', waiting: ['a'] })
  })
})

describe('an error on a port that is not wired', () => {
  const broken: Strings = { send: [{ port: 'error', payload: 'why' }], finish: true }

  it('fails the run with it, and stops the rest', () => {
    const rig = new Rig(
      sketch({ a: { on: { message: broken } }, b: { on: { message: STAY } } }, [
        'start.out > b.in',
        'start.out > a.in',
        'start.out > b.in',
      ]),
    )
    rig.start()
    rig.deliver('e1')
    rig.deliver('e2')
    expect(rig.run()).toEqual({
      type: 'run',
      status: 'failing',
      paused: false,
      failure: { actor: 'a', error: 'why' },
    })
    expect(rig.can()).toEqual(['cancel start', 'cancel a', 'cancel b', 'cancel end', 'cancel end2'])
    expect(rig.verdict()).toEqual({ status: 'running' })
    for (const id of ['start', 'a', 'b', 'end', 'end2']) rig.cancel(id)
    expect(rig.actor('b')).toMatchObject({ status: 'stopped', effects: [] })
    expect(rig.queue('e3')).toEqual(['go'])
    expect(rig.verdict()).toEqual({ status: 'failed', actor: 'a' })
  })

  it('is kept when another follows, or when a person cancels too', () => {
    const rig = new Rig(
      sketch(
        {
          a: { on: { message: broken } },
          b: {
            on: {
              message: { arm: [{ tag: 't', ms: 1 }] },
              'timer:t': { send: [{ port: 'error', payload: 'later' }] },
            },
          },
        },
        ['start.out > a.in', 'start.out > b.in'],
      ),
    )
    rig.start()
    rig.deliver('e2')
    rig.deliver('e1')
    rig.fire('b', 't')
    rig.cancel()
    expect(rig.run()).toMatchObject({ status: 'failing', failure: { actor: 'a', error: 'why' } })
  })

  it('does not make a failure of a run that is cancelled', () => {
    const rig = new Rig(
      sketch({ a: { on: { message: { ask: [{ tag: 'x' }] }, 'failed:x': broken } } }, ['start.out > a.in']),
    )
    rig.start()
    rig.deliver('e1')
    rig.cancel()
    rig.settle('a', 'x', failure(false))
    expect(rig.run()).toMatchObject({ status: 'cancelling', failure: null })
  })

  it('is a message like any other where it is wired', () => {
    const rig = new Rig(sketch({ a: { on: { message: broken } } }, ['start.out > a.in', 'a.error > end.in']))
    rig.start()
    rig.deliver('e1')
    expect(rig.queue('e2')).toEqual(['why'])
    expect(rig.run().status).toBe('running')
  })
})

describe('cancelling', () => {
  it('offers each actor its stop and nothing else, and is refused while the run goes on', () => {
    const rig = busy()
    expect(() => rig.cancel('a')).toThrow(/does not end/)
    expect(rig.can()).toEqual(['begin a work'])
    rig.cancel()
    expect(rig.can()).toEqual(['cancel start', 'cancel a', 'cancel b', 'cancel end', 'cancel end2'])
    expect(rig.verdict()).toEqual({ status: 'running' })
  })

  it('stops an actor at once when nothing that it began needs to be known', () => {
    const rig = busy()
    rig.cancel()
    const { withdrawn, disarmed } = rig.cancel('a')
    expect([withdrawn, disarmed]).toEqual([[], ['t']])
    expect(rig.actor('a')).toMatchObject({ status: 'stopped', effects: [], timers: [] })
    expect(rig.cancel('b').withdrawn).toEqual([{ tag: 'talk', attempt: 1 }])
    expect(rig.actor('b').status).toBe('stopped')
    expect(() => rig.cancel('b')).toThrow(/stopped already/)
    expect(() => rig.settle('b', 'talk')).toThrow(/no effect/)
  })

  it.each<[string, (rig: Rig) => void]>([
    ['it ended well', (rig) => rig.settle('a', 'work')],
    ['it failed and nothing happened', (rig) => rig.settle('a', 'work', failure(true, 'no'))],
    [
      'it is resolved as happened',
      (rig) => {
        rig.settle('a', 'work', failure(true, 'unknown'))
        expect(rig.actor('a').status).toBe('stopping')
        rig.resolve('a', 'work', { type: 'happened', outcome: OK })
      },
    ],
    [
      'it is resolved as not happened, and is not run again',
      (rig) => {
        rig.doubt('a', 'work')
        expect(rig.resolve('a', 'work', { type: 'not-happened' }).asked).toEqual([])
      },
    ],
    [
      'a person says that it failed',
      (rig) => {
        rig.doubt('a', 'work')
        rig.resolve('a', 'work', { type: 'failed', error: 'x' })
      },
    ],
  ])('waits for the fate of what was begun and may happen once only: %s', (_how, end) => {
    const rig = busy()
    rig.begin('a', 'work')
    rig.cancel()
    for (const id of ['start', 'b', 'end', 'end2']) rig.cancel(id)
    expect(rig.cancel('a').withdrawn).toEqual([{ tag: 'work', attempt: 1 }])
    expect(rig.actor('a')).toMatchObject({ status: 'stopping', timers: [] })
    expect(rig.can()).toEqual([])
    expect(rig.verdict()).toEqual({ status: 'running' })
    const heard = rig.seen('a')
    end(rig)
    expect(rig.actor('a')).toMatchObject({ status: 'stopped', effects: [] })
    expect(rig.seen('a')).toEqual(heard)
    expect(rig.verdict()).toEqual({ status: 'cancelled' })
  })

  it('waits for what is in doubt already', () => {
    const rig = busy()
    rig.begin('a', 'work')
    rig.doubt('a', 'work')
    rig.cancel()
    expect(rig.cancel('a').withdrawn).toEqual([])
    expect(rig.actor('a').status).toBe('stopping')
    expect(rig.effect('a', 'work')).toMatchObject({ status: 'doubt', withdrawn: true })
  })

  it('takes nothing more to a stopped actor', () => {
    const rig = new Rig(sketch({ a: { on: { message: PASS } } }, ['start.out > a.in', 'a.out > end.in']))
    rig.start()
    rig.cancel()
    rig.cancel('a')
    expect(() => rig.deliver('e1')).toThrow(/takes nothing/)
    expect(rig.can()).toEqual(['cancel start', 'cancel end', 'cancel end2'])
  })

  it('is no use twice', () => {
    const rig = busy()
    rig.cancel()
    rig.cancel()
    expect(rig.run().status).toBe('cancelling')
  })
})

describe('pausing', () => {
  it('holds deliveries and begins, lets what was begun end, and is never the end', () => {
    const rig = busy()
    rig.turn('pause')
    expect(rig.can()).toEqual([])
    expect(rig.can(true)).toEqual(['begin a work'])
    rig.settle('b', 'talk')
    rig.fire('a', 't')
    expect(rig.verdict()).toEqual({ status: 'running' })
    rig.turn('resume')
    expect(rig.can()).toEqual(['begin a work'])
  })

  it('keeps a run that has nothing left to do from its end until it goes on', () => {
    const rig = new Rig(sketch({}, ['start.out > end.in']))
    rig.start()
    rig.turn('pause')
    expect(rig.can(true)).toEqual(['deliver e1'])
    rig.deliver('e1')
    expect(rig.verdict()).toEqual({ status: 'running' })
    rig.turn('resume')
    expect(rig.verdict()).toEqual({ status: 'done' })
  })

  it('does not hold a cancel', () => {
    const rig = busy()
    rig.turn('pause')
    rig.cancel()
    expect(rig.can()).toContain('cancel a')
    for (const id of ['start', 'a', 'b', 'end', 'end2']) rig.cancel(id)
    expect(rig.verdict()).toEqual({ status: 'cancelled' })
  })

  it('is for the run, as deliveries are for actors', () => {
    const rig = busy()
    expect(() => rig.put({ type: 'pause', component: rig.at('a') })).toThrow(/for the run/)
    expect(() => rig.put({ type: 'begin', component: 0, tag: 'x' })).toThrow(/not for the run/)
    expect(() => rig.put({ type: 'begin', component: rig.at('e1'), tag: 'x' })).toThrow(/not an actor/)
  })
})
