import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { emptyDocument, type TopologyDocument } from '../../shared/topology/document.ts'
import { readDocument } from '../../shared/topology/parse.ts'
import { clipOf, clipText, paste, placedClip, readClip } from './commands/clip.ts'
import { connect, insertOnEdge, setEdgePolicy } from './commands/edges.ts'
import { addNode, changeId, freshNode, move, remove, rename, setConfig } from './commands/nodes.ts'
import { setPolicies } from './commands/policies.ts'
import {
  type Command,
  isDirty,
  markSaved,
  perform,
  redo,
  settleChange,
  showDocument,
  undo,
  useDocument,
} from './document.ts'
import { freshId } from './ids.ts'
import { problemsAt, problemsOf } from './problems.ts'

const FILE = { path: '/tmp/a.synod.json', digest: 'd', writable: true }

function team(): TopologyDocument {
  return {
    ...emptyDocument('Team'),
    nodes: [
      freshNode('input', 'start', [0, 0]),
      freshNode('agent', 'work', [248, 0]),
      freshNode('output', 'end', [496, 0]),
    ],
    edges: [
      { id: 'e1', from: 'start.out', to: 'work.in' },
      { id: 'e2', from: 'work.out', to: 'end.in' },
    ],
  }
}

function now(): TopologyDocument {
  return useDocument.getState().document
}

beforeEach(() => showDocument(team(), FILE))

describe('undo', () => {
  it('takes back one command, and redo brings it again', () => {
    perform(rename('work', 'Planner'))
    expect(now().nodes[1]?.name).toBe('Planner')
    undo()
    expect(now()).toEqual(team())
    redo()
    expect(now().nodes[1]?.name).toBe('Planner')
  })

  it('counts typing in one field as one step, until it is left', () => {
    perform(rename('work', 'P'))
    perform(rename('work', 'Pl'))
    settleChange()
    perform(rename('work', 'Pla'))
    undo()
    expect(now().nodes[1]?.name).toBe('Pl')
    undo()
    expect(now()).toEqual(team())
  })

  it('forgets what was taken back once something else is done', () => {
    perform(rename('work', 'A'))
    undo()
    perform(rename('end', 'B'))
    redo()
    expect(now().nodes[1]?.name).toBeUndefined()
    expect(useDocument.getState().future).toEqual([])
  })

  it('records nothing where nothing changed', () => {
    perform(move(new Map([['work', [248, 0]]])))
    expect(useDocument.getState().past).toEqual([])
  })
})

describe('unsaved changes', () => {
  const dirty = (): boolean => isDirty(useDocument.getState())

  it('are those since the last save, and undo leads back to it', () => {
    expect(dirty()).toBe(false)
    perform(rename('work', 'A'))
    expect(dirty()).toBe(true)
    markSaved(FILE)
    expect(dirty()).toBe(false)
    settleChange()
    expect(dirty()).toBe(false)
    undo()
    expect(dirty()).toBe(true)
    redo()
    expect(dirty()).toBe(false)
  })

  it('typing on after a save is a change of its own', () => {
    perform(rename('work', 'A'))
    markSaved(FILE)
    perform(rename('work', 'AB'))
    expect(dirty()).toBe(true)
    undo()
    expect(now().nodes[1]?.name).toBe('A')
    expect(dirty()).toBe(false)
  })
})

