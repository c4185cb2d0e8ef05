import { describe, expect, it } from 'vitest'
import { groupSchema } from '../topology/controls.ts'
import { PUPPETS, type Strings } from './testing/puppet.ts'
import { failure, OK, Rig, sketch } from './testing/rig.ts'

const WORKER: { readonly [input: string]: Strings } = {
  message: { ask: [{ tag: 'work' }] },
  'outcome:work': { finish: true, send: [{ port: 'out', payload: 'made' }] },
  'failed:work': { finish: true, send: [{ port: 'error', payload: 'why' }] },
}

/** Three workers that work at once, in a group. */
function group(restart: object): Rig {
  const nodes = { a: { on: WORKER }, b: { on: WORKER }, c: { on: WORKER } }
  const wiring = ['start.out > a.in', 'start.out > b.in', 'start.out > c.in']
  const groups = [groupSchema.parse({ id: 'g', members: ['a', 'b', 'c'], restart })]
  const rig = new Rig(sketch(nodes, wiring, PUPPETS, { groups }))
  rig.start('go')
  for (const edge of ['e1', 'e2', 'e3']) rig.deliver(edge)
  return rig
}

function busy(rig: Rig): readonly boolean[] {
  return ['a', 'b', 'c'].map((node) => rig.effect(node, 'work') !== undefined)
}

describe('a group that restarts', () => {
  it.each([
    ['one-for-one', [true, false, true], 'e2'],
    ['all-for-one', [false, false, false], 'e1 e2 e3'],
    ['rest-for-one', [true, false, false], 'e2 e3'],
  ])('%s, with what they had taken back at the head of its queue', (strategy, after, edges) => {
    const rig = group({ strategy, backoff_ms: 10 })
    const { armed, sent } = rig.settle('b', 'work', failure(false))
    expect(armed).toEqual([{ tag: 'restart', ms: 10, of: rig.at('g') }])
    expect(sent.map(({ fate }) => fate)).toEqual(['returned'])
    expect(rig.actor('b').status).toBe('restarting')
    expect(rig.can()).toEqual([])
    rig.fire('g', 'restart')
    expect(busy(rig)).toEqual(after)
    const back = ['e1', 'e2', 'e3'].filter((edge) => rig.queue(edge).length > 0)
    expect(back.join(' ')).toBe(edges)
    expect(rig.can()).toEqual(back.map((edge) => `deliver ${edge}`))
    rig.deliver('e2')
    rig.settle('b', 'work')
    expect(rig.run().status).toBe('running')
  })

  it('gives up when it has restarted too often within its window', () => {
    const rig = group({ most: 1, within_ms: 500 })
    for (const again of [true, false]) {
      rig.settle('b', 'work', failure(false))
      rig.fire('g', 'restart')
      if (again) rig.deliver('e2')
    }
    expect(rig.run()).toMatchObject({ status: 'failing', failure: { actor: 'b', error: 'why' } })
  })

  it('forgets restarts when its window is over', () => {
    const rig = group({ most: 1, within_ms: 500 })
    rig.settle('b', 'work', failure(false))
    rig.fire('g', 'restart')
    rig.fire('g', 'window')
    rig.deliver('e2')
    rig.settle('b', 'work', failure(false))
    rig.fire('g', 'restart')
    expect(rig.run().status).toBe('running')
  })

  it('waits until it is known whether a begun once effect happened', () => {
    const once: Strings = { ask: [{ tag: 'work', class: 'once' }] }
    const nodes = { a: { on: { ...WORKER, message: once } }, b: { on: WORKER } }
    const groups = [groupSchema.parse({ id: 'g', members: ['a', 'b'], restart: { strategy: 'all-for-one' } })]
    const rig = new Rig(sketch(nodes, ['start.out > a.in', 'start.out > b.in'], PUPPETS, { groups }))
    rig.start('go')
    rig.deliver('e1')
    rig.deliver('e2')
    rig.begin('a', 'work')
    rig.settle('b', 'work', failure(false))
    const { withdrawn } = rig.fire('g', 'restart')
    expect(withdrawn).toEqual([{ tag: 'work', attempt: 1, of: rig.at('a') }])
    expect(rig.actor('a').status).toBe('restarting')
    expect(rig.can()).toEqual(['deliver e2'])
    rig.settle('a', 'work', OK)
    expect(rig.actor('a').status).toBe('up')
    expect(rig.queue('e1')).toEqual(['go'])
  })
})

