import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { Ask } from '../../topology/kind.ts'
import type { Property } from '../../topology/properties.ts'
import type { MonitorEvent } from '../topology/monitor.ts'
import { monitorOf } from './patterns.ts'
import type { Term } from './term.ts'

const ask: Ask = { tag: 'a', kind: 'eval', class: 'pure', control: {}, payload: {}, activation: '' }

/** One moment: how often p and q happen in it. */
interface Moment {
  readonly p: number
  readonly q: number
}

/** Moments carried as world events, whose component is read as two digits. */
function eventOf({ p, q }: Moment): MonitorEvent {
  return { type: 'world', step: 'act', component: 10 * p + q, ask, fault: null }
}

function termOf(text: string): Term {
  const [element = ''] = text.split('.')
  const times = (event: MonitorEvent): number => {
    if (event.type !== 'world') return 0
    return element === 'p' ? Math.floor(event.component / 10) : event.component % 10
  }
  const word = { type: 'event', word: 'happens', says: 'happens', times } as const
  return { text, element, word, says: `${element} happens`, initial: false }
}

/** By the words of the pattern, over the whole run. */
function holds(property: Property, run: readonly Moment[]): boolean {
  const first = (of: (one: Moment) => number): number => {
    const at = run.findIndex((one) => of(one) > 0)
    return at < 0 ? run.length : at
  }
  const p = (one: Moment): number => one.p
  const q = (one: Moment): number => one.q
  if ('at_most' in property) return run.reduce((sum, one) => sum + one.p, 0) <= property.at_most
  if ('never' in property)
    return property.before === undefined ? first(p) === run.length : first(p) >= first(q)
  if ('eventually' in property && property.after === undefined) return first(p) < run.length
  return run.every((one, at) => one.q === 0 || run.slice(at).some((later) => later.p > 0))
}

const run = fc.array(fc.record({ p: fc.nat(2), q: fc.nat(2) }), { maxLength: 6 })
const property = fc.constantFrom<Property>(
  { never: 'p.happens' },
  { never: 'p.happens', before: 'q.happens' },
  { eventually: 'p.happens' },
  { eventually: 'p.happens', after: 'q.happens' },
  { at_most: 0, of: 'p.happens' },
  { at_most: 1, of: 'p.happens' },
  { at_most: 3, of: 'p.happens' },
)

describe('the automaton of a pattern', () => {
  it('is bad at the end of just those runs that break the pattern', () => {
    fc.assert(
      fc.property(property, run, (pattern, moments) => {
        // What happens both at one moment is in time.
        const monitor = monitorOf(pattern, termOf)
        const end: MonitorEvent = { type: 'end', verdict: { status: 'done' } }
        const value = [...moments.map(eventOf), end].reduce(
          (at, event) => monitor.step(at, event),
          monitor.initial,
        )
        expect(monitor.bad(value)).toBe(!holds(pattern, moments))
      }),
      { numRuns: 1000 },
    )
  })

  it('never leaves what is bad, and changes only where it says that it cares', () => {
    fc.assert(
      fc.property(property, run, (pattern, moments) => {
        const monitor = monitorOf(pattern, termOf)
        let value = monitor.initial
        for (const event of moments.map(eventOf)) {
          const next = monitor.step(value, event)
          if (monitor.bad(value)) expect(monitor.bad(next)).toBe(true)
          if (!monitor.interest(event)) expect(next).toBe(value)
          value = next
        }
      }),
    )
  })
})
