import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { kinds } from '../nodes/index.ts'
import { compile } from './compile.ts'
import type { NestedTopology, TopologyDocument } from './document.ts'
import {
  idInRun,
  isInside,
  namingOf,
  placeOf,
  reachable,
  renamedIn,
  topologyInside,
  usedTopologies,
  wayTo,
} from './inside.ts'
import { parseDocument } from './parse.ts'

/** A team that holds a map, whose items go to a team of their own. */
function nest(): TopologyDocument {
  const nested = (id: string, middle: NestedTopology['nodes'][number]): NestedTopology => ({
    id,
    nodes: [{ id: 'task', kind: 'input', at: [0, 0] }, middle, { id: 'done', kind: 'output', at: [500, 0] }],
    edges: [
      { id: 'e1', from: 'task.out', to: `${middle.id}.in` },
      { id: 'e2', from: `${middle.id}.${middle.kind === 'topology' ? 'done' : 'out'}`, to: 'done.in' },
    ],
  })
  const of = (of: string): Record<string, unknown> => ({ of, outputs: ['done'] })
  return {
    synod: 1,
    name: 'Nest',
    nodes: [
      { id: 'start', kind: 'input', at: [0, 0] },
      { id: 'team', kind: 'topology', at: [0, 0], config: of('outer') },
      { id: 'end', kind: 'output', at: [0, 0] },
    ],
    edges: [
      { id: 'e1', from: 'start.out', to: 'team.in' },
      { id: 'e2', from: 'team.done', to: 'end.in' },
    ],
    topologies: [
      nested('outer', {
        id: 'each',
        kind: 'map',
        at: [0, 0],
        config: { of: 'middle', over: 'items', concurrency: 2, failed: 'fail', as: 'results' },
      }),
      nested('middle', { id: 'sub', kind: 'topology', at: [0, 0], config: of('inner') }),
      nested('inner', {
        id: 'work',
        kind: 'agent',
        at: [0, 0],
        config: { model: 'standin', prompt: 'Work' },
      }),
      { id: 'spare', nodes: [{ id: 'task', kind: 'input', at: [0, 0] }], edges: [] },
    ],
  }
}

describe('a way in', () => {
  it('leads to the topology of each node on it, as far as there is one', () => {
    const document = nest()
    expect(topologyInside(document, [])).toBeNull()
    expect(topologyInside(document, ['team', 'each', 'sub'])?.id).toBe('inner')
    expect(reachable(document, ['team', 'each', 'gone', 'sub'])).toEqual(['team', 'each'])
    expect(reachable(document, ['start'])).toEqual([])
  })

  it('is found for every topology that some node leads to', () => {
    const document = nest()
    expect(wayTo(document, 'inner')).toEqual(['team', 'each', 'sub'])
    expect(wayTo(document, 'spare')).toBeNull()
    expect([...usedTopologies(document)].sort()).toEqual(['inner', 'middle', 'outer'])
  })

  it('ends where a topology contains itself', () => {
    const document = nest()
    const inner = document.topologies?.[2]
    if (inner !== undefined)
      inner.nodes.push({ id: 'again', kind: 'topology', at: [0, 0], config: { of: 'outer' } })
    expect(wayTo(document, 'spare')).toBeNull()
    expect(usedTopologies(document).size).toBe(3)
  })
})

describe('another id', () => {
  it('changes the step that it is of, in whatever lane', () => {
    const document = nest()
    const work = { topology: 'inner', id: 'work' }
    expect(renamedIn(document, 'team/each/1/sub/work', work, 'do')).toBe('team/each/1/sub/do')
    expect(renamedIn(document, 'work', work, 'do')).toBe('work')
    expect(renamedIn(document, 'team/each/sub', { topology: null, id: 'team' }, 'crew')).toBe('crew/each/sub')
  })
})

describe('ids of a run', () => {
  it('lead to where they are drawn, and back', () => {
    const document = nest()
    const lane = (map: string): number => (map === 'team/each' ? 1 : 0)
    const naming = namingOf(document, ['team', 'each', 'sub'], lane)
    expect(idInRun(naming, 'work')).toBe('team/each/1/sub/work')
    expect(idInRun(naming, 'task')).toBe('team/each/1/sub')
    expect(placeOf(document, 'team/each/1/sub/work')).toEqual({
      inside: ['team', 'each', 'sub'],
      lanes: [null, 1, null],
      id: 'work',
    })
    expect(placeOf(document, 'team/each/0')).toEqual({
      inside: ['team', 'each'],
      lanes: [null, 0],
      id: 'task',
    })
    expect(placeOf(document, 'team/each/sub/work')).toEqual({
      inside: ['team', 'each', 'sub'],
      lanes: [null, null, null],
      id: 'work',
    })
    expect(placeOf(document, 'team/-error')).toEqual({ inside: [], lanes: [], id: 'team' })
    expect(isInside('team/each/0', 'team')).toBe(true)
    expect(isInside('team', 'team')).toBe(false)
  })

  it.each([
    ['the nest', () => nest()],
    ['the example', () => example()],
  ])('of every actor and channel are drawn somewhere: %s', (_name, read) => {
    const document = read()
    const plan = compile(document, kinds)
    if (!plan.ok) throw new Error(JSON.stringify(plan.problems))
    for (const component of plan.value.components) {
      if (component.type === 'run') continue
      const { inside, lanes, id } = placeOf(document, component.id)
      expect(reachable(document, inside)).toEqual(inside)
      const { nodes, edges } = topologyInside(document, inside) ?? document
      expect([...nodes, ...edges].map((one) => one.id)).toContain(id)
      // What is drawn itself is named the same way back; a nested node is also the input of its own inside.
      if (component.type !== 'actor' || component.kind.internal === true) continue
      const all = new Map(inside.map((_, at) => [inside.slice(0, at + 1).join('/'), lanes[at] ?? 0]))
      const naming = namingOf(document, inside, (map) => all.get(map.replaceAll(/\/\d+(?=\/|$)/g, '')) ?? 0)
      expect(idInRun(naming, id)).toBe(component.id)
    }
  })
})

function example(): TopologyDocument {
  const text = readFileSync('examples/each-finding/each-finding.synod.json', 'utf8')
  const parsed = parseDocument(text)
  if (!parsed.ok) throw new Error(JSON.stringify(parsed.problems))
  return parsed.value
}
