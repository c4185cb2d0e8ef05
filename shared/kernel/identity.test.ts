import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Plan } from '../topology/plan.ts'
import { LIMIT, RETRY } from './attempts.ts'
import type { ActorCell, Cell } from './cells.ts'
import { type Identity, IdentityBook } from './identity.ts'
import { drawings, planOf } from './testing/drawings.ts'
import type { Strings } from './testing/puppet.ts'
import { failure, Rig, sketch } from './testing/rig.ts'
import { picks, walk } from './testing/walk.ts'
import type { Input, Transition } from './transition.ts'

function follow(plan: Plan, transitions: readonly Transition[], at = 0): readonly Identity[] {
  const book = new IdentityBook(plan)
  return transitions.map((transition, index) => book.advance(transition, at + index))
}

function names(list: readonly string[]): string {
  return list.toSorted().join()
}

/** Effects that an executor carries out; a request to a resource has no id. */
function worldly(cell: ActorCell): ActorCell['effects'] {
  return cell.effects.filter((effect) => effect.ask.to === undefined)
}

const PASS: Strings = { send: [{ port: 'out', payload: 'x' }], finish: true }

describe('the identity of a step', () => {
  it('names messages and effects by the counters of their sender, and causes by what made them possible', () => {
    const on = { message: { ask: [{ tag: 'work' }] }, 'outcome:work': PASS }
    const rig = new Rig(
      sketch({ a: { on }, b: { on } }, ['start.out > a.in', 'start.out > b.in', 'a.out > end.in']),
    )
    rig.start()
    rig.deliver('e2')
    rig.deliver('e1')
    rig.settle('a', 'work')
    rig.deliver('e3')
    rig.settle('b', 'work')
    const bare = { sent: [], asked: [], due: [] }
    expect(follow(rig.plan, rig.history, 100)).toEqual([
      { ...bare, seq: 1, at: 100, cause: 0, sent: ['start:m1', 'start:m2'] },
      { ...bare, seq: 2, at: 101, cause: 1, message: 'start:m2', asked: ['b:1'] },
      { ...bare, seq: 3, at: 102, cause: 1, message: 'start:m1', asked: ['a:1'] },
      { ...bare, seq: 4, at: 103, cause: 3, effect: 'a:1', sent: ['a:m1'] },
      { ...bare, seq: 5, at: 104, cause: 4, message: 'a:m1' },
      { ...bare, seq: 6, at: 105, cause: 2, effect: 'b:1' },
    ])
  })

  it('keeps the id of an effect over its attempts, and says when timers are due', () => {
    const on = { message: { ask: [{ tag: 'work' }] }, 'failed:work': { ask: [{ tag: 'work' }] } }
    const policy = { attempts: 2, backoff_ms: 40, timeout_ms: 7 }
    const rig = new Rig(sketch({ a: { on, policy } }, ['start.out > a.in']))
    rig.start()
    rig.deliver('e1')
    rig.begin('a', 'work')
    rig.settle('a', 'work', failure(true))
    rig.fire('a', 'retry:work')
    rig.begin('a', 'work')
    rig.fire('a', 'limit:work')
    const book = new IdentityBook(rig.plan)
    const ids = rig.history.map((transition, at) => book.advance(transition, 1000 + at))
    expect(ids.map(({ effect, asked, due, cause }) => [effect, asked, due, cause])).toEqual([
      [undefined, [], [], 0],
      [undefined, ['a:1'], [], 1],
      ['a:1', [], [1009], 2],
      ['a:1', [], [1043], 3],
      ['a:1', ['a:1'], [], 4],
      ['a:1', [], [1012], 5],
      ['a:1', ['a:2'], [], 6],
    ])
    expect(book.effectId(rig.at('a'), 'work')).toBe('a:2')
    expect(book.openSince(rig.at('a'), 'work')).toBe(1006)
    expect(book.dueAt(rig.at('a'), 'limit:work')).toBeUndefined()
    expect(book.lastSeq()).toBe(7)
  })

  it('tells which message came out of order, was held, dropped or rejected', () => {
    const send = ['1', '2', '3'].map((payload) => ({ port: 'out', payload }))
    const plan = (full: 'block' | 'reject' | 'drop-oldest') =>
      sketch({ a: { on: { message: { send } } } }, [
        'start.out > a.in',
        ['a.out > end.in', { full, order: 'any', capacity: 2 }],
      ])
    const second = (full: 'block' | 'reject' | 'drop-oldest'): readonly (string | undefined)[] => {
      const rig = new Rig(plan(full))
      rig.start()
      rig.deliver('e1')
      rig.deliver('e2', 1)
      while (rig.queue('e2').length > 0) rig.deliver('e2')
      return follow(rig.plan, rig.history).flatMap(({ message }) => message ?? [])
    }
    expect(second('block')).toEqual(['start:m1', 'a:m2', 'a:m1', 'a:m3'])
    expect(second('reject')).toEqual(['start:m1', 'a:m2', 'a:m1'])
    expect(second('drop-oldest')).toEqual(['start:m1', 'a:m3', 'a:m2'])
  })

  it('follows requests and replies to who made them', () => {
    const on = { message: { ask: [{ tag: 'get', to: 's' }] } }
    const rig = new Rig(sketch({ a: { on }, s: { shelf: {} } }, ['start.out > a.in', 'a - s']))
    rig.start()
    rig.deliver('e1')
    rig.turn('pause')
    rig.serve('e2')
    rig.turn('resume')
    rig.reply('e2')
    expect(follow(rig.plan, rig.history).map(({ cause }) => cause)).toEqual([0, 1, 2, 2, 4, 4])
  })
})