describe('a saga', () => {
  const MAKES = (what: string): { readonly [input: string]: Strings } => ({
    ...WORKER,
    'outcome:work': { finish: true, send: [{ port: 'out', payload: what }] },
  })
  const UNDOES: { readonly [input: string]: Strings } = {
    message: { ask: [{ tag: 'undo', class: 'once' }] },
    'outcome:undo': { finish: true },
    'failed:undo': { finish: true, send: [{ port: 'error', payload: 'no way' }] },
  }

  /** Flight, then hotel, then car, which fails. */
  function failed(): Rig {
    const nodes = {
      flight: { on: MAKES('flight 7') },
      hotel: { on: MAKES('room 3') },
      car: { on: WORKER },
      noFlight: { on: UNDOES },
      noHotel: { on: UNDOES },
      noCar: { on: UNDOES },
    }
    const wiring = [
      'start.out > flight.in',
      'flight.out > hotel.in',
      'hotel.out > car.in',
      'car.out > end.in',
    ]
    const undo = { flight: 'noFlight', hotel: 'noHotel', car: 'noCar' }
    const groups = [groupSchema.parse({ id: 'trip', members: ['flight', 'hotel', 'car'], saga: { undo } })]
    const rig = new Rig(sketch(nodes, wiring, PUPPETS, { groups }))
    rig.start('go')
    for (const [edge, node] of [
      ['e1', 'flight'],
      ['e2', 'hotel'],
    ] as const) {
      rig.deliver(edge)
      rig.settle(node, 'work')
    }
    rig.deliver('e3')
    rig.settle('car', 'work', failure(false))
    rig.fire('trip', 'restart')
    return rig
  }

  function undoOne(rig: Rig, node: string): void {
    rig.put({ type: 'undo', component: rig.at('trip') })
    rig.deliver(`trip.undo.${node === 'noHotel' ? 'hotel' : 'flight'}`)
    rig.begin(node, 'undo')
  }

  it('takes finished work back, newest first and one at a time, and then fails', () => {
    const rig = failed()
    expect(rig.can()).toEqual(['undo trip'])
    undoOne(rig, 'noHotel')
    expect(rig.can()).toEqual([])
    expect(rig.seen('noHotel')).toEqual(['message "room 3" at in'])
    rig.settle('noHotel', 'undo')
    undoOne(rig, 'noFlight')
    expect(rig.seen('noFlight')).toEqual(['message "flight 7" at in'])
    rig.settle('noFlight', 'undo')
    expect(rig.run().status).toBe('running')
    rig.put({ type: 'undo', component: rig.at('trip') })
    expect(rig.run()).toMatchObject({ status: 'failing', failure: { actor: 'car', error: 'why' } })
    expect(rig.group('trip')).toMatchObject({ failed: null, undoing: null, done: [] })
  })

  it('fails at what cannot be taken back', () => {
    const rig = failed()
    undoOne(rig, 'noHotel')
    rig.settle('noHotel', 'undo', failure(false))
    expect(rig.run()).toMatchObject({ status: 'failing', failure: { actor: 'noHotel', error: 'no way' } })
  })
})

describe('an edge that delivers at most once', () => {
  function restarted(strategy: string): Rig {
    const nodes = { a: { on: WORKER }, b: { on: WORKER } }
    const wiring: Parameters<typeof sketch>[1] = [
      ['start.out > a.in', { delivery: 'at-most-once' }],
      'start.out > b.in',
    ]
    const groups = [groupSchema.parse({ id: 'g', members: ['a', 'b'], restart: { strategy } })]
    const rig = new Rig(sketch(nodes, wiring, PUPPETS, { groups }))
    rig.start('go')
    rig.deliver('e1')
    rig.deliver('e2')
    return rig
  }

  it('gives up what its receiver failed at, and holds up nothing', () => {
    const rig = restarted('one-for-one')
    const { sent } = rig.settle('a', 'work', failure(false))
    expect(sent).toEqual([])
    const message = { payload: 'go', activation: '' }
    expect(rig.dead('e1')).toEqual([{ message, reason: 'abandoned', error: null }])
    rig.fire('g', 'restart')
    rig.settle('b', 'work')
    expect(rig.actor('a').status).toBe('up')
    expect(rig.can()).toEqual([])
    expect(rig.verdict()).toEqual({ status: 'done' })
  })

  it('gives up what a restart takes from a neighbour of who failed; what comes again is as before', () => {
    const rig = restarted('all-for-one')
    rig.settle('b', 'work', failure(false))
    rig.fire('g', 'restart')
    expect(rig.dead('e1').map(({ reason }) => reason)).toEqual(['abandoned'])
    expect(rig.queue('e1')).toEqual([])
    expect(rig.messages('e2').queue).toMatchObject([{ attempt: 2 }])
  })

  it('lets a person send it again', () => {
    const rig = restarted('one-for-one')
    rig.settle('a', 'work', failure(false))
    rig.put({ type: 'resend', component: rig.at('a'), channel: rig.at('e1'), place: 0, payload: null })
    expect(rig.messages('e1').queue).toMatchObject([{ payload: 'go', attempt: 2 }])
    expect(rig.dead('e1')).toEqual([])
  })
})
