import { beforeEach, expect, it } from 'vitest'
import { emptyDocument } from '../../shared/topology/document.ts'
import { addGroup, ungroup } from './commands/groups.ts'
import { addNode, freshNode, remove } from './commands/nodes.ts'
import { perform, showDocument, undo } from './document.ts'
import { isAnySelected, select, selectNodes, selectPart, useSelection } from './selection.ts'

beforeEach(() => {
  showDocument(
    { ...emptyDocument(), nodes: [freshNode('agent', 'a', [0, 0]), freshNode('agent', 'b', [0, 200])] },
    { path: null, digest: null, writable: true },
  )
})

it('what is gone is selected no longer, the rest is', () => {
  selectNodes(['a', 'b'])
  perform(remove(new Set(['a']), new Set()))
  expect([...useSelection.getState().nodes]).toEqual(['b'])
})

it('what undo takes away is selected no longer', () => {
  perform(addNode(freshNode('agent', 'c', [0, 400])))
  selectNodes(['c'])
  undo()
  expect(isAnySelected(useSelection.getState())).toBe(false)
})

it('a group that is taken apart is selected no longer', () => {
  perform(addGroup('g', ['a']))
  selectPart('group', 'g')
  perform(ungroup(['g']))
  expect(useSelection.getState().part).toBeNull()
})

it('what was never in the document stays selected: it is of a run', () => {
  select(['of-a-run'], [])
  perform(remove(new Set(['a']), new Set()))
  expect([...useSelection.getState().nodes]).toEqual(['of-a-run'])
})
