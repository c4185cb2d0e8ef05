import { describe, expect, it } from 'vitest'
import { type Cell, initialState } from '../../kernel/cells.ts'
import { applyTransition } from '../../kernel/transition.ts'
import { verdict } from '../../kernel/verdict.ts'
import type { Plan } from '../../topology/plan.ts'
import type { Property } from '../../topology/properties.ts'
import type { Recorded } from '../../trace/recorded.ts'
import { recordRun } from '../../trace/testing/record.ts'
import { planOf, team } from '../../trace/testing/team.ts'
import type { Monitor, MonitorEvent } from '../topology/monitor.ts'
import { compileProperties } from './compile.ts'
import { wordsOf } from './vocabulary.ts'

/** A recorded run as monitors see it, its end included. */
function eventsOf(plan: Plan, records: readonly Recorded[]): readonly MonitorEvent[] {
  let state = initialState(plan)
  const events = records.map(({ transition }): MonitorEvent => {
    const was = state
    state = applyTransition(state, transition)
    return { type: 'kernel', transition, ask: null, fault: null, before: (at) => was[at] as Cell }
  })
  return [...events, { type: 'end', verdict: verdict(plan, state) }]
}

function monitorOf(plan: Plan, property: Property): Monitor {
  const compiled = compileProperties({ ...team, properties: [property] }, plan)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value[0] as Monitor
}

function judge(monitor: Monitor, events: readonly MonitorEvent[]): 'bad' | 'good' | 'vacuous' {
  let value = monitor.initial
  for (const event of events) {
    const next = monitor.step(value, event)
    if (next !== value) expect(monitor.interest(event)).toBe(true)
    value = next
  }
  if (monitor.bad(value)) return 'bad'
  return monitor.met?.(value) === false ? 'vacuous' : 'good'
}

const approved = await recordRun()
const events = eventsOf(approved.plan, approved.records)
const rejected = await recordRun({ answer: 'reject' })

describe('a run of the team, judged by properties', () => {
  it.each<[Property, 'bad' | 'good' | 'vacuous']>([
    [{ never: 'deploy.started', before: 'ok.approved' }, 'good'],
    [{ never: 'ok.approved', before: 'deploy.started' }, 'bad'],
    [{ never: 'ok.rejected', before: 'deploy.started' }, 'vacuous'],
    [{ never: 'deploy.failed' }, 'good'],
    [{ never: 'ok.revise' }, 'good'],
    [{ never: 'deploy.started', before: 'ghost.approved' }, 'bad'],
    [{ never: 'deploy.finished' }, 'bad'],
    [{ never: 'review.asking' }, 'good'],
    [{ never: 'ok.asking' }, 'bad'],
    [{ never: 'run.stuck' }, 'good'],
    [{ always: 'e9.empty' }, 'bad'],
    [{ always: 'e10.empty' }, 'good'],
    [{ always: 'deploy.idle' }, 'bad'],
    [{ eventually: 'result.started' }, 'good'],
    [{ eventually: 'refused.started' }, 'bad'],
    [{ eventually: 'run.done' }, 'good'],
    [{ eventually: 'e6.delivered' }, 'good'],
    [{ eventually: 'r2.answered', after: 'r2.requested' }, 'good'],
    [{ eventually: 'result.started', after: 'ok.approved' }, 'good'],
    [{ eventually: 'refused.started', after: 'ok.approved' }, 'bad'],
    [{ eventually: 'refused.started', after: 'ok.rejected' }, 'vacuous'],
    [{ eventually: 'fix.idle', after: 'fix.started' }, 'good'],
    [{ at_most: 1, of: 'deploy.begun' }, 'good'],
    [{ at_most: 0, of: 'deploy.begun' }, 'bad'],
    [{ at_most: 1, of: 'minimist.started' }, 'bad'],
    [{ at_most: 3, of: 'verify.failed' }, 'vacuous'],
  ])('%j is %s', (property, expected) => {
    expect(judge(monitorOf(approved.plan, property), events)).toBe(expected)
  })

  it('that is rejected reaches no deployment', () => {
    const never = monitorOf(rejected.plan, { never: 'deploy.started' })
    expect(judge(never, eventsOf(rejected.plan, rejected.records))).toBe('good')
    const always = monitorOf(rejected.plan, { eventually: 'result.started', after: 'ok.approved' })
    expect(judge(always, eventsOf(rejected.plan, rejected.records))).toBe('vacuous')
  })

  it('is told in sentences that name the nodes', () => {
    const monitor = monitorOf(approved.plan, { never: 'deploy.started', before: 'ok.approved' })
    expect(monitor.id).toBe('never deploy.started before ok.approved')
    expect(monitor.title).toBe('Deploy takes something up only after Deploy this change? sends by "approved"')
    expect(monitor.elements).toEqual(['deploy', 'ok'])
    const { title } = monitorOf(approved.plan, { always: 'e10.empty' })
    expect(title).toMatch(/^Always: Deploy this change\? → Not shipped /)
  })

  it('follows an effect into the world where it is asked whether it took effect', () => {
    const { plan } = approved
    expect(monitorOf(plan, { at_most: 1, of: 'deploy.acted' }).follows).toEqual([plan.byId.get('deploy')])
    expect(monitorOf(plan, { at_most: 1, of: 'deploy.begun' }).follows).toBeUndefined()
  })
})

describe('a property whose premise was taken out of the drawing', () => {
  it('can never be met, and says so', () => {
    const monitor = monitorOf(approved.plan, { never: 'deploy.started', before: 'ghost.approved' })
    expect(monitor.title).toBe(
      'Deploy takes something up only after "ghost.approved", which the drawing does not have',
    )
    expect(monitor.elements).toEqual(['deploy'])
  })
})

describe('a property that names nothing', () => {
  const plan = planOf(team)
  it.each<[Property, string, RegExp]>([
    [{ never: 'ship.started', before: 'ok.approved' }, 'properties[0].never', /no node or edge "ship"/],
    [
      { never: 'deploy.started', before: 'ok.agreed' },
      'properties[0].before',
      /"ok" has no "agreed"; expected one of started, .*approved, rejected/,
    ],
    [{ never: 'ok.asked' }, 'properties[0].never', /"ok" has no "asked"/],
    [{ eventually: 'e99.sent' }, 'properties[0].eventually', /no node or edge "e99"/],
    [{ always: 'deploy.started' }, 'properties[0].always', /expected a state: idle, busy/],
    [{ at_most: 1, of: 'e1.idle' }, 'properties[0].of', /expected one of sent, delivered/],
  ])('%j is refused with its place', (property, path, message) => {
    const compiled = compileProperties({ ...team, properties: [property] }, plan)
    expect(compiled.ok ? [] : compiled.problems.map((one) => one.path)).toEqual([path])
    if (!compiled.ok) expect(compiled.problems[0]?.message).toMatch(message)
  })

  it('that stands there twice is refused', () => {
    const property = { never: 'deploy.failed' }
    const compiled = compileProperties({ ...team, properties: [property, property] }, plan)
    expect(compiled.ok ? [] : compiled.problems).toEqual([
      { path: 'properties[1]', message: 'the same property stands at properties[0] already' },
    ])
  })

  it('has a word for every kind of element that can be clicked', () => {
    for (const element of ['deploy', 'e1', 'r1']) expect(wordsOf(plan, element).length).toBeGreaterThan(1)
  })
})
