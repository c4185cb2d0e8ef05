import { describe, expect, it } from 'vitest'
import { kinds } from '../../nodes/index.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import type { Property } from '../../topology/properties.ts'
import type { CheckResult } from '../result.ts'
import { checkTopology } from './check.ts'

const NONE = { host: 0, crash: 0, error: 0, wrong: 0, drop: 0, duplicate: 0, reorder: 0 }

/** A clock that has something looked at at each tick, until a person stops it. */
function polling(properties: Property[]): TopologyDocument {
  return {
    synod: 1,
    name: 'Polling',
    nodes: [
      { id: 'in', kind: 'input', at: [0, 0] },
      { id: 'clock', kind: 'timer', at: [0, 0], config: { mode: 'interval', wait_ms: 1000, count: 0 } },
      { id: 'look', kind: 'command', at: [0, 0], config: { run: ['look'], class: 'pure' } },
      { id: 'enough', kind: 'gate', at: [0, 0], config: { ask: 'Is it enough?' } },
      { id: 'done', kind: 'output', at: [0, 0] },
    ],
    edges: [
      { id: 'a', from: 'in.out', to: 'clock.start' },
      { id: 'b', from: 'clock.tick', to: 'look.in' },
      { id: 'c', from: 'in.out', to: 'enough.in' },
      { id: 'd', from: 'enough.approved', to: 'clock.stop' },
      { id: 'e', from: 'enough.rejected', to: 'clock.stop' },
      { id: 'f', from: 'clock.done', to: 'done.in' },
    ],
    properties,
  }
}

function check(document: TopologyDocument): CheckResult {
  const options = { faults: NONE, timing: 'partial-sync', maxBytes: 2 ** 28, exact: false } as const
  const checked = checkTopology(document, kinds, { ...options, maxStates: 5_000 })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.value
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

  it('breaks nothing that comes on every fair way', () => {
    const result = check(polling([{ eventually: 'look.started', after: 'b.sent' }]))
    expect(result.properties.find(({ id }) => id.startsWith('eventually'))?.verdict).toBe('holds')
  })
})
