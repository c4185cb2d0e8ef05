import { describe, expect, it } from 'vitest'
import type { NodePolicy } from '../topology/document.ts'
import type { Strings } from './testing/puppet.ts'
import { failure, OK, Rig, sketch } from './testing/rig.ts'

const FAILS: { readonly [input: string]: Strings } = {
  message: { ask: [{ tag: 'work' }] },
  'outcome:work': { finish: true, send: [{ port: 'out', payload: 'done' }] },
  'failed:work': { finish: true, send: [{ port: 'error', payload: 'why' }] },
}

function failing(policy: NodePolicy, ...more: string[]): Rig {
  const nodes = { a: { on: FAILS, policy }, b: { on: FAILS } }
  const rig = new Rig(sketch(nodes, ['start.out > a.in', 'a.out > end.in', ...more]))
  rig.start('go')
  rig.deliver('e1')
  if (rig.effect('a', 'work')?.status === 'asked') rig.begin('a', 'work')
  return rig
}

describe('a message that failed', () => {
  it('leaves as it came by the fallback', () => {
    const rig = failing({ fallback: true }, 'a.fallback > b.in')
    rig.settle('a', 'work', failure(false))
    expect(rig.queue('e3')).toEqual(['go'])
    expect(rig.run().status).toBe('running')
  })

  it('waits for a person among the dead letters, and can be changed and sent again', () => {
    const rig = failing({ dead_letter: true })
    rig.settle('a', 'work', failure(false))
    const letter = { message: { payload: 'go', activation: '' }, reason: 'failed', error: 'why' }
    expect(rig.dead('e1')).toEqual([letter])
    expect([rig.can(), rig.verdict()]).toEqual([[], { status: 'running' }])
    const again = { component: rig.at('a'), channel: rig.at('e1'), place: 0 }
    rig.put({ type: 'resend', ...again, payload: 'better' })
    expect([rig.dead('e1'), rig.queue('e1')]).toEqual([[], ['better']])
    rig.deliver('e1')
    rig.settle('a', 'work')
    rig.deliver('e2')
    expect(rig.verdict()).toEqual({ status: 'done' })
    expect(() => rig.put({ type: 'resend', ...again, payload: null })).toThrow(/no dead letter/)
  })

  it('can be dropped by a person', () => {
    const rig = failing({ dead_letter: true })
    rig.settle('a', 'work', failure(false))
    rig.put({ type: 'discard', component: rig.at('a'), channel: rig.at('e1'), place: 0 })
    expect(rig.verdict()).toEqual({ status: 'done' })
  })

  it('holds up no run that ends', () => {
    const rig = failing({ dead_letter: true })
    rig.settle('a', 'work', failure(false))
    rig.cancel()
    for (const node of ['start', 'a', 'b', 'end', 'end2']) rig.cancel(node)
    expect(rig.verdict()).toEqual({ status: 'cancelled' })
  })

  it('that an edge was told to drop is remembered, and holds up nothing', () => {
    const two: Strings = { send: ['x', 'y', 'z'].map((payload) => ({ port: 'out', payload })), finish: true }
    const wiring = ['start.out > a.in', ['a.out > end.in', { capacity: 1, full: 'drop-oldest' }]] as const
    const rig = new Rig(sketch({ a: { on: { message: two } } }, wiring))
    rig.start()
    rig.deliver('e1')
    expect(rig.dead('e2').map(({ message, reason }) => [message.payload, reason])).toEqual([
      ['x', 'dropped'],
      ['y', 'dropped'],
    ])
    rig.deliver('e2')
    expect(rig.verdict()).toEqual({ status: 'done' })
  })
})

describe('silence', () => {
  const policy = { attempts: 2, first_chunk_ms: 100, chunk_ms: 50 }

  it('ends an attempt, which is then tried again', () => {
    const rig = failing(policy)
    expect(rig.timers('a')).toEqual(['silence:work 100'])
    const { withdrawn, armed } = rig.fire('a', 'silence:work')
    expect(withdrawn).toEqual([{ tag: 'work', attempt: 1 }])
    expect(armed).toEqual([{ tag: 'retry:work', ms: 1000 }])
    rig.fire('a', 'retry:work')
    rig.begin('a', 'work')
    rig.settle('a', 'work')
    expect([rig.timers('a'), rig.queue('e2')]).toEqual([[], ['done']])
  })

  it('is named when it was the last attempt', () => {
    const rig = failing({ ...policy, attempts: 1 })
    rig.fire('a', 'silence:work')
    expect(rig.seen('a').at(-1)).toMatch(/No sign of life/)
  })
})

describe('an attempt that is suspected', () => {
  const SUSPECT = { type: 'suspect', tag: 'work' } as const

  it('goes on unharmed, and is trusted again', () => {
    const rig = failing({ attempts: 2 })
    rig.put({ ...SUSPECT, component: rig.at('a') })
    expect(rig.effect('a', 'work')).toMatchObject({ suspected: true, attempt: 1 })
    rig.put({ type: 'trust', tag: 'work', component: rig.at('a') })
    expect(rig.effect('a', 'work')?.suspected).toBeUndefined()
    rig.settle('a', 'work', OK)
    expect(rig.queue('e2')).toEqual(['done'])
  })

  it('is given up for a new one where the drawing says so', () => {
    const rig = failing({ attempts: 2, takeover: true, jitter: 0.5 })
    const { withdrawn, armed } = rig.put({ ...SUSPECT, component: rig.at('a') })
    expect(withdrawn).toEqual([{ tag: 'work', attempt: 1 }])
    expect(armed).toEqual([{ tag: 'retry:work', ms: 1000, jitter: 0.5 }])
    expect(rig.effect('a', 'work')?.suspected).toBeUndefined()
  })
})
