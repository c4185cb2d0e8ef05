import { describe, expect, it } from 'vitest'
import { draw } from '../../hazards/testing/draw.ts'
import { kinds } from '../../nodes/index.ts'
import { compile } from '../../topology/compile.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import type { Property } from '../../topology/properties.ts'
import { type Replayed, replayTrace } from '../counterexample/replay.ts'
import { planOf } from '../counterexample/testing/example.ts'
import { formatTrace, parseTrace, type TraceFile, traceOf } from '../counterexample/trace-file.ts'
import { leadsTo } from '../engine/leads-to.ts'
import { StateGraph } from '../engine/state-graph.ts'
import type { Model } from '../model.ts'
import { compileProperties } from '../properties/compile.ts'
import type { CheckResult, Counterexample } from '../result.ts'
import { checkTopology } from './check.ts'
import { polling } from './testing/polling.ts'
import { topologyModel } from './topology-model.ts'

const NONE = { host: 0, crash: 0, error: 0, wrong: 0, drop: 0, duplicate: 0, reorder: 0 }

function check(document: TopologyDocument, timing: 'async' | 'partial-sync' = 'partial-sync'): CheckResult {
  const options = { faults: NONE, timing, maxBytes: 2 ** 28, exact: false } as const
  const checked = checkTopology(document, kinds, { ...options, maxStates: 5_000 })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.value
}

function replay(document: TopologyDocument, trace: TraceFile): Replayed {
  const compiled = compile(document, kinds)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  const drawn = compileProperties(document, compiled.value)
  if (!drawn.ok) throw new Error(JSON.stringify(drawn.problems))
  return replayTrace(compiled.value, drawn.value, trace)
}

describe('a run that never ends', () => {
  it('breaks what must come in the end, where it may go round for ever without it', () => {
    const result = check(polling([{ eventually: 'done.started' }]))
    const found = result.violated.find(({ property }) => property === 'eventually done.started')
    expect(found?.sentence).toBe(
      'The run goes on for ever, and it never comes to this: In the end: done takes something up',
    )
    const loop = found?.loop ?? 0
    expect(loop).toBeGreaterThan(0)
    expect(found?.steps.length).toBeGreaterThan(loop + 1)
    expect(found?.steps.slice(loop + 1).some(({ words }) => words.includes('look'))).toBe(true)
  })

  it('is kept as a trace, and found again where it still goes round', () => {
    const document = polling([{ eventually: 'done.started' }])
    const found = check(document).violated.find(({ loop }) => loop !== undefined) as Counterexample
    const topology = { file: 'polling.synod.json', name: document.name, digest: 'd' }
    const trace = parseTrace(formatTrace(traceOf(found, topology, { faults: NONE, timing: 'partial-sync' })))
    if (!trace.ok) throw new Error(JSON.stringify(trace.problems))
    expect(trace.value.loop).toBe(found.loop)
    expect(replay(document, trace.value)).toEqual({ verdict: 'broken', counterexample: found })
    const renamed = structuredClone(document)
    for (const node of renamed.nodes) node.name = `The ${node.id}`
    expect(replay(renamed, trace.value).verdict).toBe('broken')
    const counted = structuredClone(document)
    for (const node of counted.nodes)
      if (node.id === 'clock') node.config = { mode: 'interval', wait_ms: 1000, count: 2 }
    expect(replay(counted, trace.value).verdict).toBe('holds')
  })

  it('breaks nothing that comes on every fair way', () => {
    const result = check(polling([{ eventually: 'look.started', after: 'b.sent' }]))
    expect(result.properties.find(({ id }) => id.startsWith('eventually'))?.verdict).toBe('holds')
  })
})

/** A clock that ticks for ever, unless a person stops it, beside others. */
function besideAClock(
  nodes: Parameters<typeof draw>[1],
  wires: Parameters<typeof draw>[2],
): TopologyDocument {
  const clock = ['timer', { mode: 'interval', wait_ms: 1000, count: 0 }] as const
  const enough = ['gate', { ask: 'Is it enough?' }] as const
  return draw('Beside a clock', { in: ['input'], clock, enough, ...nodes, end: ['output'] }, [
    'in.out clock.start',
    'in.out enough.in',
    'enough.approved clock.stop',
    'enough.rejected clock.stop',
    ...wires,
  ])
}

function verdictOf({ properties }: CheckResult): string | undefined {
  return properties.find(({ id }) => id.startsWith('eventually end.started'))?.verdict
}

describe('fairness', () => {
  const working = besideAClock({ seen: ['output'] }, [
    ['clock.tick seen.in', { capacity: 1, full: 'drop-oldest' }],
    'in.out end.in',
  ])

  it('is needed where others could be busy for ever: what has come is taken up at last', () => {
    const result = check({ ...working, properties: [{ eventually: 'end.started' }] }, 'async')
    expect(verdictOf(result)).toBe('holds')
    expect(result.bounds).toContainEqual({ name: 'fairness', value: expect.stringMatching(/at last/) })
    // Without it there is a circle on which the clock ticks and what has come to the end waits.
    const model = topologyModel(planOf(working), { faults: NONE, timing: 'async', monitors: [] })
    const graph = new StateGraph(unfair(model))
    while (!graph.advance(1000)) expect(graph.states).toBeLessThan(5000)
    const end = planOf(working).byId.get('end') ?? -1
    const first = model.initial()[0]?.[end]
    const asked = { name: 'end', from: () => true, to: (state: Int32Array) => state[end] !== first }
    expect(leadsTo(graph, asked)).not.toBeNull()
  })

  it('does not help two that undo each other: both get on, and nothing comes of it', () => {
    const undone = (property: Property, wires: Parameters<typeof draw>[2]): TopologyDocument => ({
      ...besideAClock(
        {
          red: ['agent', { model: 'standin', prompt: 'Paint it red', turns: 1 }],
          blue: ['agent', { model: 'standin', prompt: 'Paint it blue', turns: 1 }],
          wall: ['store', {}],
          seen: ['output'],
        },
        [
          'clock.tick red.in',
          'red.out blue.in',
          'red.error blue.in',
          'red wall write',
          'blue wall write',
          ...wires,
        ],
      ),
      properties: [property],
    })
    const ends = { eventually: 'end.started' }
    const fought = undone(ends, ['blue.out seen.in', 'blue.error seen.in', 'clock.done end.in'])
    const found = check(fought).violated.find(({ loop }) => loop !== undefined)
    const circle = found?.steps.slice((found.loop ?? 0) + 1).map(({ element }) => element)
    expect(circle).toEqual(expect.arrayContaining(['red', 'blue']))
    const agreed = undone({ ...ends, after: 'red.started' }, ['blue.out end.in', 'blue.error end.in'])
    expect(verdictOf(check(agreed))).toBe('holds')
  })
})

function unfair(model: Model): Model {
  const { name, cells, sizes } = model
  return {
    ...{ name, cells, sizes },
    initial: () => model.initial(),
    describe: (action) => model.describe(action),
    expand: (state, out) => model.expand(state, out),
  }
}
