import { describe, expect, it, test } from 'vitest'
import { TWINS } from '../../hazards/testing/index.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import { Trace } from '../../trace/trace.ts'
import type { Counterexample, FaultBudget } from '../result.ts'
import { checked } from '../topology/testing/evidence.ts'
import { polling } from '../topology/testing/polling.ts'
import { itfTrace } from './itf.ts'
import { recordedOf } from './recorded.ts'
import { shivizLog } from './shiviz.ts'
import { NO_FAULTS, planOf } from './testing/example.ts'
import { TEAM_MUTANTS } from './testing/mutants.ts'

/** Some of every sort: with a crash of the host, with timers, stores, votes, and one that never ends. */
const RULES = ['lost-update', 'deadlock', 'double-effect', 'common-mode-vote', 'orphan-work']

function foundIn(document: TopologyDocument, faults: FaultBudget): readonly Counterexample[] {
  return checked(document, { faults, timing: 'partial-sync' }, 5000).violated
}

const all = [
  ...TWINS.filter(({ rule }) => RULES.includes(rule)).map(
    ({ has }) => [has, { error: 1, wrong: 3 }] as const,
  ),
  ...TEAM_MUTANTS.slice(-2).map(({ document }) => [document, { host: 1 }] as const),
  [polling([{ eventually: 'done.started' }]), {}] as const,
].flatMap(([document, faults]) =>
  foundIn(document, { ...NO_FAULTS, ...faults }).map((found) => ({
    name: `${document.name}: ${found.property}`,
    plan: planOf(document),
    found,
  })),
)

/** By Apalache's ADR 15; what a trace may hold is told there. */
function mustBeItf(value: unknown): void {
  if (typeof value === 'boolean' || typeof value === 'string') return
  if (Array.isArray(value)) {
    value.forEach(mustBeItf)
    return
  }
  expect(typeof value === 'object' && value !== null, JSON.stringify(value)).toBe(true)
  const entries = Object.entries(value as object)
  const [key, one] = entries[0] ?? ['', '']
  if (key === '#bigint') expect([entries.length, String(one)]).toEqual([1, expect.stringMatching(/^-?\d+$/)])
  else if (key === '#tup') expect([entries.length, one]).toEqual([1, []])
  else {
    expect(entries.filter(([name]) => name.startsWith('#'))).toEqual([])
    // Quint takes a record with a tag for a variant, which has a value and nothing else.
    if ('tag' in (value as object)) expect(entries.map(([name]) => name)).toEqual(['tag', 'value'])
    for (const [, part] of entries) mustBeItf(part)
  }
}

test('there are several of every sort', () => {
  expect(all.length).toBeGreaterThan(10)
  expect(all.some(({ found }) => found.loop !== undefined)).toBe(true)
})

test.each(all)('$name is a trace by the published format', ({ plan, found }) => {
  const trace = JSON.parse(JSON.stringify(itfTrace(plan, found))) as Record<string, unknown>
  const { vars, states, loop, '#meta': meta, ...more } = trace
  expect(more).toEqual({})
  expect(meta).toMatchObject({ format: 'ITF' })
  const names = vars as string[]
  expect(new Set(names).size).toBe(names.length)
  expect(loop).toBe(found.loop)
  expect(states).toHaveLength(found.steps.length)
  for (const [index, state] of (states as Record<string, unknown>[]).entries()) {
    expect(state['#meta']).toEqual({ index })
    expect(Object.keys(state).sort()).toEqual(['#meta', ...names].sort())
    for (const name of names) mustBeItf(state[name])
  }
})

/** Where a log has none of its own, ShiViz reads it by this. */
const DEFAULT = /(?<event>.*)\n(?<host>\S*) (?<clock>{.*})/g

interface Event {
  readonly event: string
  readonly host: string
  readonly clock: Readonly<Record<string, number>>
}

function eventsOf(log: string): readonly Event[] {
  const [format = '', delimiter, ...lines] = log.trimEnd().split('\n')
  expect(delimiter).toBe('')
  const body = lines.join('\n')
  const read = (by: RegExp) =>
    [...body.matchAll(by)].map(({ groups: { event = '', host = '', clock = '' } = {} }) => ({
      event,
      host,
      clock: JSON.parse(clock) as Event['clock'],
    }))
  const events = read(DEFAULT)
  expect(events).toEqual(read(new RegExp(format, 'g')))
  expect(events).toHaveLength(lines.length / 2)
  return events
}

function isBefore(a: Event['clock'], b: Event['clock']): boolean {
  return Object.entries(a).every(([host, count]) => count <= (b[host] ?? 0))
}

describe.each(all)('the log of $name', ({ plan, found }) => {
  const events = eventsOf(shivizLog(plan, found.steps))

  it('counts each process from one, never goes back, and knows of others only what they have done', () => {
    const last = new Map<string, Event>()
    const told = new Map<string, Event>()
    for (const event of events) {
      const { host, clock } = event
      const before = last.get(host)
      expect(clock[host]).toBe((before?.clock[host] ?? 0) + 1)
      if (before !== undefined) expect(isBefore(before.clock, clock)).toBe(true)
      for (const [other, count] of Object.entries(clock)) {
        if (other === host) continue
        const heard = told.get(`${other} ${count}`)
        expect(heard === undefined ? null : isBefore(heard.clock, clock)).toBe(true)
      }
      last.set(host, event)
      told.set(`${host} ${clock[host]}`, event)
    }
  })

  it('has every cause of a step before it', () => {
    const { records, positions } = recordedOf(plan, found.steps, 1000)
    const trace = new Trace(plan)
    trace.append(records)
    // A step that moves nothing has an event of its own, and the host's death one before its doubts.
    const clocks: Event['clock'][] = []
    let at = 0
    found.steps.forEach(({ element }, step) => {
      const count = (positions[step] ?? 0) - (positions[step - 1] ?? 0)
      if (element === null || count === 0) at += 1
      for (let one = 0; one < count; one += 1) clocks.push(events[at++]?.clock ?? {})
    })
    expect(at).toBe(events.length)
    for (const { identity } of records)
      for (const cause of trace.order.causesOf(identity.seq))
        expect(isBefore(clocks[cause - 1] ?? {}, clocks[identity.seq - 1] ?? {})).toBe(true)
  })
})
