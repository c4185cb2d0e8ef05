import { expect, it } from 'vitest'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { sameDrawing } from './same.ts'

function drawing(at: [number, number], ask: string): TopologyDocument {
  return {
    synod: 1,
    name: 'One',
    nodes: [{ id: 'ok', kind: 'gate', at, config: { ask, approvers: 1 } }],
    edges: [],
  }
}

it('is the same however it came to be and wherever its nodes stand', () => {
  const { nodes, edges, ...rest } = drawing([0, 0], 'Deploy?')
  expect(sameDrawing(drawing([0, 0], 'Deploy?'), { edges, nodes, ...rest })).toBe(true)
  expect(sameDrawing(drawing([0, 0], 'Deploy?'), drawing([80, 8], 'Deploy?'))).toBe(true)
})

it('is another when anything of it says something else, or when there is none', () => {
  expect(sameDrawing(drawing([0, 0], 'Deploy?'), drawing([0, 0], 'Ship?'))).toBe(false)
  expect(sameDrawing(drawing([0, 0], 'Deploy?'), null)).toBe(false)
  expect(sameDrawing(null, null)).toBe(true)
})
