import { describe, expect, it } from 'vitest'
import { groupSchema } from '../topology/controls.ts'
import { PUPPETS, type Strings } from './testing/puppet.ts'
import { OK, Rig, sketch } from './testing/rig.ts'

const WORK: { readonly [input: string]: Strings } = {
  message: { ask: [{ tag: 'work' }] },
  'outcome:work': { finish: true, send: [{ port: 'out', payload: 'x' }] },
}

/** Two workers in a row behind an edge with a deadline; what fails at the second leaves by its error port. */
function timed(): Rig {
  const wiring = [
    ['start.out > a.in', { deadline_ms: 500 }],
    'a.out > b.in',
    'b.out > end.in',
    'a.error > end2.in',
    'b.error > end2.in',
  ] as const
  return new Rig(sketch({ a: { on: WORK }, b: { on: WORK } }, wiring))
}

describe('a deadline', () => {
  it('begins when a message passes its edge', () => {
    const rig = timed()
    expect(rig.start('go').armed).toEqual([{ tag: '', ms: 500, of: rig.at('e1.deadline') }])
  })

  it('ends what is being done for what descends from that message', () => {
    const rig = timed()
    rig.start('go')
    rig.deliver('e1')
    rig.settle('a', 'work')
    rig.deliver('e2')
    const { withdrawn, sent } = rig.fire('e1.deadline', '')
    expect(withdrawn).toEqual([{ tag: 'work', attempt: 1, of: rig.at('b') }])
    expect(sent.map(({ channel }) => rig.plan.components[channel]?.id)).toEqual(['e5'])
    expect(JSON.stringify(rig.queue('e5'))).toMatch(/not done within 0.5 s of passing e1/)
    expect(rig.actor('b')).toMatchObject({ status: 'up', effects: [], unfinished: [] })
    rig.deliver('e5')
    expect(rig.verdict()).toEqual({ status: 'done' })
  })

  it('is not for who sees to what came too late, though what is in time comes there too', () => {
    const wiring = [
      ['start.out > a.in', { deadline_ms: 500 }],
      'a.out > both.in',
      'a.error > both.in',
      'both.out > end.in',
    ] as const
    const rig = new Rig(sketch({ a: { on: WORK }, both: { on: WORK } }, wiring))
    rig.start('go')
    rig.deliver('e1')
    rig.fire('e1.deadline', '')
    rig.deliver('e3')
    expect(rig.queue('e3')).toEqual([])
    rig.settle('both', 'work', OK)
    rig.deliver('e4')
    expect(rig.verdict()).toEqual({ status: 'done' })
    // What is still on its way to the same place, and not because it failed, is late.
    const slow = new Rig(sketch({ a: { on: WORK }, both: { on: WORK } }, wiring))
    slow.start('go')
    slow.deliver('e1')
    slow.settle('a', 'work', OK)
    slow.fire('e1.deadline', '')
    slow.deliver('e2')
    expect(slow.run()).toMatchObject({ status: 'failing', failure: { actor: 'both' } })
  })

  it('lets nothing begin that comes too late', () => {
    const rig = timed()
    rig.start('go')
    rig.fire('e1.deadline', '')
    rig.deliver('e1')
    expect(rig.seen('a')).toEqual([])
    expect(rig.queue('e4')).toHaveLength(1)
  })

  it('is not mended by a restart', () => {
    const groups = [groupSchema.parse({ id: 'g', members: ['a'], restart: {} })]
    const wiring = [['start.out > a.in', { deadline_ms: 500 }]] as const
    const rig = new Rig(sketch({ a: { on: WORK } }, wiring, PUPPETS, { groups }))
    rig.start('go')
    rig.fire('e1.deadline', '')
    rig.deliver('e1')
    rig.fire('g', 'restart')
    expect(rig.run()).toMatchObject({ status: 'failing', failure: { actor: 'a' } })
  })

  it('holds up no run that is done, and keeps one that waits from being stuck', () => {
    const rig = timed()
    rig.start('go')
    rig.deliver('e1')
    rig.settle('a', 'work', OK)
    rig.deliver('e2')
    rig.settle('b', 'work', OK)
    rig.deliver('e3')
    expect(rig.verdict()).toEqual({ status: 'done' })
    const held = new Rig(
      sketch({ a: { on: {} } }, [['start.out > a.in', { deadline_ms: 9 }], 'a.error > end.in']),
    )
    held.start()
    held.deliver('e1')
    expect(held.verdict()).toEqual({ status: 'running' })
    held.fire('e1.deadline', '')
    held.deliver('e2')
    expect(held.verdict()).toEqual({ status: 'done' })
  })
})
