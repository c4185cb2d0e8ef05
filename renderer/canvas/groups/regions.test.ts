import { describe, expect, it } from 'vitest'
import { emptyDocument, type TopologyDocument } from '../../../shared/topology/document.ts'
import { freshNode } from '../../document/commands/nodes.ts'
import { joinedAt, regionAt, regionsOf } from './regions.ts'

function team(): TopologyDocument {
  return {
    ...emptyDocument(),
    nodes: [
      freshNode('agent', 'a', [0, 0]),
      freshNode('agent', 'b', [400, 0]),
      freshNode('agent', 'c', [0, 400]),
    ],
    groups: [
      { id: 'both', members: ['a', 'b'] },
      { id: 'inner', members: ['a'] },
    ],
  }
}

describe('a region', () => {
  it('is as big as its members need, the outer one behind and wider', () => {
    const [outer, inner] = regionsOf(team())
    expect(outer?.group.id).toBe('both')
    expect(inner?.frame).toEqual({ x: -24, y: -40, width: 240, height: 152 })
    expect(outer?.frame.x).toBeLessThan(-24)
    expect((outer?.frame.width ?? 0) + (outer?.frame.x ?? 0)).toBeGreaterThan(592)
  })

  it('follows a member under the pointer', () => {
    const [region] = regionsOf(team(), new Map([['b', { x: 800, y: 0 }]]))
    expect((region?.frame.width ?? 0) + (region?.frame.x ?? 0)).toBeGreaterThan(992)
  })

  it('is found at a place, the smallest first', () => {
    expect(regionAt(team(), { x: 10, y: 10 })?.group.id).toBe('inner')
    expect(regionAt(team(), { x: 300, y: 10 })?.group.id).toBe('both')
    expect(regionAt(team(), { x: 300, y: 600 })).toBeNull()
  })

  it('without a member that is drawn is not drawn', () => {
    expect(regionsOf({ ...team(), groups: [{ id: 'g', members: ['gone'] }] })).toEqual([])
  })
})

describe('a node that is let go', () => {
  it('joins the group whose region it comes into', () => {
    expect(joinedAt(team(), new Map([['c', { x: 200, y: 0 }]]))).toEqual({ group: 'both', nodes: ['c'] })
  })

  it('joins nothing beside a region, nor where it has been inside all along', () => {
    expect(joinedAt(team(), new Map([['c', { x: 200, y: 300 }]]))).toBeNull()
    const inside = { ...team(), nodes: [...team().nodes.slice(0, 2), freshNode('agent', 'c', [200, 0])] }
    expect(joinedAt(inside, new Map([['c', { x: 208, y: 0 }]]))).toBeNull()
  })

  it('never leaves its group by being moved', () => {
    expect(joinedAt(team(), new Map([['b', { x: 900, y: 900 }]]))).toBeNull()
  })
})
