import { describe, expect, it } from 'vitest'
import { kinds } from '../../nodes/index.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import { sentenceOf } from '../../trace/sentences.ts'
import { Trace } from '../../trace/trace.ts'
import { compileProperties } from '../properties/compile.ts'
import type { CheckResult, Counterexample } from '../result.ts'
import { checkTopology } from '../topology/check.ts'
import { itfTrace } from './itf.ts'
import { recordedOf } from './recorded.ts'
import { type Replayed, replayTrace } from './replay.ts'
import { shivizLog } from './shiviz.ts'
import { configure, exampleTeam, NO_FAULTS, planOf } from './testing/example.ts'
import { formatTrace, parseTrace, slugOf, type TraceFile, traceOf } from './trace-file.ts'

const FAULTS = { ...NO_FAULTS, host: 1 }
const TWICE = 'at most 1 deploy.acted'

function check(document: TopologyDocument): CheckResult {
  const options = { faults: FAULTS, timing: 'partial-sync', maxBytes: 2 ** 30, exact: false } as const
  const checked = checkTopology(document, kinds, { ...options, maxStates: 50_000 })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.value
}

function careless(): TopologyDocument {
  return exampleTeam((document) => {
    configure(document, 'deploy', { class: 'idempotent' })
    document.properties = [{ at_most: 1, of: 'deploy.acted' }]
  })
}

const document = careless()
const plan = planOf(document)
const found = check(document).violated.find(({ property }) => property === TWICE) as Counterexample

function replay(now: TopologyDocument, trace: TraceFile): Replayed {
  const nowPlan = planOf(now)
  const drawn = compileProperties(now, nowPlan)
  if (!drawn.ok) throw new Error(JSON.stringify(drawn.problems))
  return replayTrace(nowPlan, drawn.value, trace)
}

describe('the counterexample of a push that is repeated', () => {
  it('ends with the crash between two effects, told in sentences', () => {
    expect(found.sentence).toBe('More than once: Deploy takes effect')
    expect(found.steps.slice(-4).map(({ words }) => words)).toEqual([
      'Deploy: its attempt takes effect',
      'The host dies and comes back',
      'Deploy: its attempt is under way',
      'Deploy: its attempt takes effect',
    ])
    expect(found.steps.filter(({ fault }) => fault)).toHaveLength(1)
  })

  it('was lost with the crash: until then all could end well', () => {
    expect(found.steps[found.pivot ?? -1]?.words).toBe('Deploy: its attempt takes effect')
    expect(found.steps[(found.pivot ?? -1) + 1]?.fault).toBe(true)
  })

  it('plays as a run does', () => {
    const { records, positions } = recordedOf(plan, found.steps, 1000)
    const trace = new Trace(plan)
    trace.append(records)
    expect(positions).toHaveLength(found.steps.length)
    expect(positions.at(-1)).toBe(trace.last)
    expect(sentenceOf(trace, records[0] as (typeof records)[number])).toMatch(/^Issue starts the run/)
  })

  it('is a log with vector clocks for ShiViz: each process counts its own events from one', () => {
    const [format = '', blank, ...lines] = shivizLog(plan, found.steps).trimEnd().split('\n')
    expect(blank).toBe('')
    const counts = new Map<string, number>()
    const events = [...lines.join('\n').matchAll(new RegExp(format, 'g'))]
    expect(events).toHaveLength(lines.length / 2)
    for (const { groups } of events) {
      const { host = '', clock = '' } = groups ?? {}
      const own = (JSON.parse(clock) as Record<string, number>)[host]
      expect(own).toBe((counts.get(host) ?? 0) + 1)
      counts.set(host, own ?? 0)
    }
    expect(counts.get('host')).toBe(1)
    expect(JSON.parse(lines.at(-1)?.replace(/^\S+ /, '') ?? '')).toMatchObject({ host: 1, gate: 2 })
  })

  it('is a trace in ITF: a state for each step, with every variable', () => {
    const itf = itfTrace(plan, found) as { vars: string[]; states: Record<string, unknown>[] }
    expect(itf.states).toHaveLength(found.steps.length)
    for (const state of itf.states) expect(Object.keys(state)).toEqual(['#meta', ...itf.vars])
    const { '#meta': _, ...values } = itf.states.at(-1) as Record<string, unknown>
    expect(/:\d|:null/.test(JSON.stringify(values))).toBe(false)
  })
})

describe('a kept trace', () => {
  const topology = { file: 'ship-a-fix.synod.json', name: document.name, digest: 'd' }
  const trace = traceOf(found, topology, { faults: FAULTS, timing: 'partial-sync' })

  it('is read as it was written', () => {
    expect(parseTrace(formatTrace(trace))).toEqual({ ok: true, value: trace })
    expect(slugOf(trace.property)).toBe('at-most-1-deploy-acted')
  })

  it('still breaks its property in the drawing that it is of', () => {
    const replayed = replay(document, trace)
    expect(replayed.verdict).toBe('broken')
    // What holds with fewer faults is the search's to say.
    const { without: _, ...played } = found
    if (replayed.verdict === 'broken') expect(replayed.counterexample).toEqual(played)
  })

  it('survives a drawing that has moved on: a node more on the way, and other names', () => {
    const changed = careless()
    for (const node of changed.nodes) node.name = `The ${node.id}`
    changed.nodes.push({ id: 'note', kind: 'command', at: [0, 0], config: { run: ['true'], class: 'pure' } })
    const edge = changed.edges.find(({ id }) => id === 'e16')
    if (edge !== undefined) edge.to = 'note.in'
    changed.edges.push({ id: 'e16b', from: 'note.out', to: 'deploy.in' })
    expect(replay(changed, trace).verdict).toBe('broken')
  })

  it('breaks nothing once the drawing is mended', () => {
    const mended = exampleTeam((one) => {
      one.properties = [{ at_most: 1, of: 'deploy.acted' }]
    })
    expect(replay(mended, trace).verdict).toBe('holds')
  })

  it('of a property that nobody asks for any more says so', () => {
    const silent = exampleTeam((one) => delete one.properties)
    expect(replay(silent, trace).verdict).toBe('unknown')
  })

  it.each([
    ['no JSON', '{', '', /not JSON/],
    ['another version', { ...trace, synodTrace: 2 }, 'synodTrace', /expected 1/],
    ['no steps', { ...trace, steps: [] }, 'steps', /./],
    [
      'a step without a name',
      { ...trace, steps: [{ words: '', element: null }] },
      'steps[0].action',
      /string/,
    ],
  ])('with %s is refused with its place', (_what, file, path, message) => {
    const parsed = parseTrace(typeof file === 'string' ? file : JSON.stringify(file))
    expect(parsed.ok ? [] : parsed.problems.map((one) => one.path)).toEqual([path])
    if (!parsed.ok) expect(parsed.problems[0]?.message).toMatch(message)
  })
})
