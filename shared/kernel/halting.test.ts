import { describe, expect, it } from 'vitest'
import { controllerSchema } from '../topology/controls.ts'
import { PUPPETS, type Strings } from './testing/puppet.ts'
import { failure, OK, Rig, sketch } from './testing/rig.ts'

const WORK: { readonly [input: string]: Strings } = {
  message: {
    ask: [
      { tag: 'work', class: 'idempotent' },
      { tag: 'deploy', class: 'once' },
    ],
  },
  'outcome:work': { send: [{ port: 'out', payload: 'x' }] },
  'failed:work': { send: [{ port: 'other', payload: 'x' }] },
  'outcome:deploy': { finish: true },
}

/** A worker in the middle of something that may run again and of something that may not. */
function working(policy = {}): Rig {
  const controllers = [
    controllerSchema.parse({ id: 'room', type: 'bulkhead', at_once: 2, nodes: ['a'] }),
    controllerSchema.parse({ id: 'fuse', type: 'breaker', failures: 1, cooldown_ms: 500, nodes: ['a'] }),
  ]
  const wiring = ['start.out > a.in', 'a.out > end.in', 'a.other > end2.in']
  const rig = new Rig(sketch({ a: { on: WORK, policy } }, wiring, PUPPETS, { controllers }))
  rig.start()
  rig.deliver('e1')
  rig.begin('a', 'work')
  rig.begin('a', 'deploy')
  return rig
}

describe('a pause that aborts', () => {
  it('cuts off what may run again, and waits for what may happen only once', () => {
    const rig = working({ timeout_ms: 1000 })
    rig.abort()
    expect(rig.can()).toEqual(['halt a work'])
    const { withdrawn, disarmed, asked } = rig.halt('a', 'work')
    expect({ withdrawn, disarmed, asked }).toEqual({
      withdrawn: [{ tag: 'work', attempt: 1 }],
      disarmed: ['limit:work'],
      asked: [],
    })
    expect(rig.can()).toEqual([])
    expect(rig.effect('a', 'deploy')?.status).toBe('begun')
    expect(() => rig.halt('a', 'deploy')).toThrow(/not cut off/)
    expect(rig.verdict()).toEqual({ status: 'running' })
    rig.settle('a', 'deploy')
    rig.turn('resume')
    expect(rig.can()).toContain('begin a work')
  })

  it('counts as no attempt and as no failure', () => {
    const rig = working({ attempts: 2, backoff_ms: 10 })
    rig.abort()
    rig.halt('a', 'work')
    expect(rig.control('room')).toMatchObject({ busy: 1 })
    expect(rig.control('fuse')).toMatchObject({ status: 'closed', failures: 0 })
    rig.turn('resume')
    rig.begin('a', 'work')
    expect(rig.effect('a', 'work')?.attempt).toBe(1)
    expect(rig.control('room')).toMatchObject({ busy: 2 })
    expect(rig.settle('a', 'work', failure(true)).armed).toContainEqual({ tag: 'retry:work', ms: 10 })
  })

  it('ends with a resume, and with a pause that only waits', () => {
    const rig = working()
    rig.abort()
    rig.turn('pause')
    expect(rig.can()).toEqual([])
    expect(rig.run()).toEqual({ type: 'run', status: 'running', paused: true, failure: null })
    rig.abort()
    rig.turn('resume')
    expect(rig.run()).toEqual({ type: 'run', status: 'running', paused: false, failure: null })
    expect(() => rig.halt('a', 'work')).toThrow(/not cut off/)
    rig.settle('a', 'work', OK)
  })

  it('leaves people their questions', () => {
    const ask: Strings = { ask: [{ tag: 'ok', kind: 'human.ask', class: 'idempotent' }] }
    const rig = new Rig(sketch({ a: { on: { message: ask } } }, ['start.out > a.in']))
    rig.start()
    rig.deliver('e1')
    rig.abort()
    expect(rig.can()).toEqual([])
    expect(rig.effect('a', 'ok')?.status).toBe('begun')
  })
})
