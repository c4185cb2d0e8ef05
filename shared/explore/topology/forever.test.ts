import { describe, expect, it } from 'vitest'
import { kinds } from '../../nodes/index.ts'
import { compile } from '../../topology/compile.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import { type Replayed, replayTrace } from '../counterexample/replay.ts'
import { formatTrace, parseTrace, type TraceFile, traceOf } from '../counterexample/trace-file.ts'
import { compileProperties } from '../properties/compile.ts'
import type { CheckResult, Counterexample } from '../result.ts'
import { checkTopology } from './check.ts'
import { polling } from './testing/polling.ts'

const NONE = { host: 0, crash: 0, error: 0, wrong: 0, drop: 0, duplicate: 0, reorder: 0 }

function check(document: TopologyDocument): CheckResult {
  const options = { faults: NONE, timing: 'partial-sync', maxBytes: 2 ** 28, exact: false } as const
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
