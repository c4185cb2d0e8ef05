import { beforeEach, describe, expect, it } from 'vitest'
import type { ControllerSpec } from '../../../shared/topology/controls.ts'
import { emptyDocument, type TopologyDocument } from '../../../shared/topology/document.ts'
import { scopeText } from '../../controllers/scope-words.ts'
import { controllerFact } from '../../controllers/words.ts'
import { freshController } from '../../document/commands/controllers.ts'
import { freshNode } from '../../document/commands/nodes.ts'
import { controlsOf, groupsOf, usedIn } from './controls.ts'
import { draw } from './drawing.ts'

let document: TopologyDocument

function limited(...controllers: readonly ControllerSpec[]): TopologyDocument {
  return { ...document, controllers: [...controllers] }
}

beforeEach(() => {
  const start = freshNode('input', 'start', [0, 0])
  const a = { ...freshNode('agent', 'a', [300, 0]), config: { prompt: 'x', model: 'standin', script: [] } }
  const b = freshNode('agent', 'b', [600, 0])
  document = { ...emptyDocument(), nodes: [start, a, b], edges: [], groups: [{ id: 'g', members: ['b'] }] }
})

describe('a controller is drawn', () => {
  it('at the cards of the nodes that it names', () => {
    const spec = freshController('breaker', 'c', { nodes: ['a'] })
    const { onCard, onCanvas, onGroup } = controlsOf(limited(spec))
    expect([...onCard]).toEqual([['a', [spec]]])
    expect([onCanvas, onGroup.size]).toEqual([[], 0])
    expect(draw(limited(spec)).nodes.get('a')?.controllers).toEqual([spec])
  })

  it('at the edge of its group', () => {
    const spec = freshController('bulkhead', 'c', { group: 'g' })
    const { onCard, onGroup, users } = controlsOf(limited(spec))
    expect(onGroup.get('g')).toEqual([spec])
    expect(onCard.size).toBe(0)
    expect(users.get('c')).toEqual(['b'])
  })

  it('at the edge of the canvas for the whole run, and for a model at the cards that use it too', () => {
    const whole = freshController('budget', 'c', {})
    const model = freshController('rate', 'd', { model: 'standin' })
    const { onCanvas, onCard, users } = controlsOf(limited(whole, model))
    expect(onCanvas).toEqual([whole, model])
    expect([...onCard]).toEqual([['a', [model]]])
    expect(users.get('c')).toEqual(['start', 'a', 'b'])
  })
})

it('a card stays the same object while its controllers do', () => {
  const first = limited(freshController('breaker', 'c', { nodes: ['a'] }))
  const moved = { ...first, name: 'other' }
  expect(draw(moved).nodes.get('a')).toBe(draw(first).nodes.get('a'))
  expect(draw(document).nodes.get('a')).not.toBe(draw(first).nodes.get('a'))
})

it('what a controller may be for is what the drawing uses', () => {
  expect(usedIn(document).models).toEqual(['standin', 'auto'])
  expect(groupsOf(document, 'b').map(({ id }) => id)).toEqual(['g'])
})

it.each([
  [freshController('breaker', 'c', {}), 'the whole run', 'opens after 5'],
  [freshController('bulkhead', 'c', { nodes: ['a', 'b'] }), 'a and b', '4 at once'],
  [freshController('rate', 'c', { group: 'g' }), 'the group g', '60 in 60 s'],
  [
    { id: 'c', type: 'budget', usd: 2.5, retries: 3, wall_ms: 7_200_000, model: 'auto' } as const,
    'all who use the model auto',
    '$2.5 · 3 retries · 2 h',
  ],
])('%j is told in words', (spec, scope, fact) => {
  expect(scopeText(spec, document)).toBe(scope)
  expect(controllerFact(spec)).toBe(fact)
})

it('a node whose messages go elsewhere when it fails has a port for it, before its error port', () => {
  const nodes = document.nodes.map((node) =>
    node.id === 'a' ? { ...node, policy: { fallback: true } } : node,
  )
  const anchors = draw({ ...document, nodes }).nodes.get('a')?.anchors ?? []
  expect(anchors.find(({ port }) => port === 'fallback')).toMatchObject({ type: 'out', side: 'right' })
})
