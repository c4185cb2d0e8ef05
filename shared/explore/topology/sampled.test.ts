import { describe, expect, it } from 'vitest'
import { kinds } from '../../nodes/index.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import type { CheckResult } from '../result.ts'
import { checkTopology } from './check.ts'
import type { Sample, Share } from './samplers.ts'

const FAULTS = { host: 1, crash: 0, error: 1, wrong: 0, drop: 0, duplicate: 0, reorder: 0 }

interface Way {
  readonly sample?: Sample
  readonly swarm?: { readonly members: number; readonly seed: number }
  readonly share?: Share
}

function check(document: TopologyDocument, way: Way): CheckResult {
  const options = {
    faults: FAULTS,
    timing: 'partial-sync',
    maxStates: 1,
    maxBytes: 2 ** 28,
    exact: false,
  } as const
  const checked = checkTopology(document, kinds, { ...options, ...way })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.value
}

/** Four commands, two at a time, and a push that is repeated after a crash. */
const careless: TopologyDocument = {
  synod: 1,
  name: 'Careless',
  nodes: [
    { id: 'in', kind: 'input', at: [0, 0] },
    ...['a', 'b', 'c', 'push'].map((id) => ({
      ...{ id, kind: 'command', at: [0, 0] as [number, number] },
      config: { run: [id], class: 'idempotent' },
    })),
    { id: 'out', kind: 'output', at: [0, 0] },
  ],
  edges: [
    { id: 'e1', from: 'in.out', to: 'a.in' },
    { id: 'e2', from: 'in.out', to: 'b.in' },
    { id: 'e3', from: 'a.out', to: 'c.in' },
    { id: 'e4', from: 'b.out', to: 'push.in' },
    { id: 'e5', from: 'push.out', to: 'out.in' },
  ],
  properties: [{ at_most: 1, of: 'push.acted' }],
}

/** One command that is asked about after a crash: nothing breaks. */
const nothing: TopologyDocument = {
  synod: 1,
  name: 'Careful',
  nodes: [
    { id: 'in', kind: 'input', at: [0, 0] },
    { id: 'push', kind: 'command', at: [0, 0], config: { run: ['push'], class: 'once', probe: ['look'] } },
    { id: 'out', kind: 'output', at: [0, 0] },
  ],
  edges: [
    { id: 'e1', from: 'in.out', to: 'push.in' },
    { id: 'e2', from: 'push.out', to: 'out.in' },
  ],
}

describe('schedules that are drawn', () => {
  it.each([
    ['by priorities', 3],
    ['evenly', null],
  ])('%s find the second push, and it is told with no more than it takes', (_how, depth) => {
    const result = check(careless, { sample: { schedules: 500, seed: 7, depth } })
    expect(result.coverage).toBe('sampled')
    const found = result.violated.find(({ property }) => property === 'at most 1 push.acted')
    expect(found?.steps.filter(({ fault }) => fault)).toHaveLength(1)
    expect(found?.steps.some(({ element }) => element === 'c' || element === 'e3')).toBe(false)
    expect(found?.steps.at(-1)?.words).toMatch(/^push: .* takes effect$/)
  })

  it('prove nothing: what was not broken is open, and the same seed draws the same', () => {
    const sample = { schedules: 20, seed: 3, depth: 3 }
    const result = check(careless, { sample })
    expect(result.properties.every(({ verdict }) => verdict === 'open' || verdict === 'violated')).toBe(true)
    expect(check(careless, { sample })).toEqual(result)
    expect(result.bounds).toContainEqual({ name: 'schedules', value: '20 of 20' })
  })

  it('are divided among threads, none left out and none drawn twice', () => {
    const schedules = (share?: Share): number => {
      const { bounds } = check(nothing, {
        sample: { schedules: 25, seed: 3, depth: null },
        ...(share && { share }),
      })
      return Number.parseInt(bounds.find(({ name }) => name === 'schedules')?.value ?? '', 10)
    }
    const parts = [0, 1, 2].map((part) => schedules({ part, of: 3 }))
    expect(parts).toEqual([8, 8, 9])
    expect(schedules()).toBe(25)
  })
})

describe('a swarm', () => {
  it('finds the second push as well, in its own order, the same for the same seed', () => {
    const swarm = { members: 4, seed: 5 }
    const result = check(careless, { swarm })
    expect(result.coverage).toBe('sampled')
    expect(result.violated.map(({ property }) => property)).toContain('at most 1 push.acted')
    expect(check(careless, { swarm })).toEqual(result)
  })

  it('proves nothing where it finds nothing, and tells how far it went', () => {
    const { properties, bounds, depth } = check(nothing, { swarm: { members: 2, seed: 1 } })
    expect(properties.every(({ verdict }) => verdict === 'open')).toBe(true)
    expect(bounds).toContainEqual({ name: 'members of the swarm', value: '2 of 2' })
    expect(depth).toBeGreaterThan(5)
  })
})