/** A behaviour's own timer is about no effect. */
function isOwnTimer(input: Input): boolean {
  return input.type === 'fire' && ![LIMIT, RETRY].some((prefix) => input.tag.startsWith(prefix))
}

describe('the identity of any run', () => {
  it('is unique, points backwards, and names every delivery and every answer', () => {
    fc.assert(
      fc.property(drawings, picks, (document, chosen) => {
        const { plan, transitions } = walk(planOf(document), chosen)
        const attempts = new Map<string, number>()
        const messages = new Set<string>()
        follow(plan, transitions).forEach((identity, at) => {
          const { input, asked } = transitions[at]!
          expect(identity.seq).toBe(at + 1)
          expect(identity.cause).toBeGreaterThanOrEqual(0)
          expect(identity.cause).toBeLessThan(identity.seq)
          for (const id of identity.sent) {
            expect(messages.has(id)).toBe(false)
            messages.add(id)
          }
          identity.asked.forEach((id, place) => {
            expect(asked[place]?.attempt).toBe((attempts.get(id) ?? 0) + 1)
            attempts.set(id, asked[place]?.attempt ?? 0)
          })
          if (input.type === 'deliver') {
            expect(messages.has(identity.message ?? '')).toBe(true)
            messages.delete(identity.message ?? '')
            messages.add(`${identity.message} delivered`)
          } else if ('tag' in input && !isOwnTimer(input))
            expect(attempts.has(identity.effect ?? '')).toBe(true)
        })
      }),
      { numRuns: 50 },
    )
  })

  it('is of what is open in the state, and of nothing else', () => {
    fc.assert(
      fc.property(drawings, picks, (document, chosen) => {
        const { plan, states, transitions } = walk(planOf(document), chosen)
        const book = new IdentityBook(plan)
        transitions.forEach((transition, at) => {
          book.advance(transition, at)
          const { components } = book.snapshot()
          plan.components.forEach(({ index, id }) => {
            const cell = states[at + 1]?.[index] as Cell
            const known = components[index]!
            const sound =
              cell.type === 'channel'
                ? known.queue.length === cell.queue.length + cell.held.length
                : cell.type === 'client'
                  ? known.queue.length === cell.requests.length &&
                    known.replies.length === cell.replies.length
                  : cell.type !== 'actor' ||
                    (names(Object.keys(known.open)) === names(worldly(cell).map(({ ask }) => ask.tag)) &&
                      names(Object.keys(known.timers)) === names(cell.timers.map((timer) => timer.tag)))
            if (!sound) throw new Error(`${id} is ${JSON.stringify(cell)}, known is ${JSON.stringify(known)}`)
          })
        })
      }),
      { numRuns: 50 },
    )
  })

  it('is the same after a snapshot in the middle', () => {
    fc.assert(
      fc.property(drawings, picks, fc.nat(), (document, chosen, cut) => {
        const { plan, transitions } = walk(planOf(document), chosen)
        const middle = cut % transitions.length
        const first = new IdentityBook(plan)
        const before = transitions.slice(0, middle).map((one, at) => first.advance(one, at))
        // What goes on with the first book must not reach into its snapshot.
        const snapshot = first.snapshot()
        const text = JSON.stringify(snapshot)
        const on = transitions.slice(middle).map((one, at) => first.advance(one, middle + at))
        expect(JSON.stringify(snapshot)).toBe(text)
        const second = new IdentityBook(plan, snapshot)
        const after = transitions.slice(middle).map((one, at) => second.advance(one, middle + at))
        expect(after).toEqual(on)
        expect([...before, ...after]).toEqual(follow(plan, transitions))
        expect(second.snapshot()).toEqual(first.snapshot())
      }),
      { numRuns: 50 },
    )
  })
})
