import { describe, expect, it } from 'vitest'
import { emptyDocument, type TopologyDocument } from '../../../shared/topology/document.ts'
import { freshNode } from '../../document/commands/nodes.ts'
import { spread } from '../geometry/anchors.ts'
import { crosses } from '../geometry/point.ts'
import { pointAt } from '../geometry/track.ts'
import { neighbourOf } from '../walk.ts'
import { edgeFor, edgeToNew, kindsFor, partnersOf } from '../wiring.ts'
import { draw } from './drawing.ts'
import { lineOf } from './lines.ts'

function looped(): TopologyDocument {
  return {
    ...emptyDocument('Looped'),
    nodes: [
      freshNode('input', 'start', [0, 0]),
      freshNode('agent', 'work', [248, 0]),
      freshNode('verifier', 'check', [496, 0]),
      freshNode('output', 'end', [744, 0]),
      freshNode('repo', 'code', [248, 200]),
    ],
    edges: [
      { id: 'e1', from: 'start.out', to: 'work.in' },
      { id: 'e2', from: 'work.out', to: 'check.in' },
      { id: 'e3', from: 'check.fail', to: 'work.in' },
      { id: 'e4', from: 'check.pass', to: 'end.in' },
      { id: 'r1', from: 'work', to: 'code', access: 'read' },
    ],
  }
}

describe('a drawing', () => {
  const drawing = draw(looped())
  const anchor = (node: string, id: string) => drawing.nodes.get(node)?.anchors.find((one) => one.id === id)

  it('leads an edge back over the cards, and gives its source the port for what is used up', () => {
    expect(drawing.edges.get('e3')).toMatchObject({ back: true, label: 'fail · at most 3 times' })
    expect(anchor('check', 'fail')?.side).toBe('top')
    expect(anchor('work', 'in@top')?.side).toBe('top')
    expect(anchor('check', 'exhausted')?.side).toBe('right')
  })

  it('gives a worker the port for conflicts where it may change a repository', () => {
    expect(anchor('work', 'conflict')).toBeUndefined()
    const document = looped()
    const edges = document.edges.map((edge) =>
      edge.id === 'r1' ? { ...edge, access: 'write' as const } : edge,
    )
    const { anchors } = draw({ ...document, edges }).nodes.get('work') ?? { anchors: [] }
    expect(anchors.find((one) => one.id === 'conflict')).toMatchObject({ type: 'out', label: 'does not fit' })
  })

  it('joins a worker and a repository by a straight upright line', () => {
    const { x } = anchor('work', '@resource') ?? { x: 0 }
    const other = anchor('code', '@resource:r1')
    expect(other?.side).toBe('top')
    expect(248 + x).toBe(248 + (other?.x ?? 0))
  })

  it('draws each line from port to port, past every card', () => {
    for (const edge of drawing.edges.values()) {
      const { route } = lineOf(drawing, edge)!
      const start = pointAt(route, 0)
      const end = pointAt(route, 1)
      expect(start.x).toBeCloseTo(edge.source.frame.x + edge.sourceAnchor.x)
      expect(end.y).toBeCloseTo(edge.target.frame.y + edge.targetAnchor.y)
      for (let part = 0.1; part < 0.9; part += 0.05) {
        const at = pointAt(route, part)
        const inside = drawing.frames.filter((frame) => crosses(at, at, frame))
        expect(inside, edge.edge.id).toEqual([])
      }
    }
  })

  it('keeps what an edit elsewhere leaves as it was', () => {
    const document = looped()
    const before = draw(document)
    const after = draw({ ...document, name: 'Another' })
    expect(after.nodes.get('work')).toBe(before.nodes.get('work'))
    expect(after.edges.get('e3')).toBe(before.edges.get('e3'))
    expect(after.frames).toBe(before.frames)
  })

  it('shows an edge whose port is gone, so that it can be mended', () => {
    const document = looped()
    const broken = draw({
      ...document,
      edges: [...document.edges, { id: 'e9', from: 'start.gone', to: 'end.in' }],
    })
    expect(broken.edges.has('e9')).toBe(true)
  })
})

it('ports stand evenly, at least 20 apart while they fit', () => {
  expect(spread(1, 84)).toEqual([42])
  for (const count of [2, 3, 4]) {
    const places = spread(count, 84)
    expect(places[1]! - places[0]!).toBeGreaterThanOrEqual(count === 4 ? 19.9 : 20)
    expect(places[0]! + places.at(-1)!).toBeCloseTo(84)
  }
  expect(Math.min(...spread(12, 84))).toBeGreaterThanOrEqual(0)
})

describe('wiring', () => {
  const document = looped()
  const drawing = draw(document)
  const wire = (source: string, sourceHandle: string, target: string, targetHandle: string) =>
    edgeFor(drawing, { source, sourceHandle, target, targetHandle })

  it('joins out to in and worker to repository, once', () => {
    expect(wire('start', 'out', 'end', 'in')).toMatchObject({ from: 'start.out', to: 'end.in' })
    expect(wire('check', '@resource', 'code', '@resource')).toMatchObject({
      from: 'check',
      to: 'code',
      access: 'read-modify-write',
    })
    expect(wire('start', 'out', 'work', 'in')).toBeNull()
    expect(wire('start', 'out', 'code', '@resource')).toBeNull()
    expect(wire('work', 'out', 'work', 'nowhere')).toBeNull()
  })

  it('lists what an end could be joined to', () => {
    const out = drawing.nodes.get('start')?.anchors.find((one) => one.id === 'out')
    const others = partnersOf(drawing, 'start', out!).map((one) => `${one.other}.${one.targetHandle}`)
    expect(others).toEqual(['check.in', 'end.in', 'code.open'])
  })

  it('offers the kinds that fit an open end, and joins the new node to it', () => {
    const out = drawing.nodes.get('work')?.anchors.find((one) => one.id === 'out')
    const fitting = kindsFor(out ?? null)
    expect(fitting.map((kind) => kind.kind)).not.toContain('input')
    const gate = fitting.find((kind) => kind.kind === 'gate')
    expect(edgeToNew(document, 'work', out!, gate!, 'gate1')).toMatchObject({
      from: 'work.out',
      to: 'gate1.in',
    })
  })
})

it('arrows walk along edges, else to the nearest card', () => {
  const drawing = draw(looped())
  expect(neighbourOf(drawing, 'start', 'right')).toBe('work')
  expect(neighbourOf(drawing, 'check', 'left')).toBe('work')
  expect(neighbourOf(drawing, 'work', 'down')).toBe('code')
  expect(neighbourOf(drawing, 'end', 'right')).toBeNull()
})
