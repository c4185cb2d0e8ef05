import { beforeEach, describe, expect, it } from 'vitest'
import { emptyDocument, type TopologyDocument } from '../../shared/topology/document.ts'
import { readDocument } from '../../shared/topology/parse.ts'
import { draw } from '../canvas/drawing/drawing.ts'
import { clipOf, clipText, paste, placedClip, readClip } from './commands/clip.ts'
import { addNode, changeId, freshNode, remove, rename, setConfig } from './commands/nodes.ts'
import { goInside, perform, redo, showDocument, undo, useDocument } from './document.ts'
import { problemsIn, problemsOf } from './problems.ts'
import { selectNodes, useSelection } from './selection.ts'

const FILE = { path: '/tmp/a.synod.json', digest: 'd', writable: true }

/** A drawing with a team as a node, which is of the topology `team`. */
function outer(): TopologyDocument {
  return {
    ...emptyDocument('Outer'),
    nodes: [
      freshNode('input', 'start', [0, 0]),
      freshNode('topology', 'crew', [248, 0]),
      freshNode('output', 'end', [496, 0]),
    ],
    edges: [
      { id: 'e1', from: 'start.out', to: 'crew.in' },
      { id: 'e2', from: 'crew.done', to: 'end.in' },
    ],
    topologies: [
      {
        id: 'team',
        nodes: [freshNode('input', 'task', [0, 0]), freshNode('output', 'done', [540, 0])],
        edges: [{ id: 'e1', from: 'task.out', to: 'done.in' }],
      },
    ],
  }
}

const now = (): TopologyDocument => useDocument.getState().document
const outputs = (): unknown => now().nodes[1]?.config?.['outputs']

beforeEach(() => showDocument(outer(), FILE))

describe('a topology that is opened', () => {
  it('is what commands change, and where undo and redo lead', () => {
    goInside(['crew'])
    perform(addNode(freshNode('agent', 'work', [270, 0])))
    expect(useDocument.getState().shown.nodes.map(({ id }) => id)).toEqual(['task', 'done', 'work'])
    expect(now().nodes).toHaveLength(3)
    goInside([])
    perform(rename('start', 'Begin'))
    undo()
    expect(useDocument.getState().inside).toEqual([])
    undo()
    expect(useDocument.getState().inside).toEqual(['crew'])
    expect(now()).toEqual(outer())
    goInside([])
    redo()
    expect(useDocument.getState().inside).toEqual(['crew'])
    expect(useDocument.getState().shown.nodes).toHaveLength(3)
  })

  it('has an input that asks nobody for anything', () => {
    const caption = (id: string): string | undefined =>
      draw(useDocument.getState().shown).nodes.get(id)?.facts.caption
    expect(caption('start')).toBe('Task')
    goInside(['crew'])
    expect(caption('task')).toBe('What comes in here')
    goInside([])
    expect(caption('start')).toBe('Task')
  })

  it('is left when the node that leads there goes, and takes its inside along', () => {
    goInside(['crew'])
    goInside([])
    perform(remove(new Set(['crew']), new Set()))
    expect(now().topologies).toBeUndefined()
    goInside(['crew'])
    expect(useDocument.getState().inside).toEqual([])
    undo()
    expect(now()).toEqual(outer())
  })

  it('stays the same object while it stays the same', () => {
    goInside(['crew'])
    const before = useDocument.getState().shown
    goInside([])
    goInside(['crew'])
    expect(useDocument.getState().shown).toBe(before)
  })

  it('has a selection of its own', () => {
    selectNodes(['end'])
    goInside(['crew'])
    expect(useSelection.getState().nodes.size).toBe(0)
  })
})

describe('outputs inside', () => {
  it('are the ports outside, in one step of undo', () => {
    goInside(['crew'])
    perform(addNode(freshNode('output', 'late', [540, 100])))
    expect(outputs()).toEqual(['done', 'late'])
    undo()
    expect(now()).toEqual(outer())
    redo()
    perform(remove(new Set(['done']), new Set()))
    expect(outputs()).toEqual(['late'])
    // The edge outside stays for people to see that it leads from nowhere.
    expect(now().edges).toHaveLength(2)
    expect(problemsOf(now()).length).toBeGreaterThan(0)
  })

  it('take the edges outside along when they get another id', () => {
    goInside(['crew'])
    perform(changeId('done', 'finished'))
    expect(outputs()).toEqual(['finished'])
    expect(now().edges[1]?.from).toBe('crew.finished')
    expect(problemsOf(now())).toEqual([])
    undo()
    expect(now()).toEqual(outer())
  })

  it('come from the topology that a node is of', () => {
    perform({
      label: 'Another',
      change: (_shown, whole) => {
        whole.topologies?.push({
          id: 'other',
          nodes: [freshNode('input', 'in1', [0, 0]), freshNode('output', 'away', [9, 9])],
          edges: [],
        })
      },
    })
    perform(setConfig('crew', 'of', 'other'))
    expect(outputs()).toEqual(['away'])
  })
})

describe('problems inside', () => {
  it('are told there as of a drawing of its own, and counted outside', () => {
    goInside(['crew'])
    perform(addNode({ ...freshNode('agent', 'work', [270, 0]), config: { model: 'standin', prompt: 5 } }))
    const there = problemsIn(now(), ['crew'])
    expect(there.own[0]).toMatchObject({ path: 'nodes[2].config.prompt', element: 'work' })
    const outside = problemsIn(now(), [])
    expect(outside.own).toEqual([])
    expect(outside.inside.get('crew')).toBe(there.own.length)
  })
})

describe('copies of nested nodes', () => {
  it('bring what is inside, under a new id where the drawing has another of that name', () => {
    const text = clipText(clipOf(now(), new Set(['crew'])))
    const clip = readClip(text)
    if (clip === null) throw new Error('no clip')
    perform(paste(placedClip(now(), clip, [0, 200])))
    expect(now().topologies).toHaveLength(1)
    goInside(['crew'])
    perform(rename('task', 'Another'))
    goInside([])
    perform(paste(placedClip(now(), clip, [0, 400])))
    expect(now().topologies?.map(({ id }) => id)).toEqual(['team', 'team1'])
    expect(now().nodes.at(-1)?.config?.['of']).toBe('team1')
    expect(readDocument(now()).ok).toBe(true)
  })
})