describe('commands', () => {
  it('a node goes with its edges', () => {
    perform(remove(new Set(['work']), new Set()))
    expect(now().nodes.map((node) => node.id)).toEqual(['start', 'end'])
    expect(now().edges).toEqual([])
  })

  it('an id takes its edges along', () => {
    perform(changeId('work', 'planner'))
    expect(now().edges.map((edge) => [edge.from, edge.to])).toEqual([
      ['start.out', 'planner.in'],
      ['planner.out', 'end.in'],
    ])
  })

  it('a node goes into an edge', () => {
    const insertion = { node: freshNode('gate', 'gate1', [300, 0]), into: 'in', out: 'approved', next: 'e3' }
    perform(insertOnEdge('e2', insertion, new Map([['end', [744, 0]]])))
    expect(now().edges.map((edge) => [edge.id, edge.from, edge.to])).toEqual([
      ['e1', 'start.out', 'work.in'],
      ['e2', 'work.out', 'gate1.in'],
      ['e3', 'gate1.approved', 'end.in'],
    ])
    expect(now().nodes[2]?.at).toEqual([744, 0])
  })

  it('a policy without settings leaves the file', () => {
    perform(setPolicies('work', { attempts: 2 }))
    perform(setEdgePolicy('e1', 'capacity', 4))
    expect(now().nodes[1]?.policy).toEqual({ attempts: 2 })
    perform(setPolicies('work', { attempts: undefined }))
    perform(setEdgePolicy('e1', 'capacity', undefined))
    expect(now()).toEqual(team())
  })

  it('a copy is text that pastes under fresh ids, its own edges with it', () => {
    const clip = readClip(clipText(clipOf(now(), new Set(['start', 'work']))))
    expect(clip).not.toBeNull()
    const placed = placedClip(now(), clip!, [80, 400])
    perform(paste(placed))
    expect(now().nodes.map((node) => node.id)).toEqual(['start', 'work', 'end', 'start1', 'work1'])
    expect(now().nodes[3]?.at).toEqual([80, 400])
    expect(now().edges.at(-1)).toMatchObject({ from: 'start1.out', to: 'work1.in' })
    expect(readClip('just words')).toBeNull()
    expect(readClip('{"synod-clip":1,"nodes":[{"id":"__proto__"}],"edges":[]}')).toBeNull()
  })

  it('a problem is told at its setting', () => {
    perform(setConfig('work', 'turns', 0))
    expect(problemsAt(problemsOf(now()), 'nodes[1].config').get('turns')).toBeDefined()
    undo()
    expect(problemsOf(now())).toEqual([])
  })
})

/** Any sequence of commands leaves a document that reads, and undo leads back through every state. */
const command: fc.Arbitrary<(document: TopologyDocument) => Command> = fc.oneof(
  fc.constantFrom('agent', 'gate', 'router', 'repo').map((kind) => (document: TopologyDocument) => {
    return addNode(freshNode(kind, freshId(document, kind), [8, 8]))
  }),
  fc.nat(9).map((at) => (document: TopologyDocument) => {
    const node = document.nodes[at % Math.max(1, document.nodes.length)]
    return remove(new Set(node === undefined ? [] : [node.id]), new Set())
  }),
  fc.tuple(fc.nat(9), fc.nat(9)).map(([one, other]) => (document: TopologyDocument) => {
    const id = (at: number): string => document.nodes[at % Math.max(1, document.nodes.length)]?.id ?? 'x'
    return connect({ id: freshId(document, 'e'), from: `${id(one)}.out`, to: `${id(other)}.in` })
  }),
  fc.tuple(fc.nat(9), fc.string({ maxLength: 5 })).map(([at, name]) => (document: TopologyDocument) => {
    return rename(document.nodes[at % Math.max(1, document.nodes.length)]?.id ?? 'x', name)
  }),
)

it('any commands can be undone and done again', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 12 }), (commands) => {
      showDocument(team(), FILE)
      const states = [now()]
      for (const make of commands) {
        const before = useDocument.getState().past.length
        perform(make(now()))
        settleChange()
        if (useDocument.getState().past.length > before) states.push(now())
        expect(readDocument(JSON.parse(JSON.stringify(now()))).ok).toBe(true)
      }
      for (const state of states.slice(0, -1).reverse()) {
        undo()
        expect(now()).toEqual(state)
      }
      for (const state of states.slice(1)) {
        redo()
        expect(now()).toEqual(state)
      }
    }),
    { numRuns: 60 },
  )
})
