import { beforeEach, describe, expect, it } from 'vitest'
import { emptyDocument } from '../../shared/topology/document.ts'
import { freshController } from '../document/commands/controllers.ts'
import { freshNode } from '../document/commands/nodes.ts'
import { showDocument, undo, useDocument } from '../document/document.ts'
import { clearSelection, selectNodes, selectPart, useSelection } from '../document/selection.ts'
import {
  deleteSelection,
  duplicateSelection,
  groupSelection,
  groupsSelected,
  ungroupSelection,
} from './edit.ts'

const now = () => useDocument.getState().document

beforeEach(() => {
  clearSelection()
  const nodes = [
    freshNode('agent', 'right', [600, 0]),
    freshNode('agent', 'left', [0, 0]),
    freshNode('agent', 'other', [0, 400]),
  ]
  showDocument(
    { ...emptyDocument(), nodes, controllers: [freshController('budget', 'cap', {})] },
    { path: null, digest: null, writable: true },
  )
})

describe('a group of what is selected', () => {
  it('lists its members as they read, and is selected itself', () => {
    selectNodes(['right', 'left'])
    groupSelection()
    expect(now().groups).toEqual([{ id: 'group1', members: ['left', 'right'] }])
    expect(useSelection.getState().part).toEqual({ type: 'group', id: 'group1' })
  })

  it('is taken apart by itself, or by all of its members, which are selected then', () => {
    selectNodes(['right', 'left'])
    groupSelection()
    expect(groupsSelected()).toEqual(['group1'])
    selectNodes(['right'])
    expect(groupsSelected()).toEqual([])
    selectNodes(['right', 'left', 'other'])
    ungroupSelection()
    expect(now().groups).toBeUndefined()
    expect([...useSelection.getState().nodes]).toEqual(['left', 'right'])
    undo()
    expect(now().groups).toHaveLength(1)
  })

  it('of nothing is none', () => {
    groupSelection()
    expect(useDocument.getState().past).toEqual([])
  })
})

describe('deleting', () => {
  it('a group leaves its nodes', () => {
    selectNodes(['right', 'left'])
    groupSelection()
    deleteSelection()
    expect(now().groups).toBeUndefined()
    expect(now().nodes).toHaveLength(3)
  })

  it('a controller takes it alone', () => {
    selectPart('controller', 'cap')
    deleteSelection()
    expect(now().controllers).toBeUndefined()
    expect(useSelection.getState().part).toBeNull()
    undo()
    expect(now().controllers).toHaveLength(1)
  })
})

it('the double of a whole group is a group of its own', () => {
  selectNodes(['right', 'left'])
  groupSelection()
  selectNodes(['right', 'left'])
  duplicateSelection()
  expect(now().groups?.map(({ members }) => members)).toEqual([
    ['left', 'right'],
    ['left1', 'right1'],
  ])
})
