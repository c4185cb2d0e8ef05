import { expect, test } from 'vitest'
import { kinds } from '../nodes/index.ts'
import { compile } from '../topology/compile.ts'
import type { TopologyDocument } from '../topology/document.ts'
import { analyse } from './analyses.ts'
import { drawnAt, freeId, insertOn, setConfig, setEdgePolicy, setPolicy } from './edit.ts'
import { addController, guardInto } from './remedies.ts'
import { draw, drawInside } from './testing/draw.ts'

const drawing = draw(
  'A team in a team, and one for each',
  {
    task: ['input'],
    part: ['topology', { of: 'inner', outputs: ['done'] }],
    each: ['map', { of: 'inner', over: 'items' }],
    end: ['output'],
  },
  ['task.out part.in', 'part.done each.in', 'each.out end.in'],
  {
    topologies: [
      drawInside('inner', { start: ['input'], fix: ['command', { run: ['fix'] }], done: ['output'] }, [
        'start.out fix.in',
        'fix.out done.in',
      ]),
    ],
  },
)

function inner(document: TopologyDocument) {
  return document.topologies?.[0]
}

test('what a path names is changed where it is drawn, under a map by its lane too', () => {
  for (const path of ['part/fix', 'each/0/fix']) {
    expect(drawnAt(drawing, path, 'nodes')?.id).toBe('fix')
    const changed = setPolicy(path, { attempts: 3 })(drawing)
    expect(inner(changed)?.nodes[1]?.policy).toEqual({ attempts: 3 })
    expect(changed.nodes).toEqual(drawing.nodes)
    expect(setConfig(path, { class: 'pure' })(drawing).topologies?.[0]?.nodes[1]?.config?.['class']).toBe(
      'pure',
    )
  }
  expect(inner(setEdgePolicy('part/e1', { capacity: 2 })(drawing))?.edges[0]?.policy).toEqual({ capacity: 2 })
})

test('nothing that was there is touched: an edit makes new objects of what it changes alone', () => {
  const before = JSON.stringify(drawing)
  const changed = setPolicy('part/fix', { attempts: 2 })(drawing)
  expect(JSON.stringify(drawing)).toBe(before)
  expect(inner(changed)?.nodes[0]).toBe(inner(drawing)?.nodes[0])
})

test('a node on an edge takes what came, and what goes on leaves it with no policy of its own', () => {
  const policed = setEdgePolicy('e1', { capacity: 7 })(drawing)
  const gate = { id: 'ok', kind: 'gate', at: [0, 0] as [number, number], config: { ask: 'Go on?' } }
  const changed = insertOn('e1', gate, 'in', 'approved', 'on')(policed)
  expect(changed.edges.slice(0, 2)).toEqual([
    { id: 'e1', from: 'task.out', to: 'ok.in', policy: { capacity: 7 } },
    { id: 'on', from: 'ok.approved', to: 'part.in' },
  ])
  expect(compile(changed, kinds).ok).toBe(true)
})

test('a name is free in the whole file, inside its topologies too', () => {
  expect(freeId(drawing, 'gate')).toBe('gate')
  expect(freeId(drawing, 'fix')).toBe('fix-2')
  expect(freeId(drawing, 'e1')).toBe('e1-2')
})

test('guards and controllers go into the body that their node stands in, and the drawing compiles', () => {
  const analyses = analyse(drawing, kinds)
  const guarded = guardInto(analyses, analyses.graph.byId.get('part/fix') as number)(drawing)
  expect(compile(guarded, kinds)).toMatchObject({ ok: true })
  const spec = { type: 'bulkhead' as const, nodes: ['fix'], at_once: 1 }
  const bounded = addController('part/fix', 'few', (id) => ({ id, ...spec }))(drawing)
  expect(inner(bounded)?.controllers).toEqual([{ id: 'few', ...spec }])
  expect(compile(bounded, kinds).ok).toBe(true)
})
