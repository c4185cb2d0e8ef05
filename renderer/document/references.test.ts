import fc from 'fast-check'
import { beforeEach, describe, expect, it } from 'vitest'
import { emptyDocument, type TopologyDocument } from '../../shared/topology/document.ts'
import { readDocument } from '../../shared/topology/parse.ts'
import { clipOf, clipText, duplicate, paste, placedClip, readClip } from './commands/clip.ts'
import { addController, freshController, removeController, setScope } from './commands/controllers.ts'
import { connect } from './commands/edges.ts'
import {
  addGroup,
  changeGroupId,
  joinGroup,
  leaveGroup,
  moveMember,
  setUndo,
  ungroup,
} from './commands/groups.ts'
import { changeId, freshNode, remove } from './commands/nodes.ts'
import { setWhenItFails } from './commands/policies.ts'
import { type Command, perform, settleChange, showDocument, undo, useDocument } from './document.ts'
import { freshId } from './ids.ts'

const FILE = { path: '/tmp/a.synod.json', digest: 'd', writable: true }

function team(): TopologyDocument {
  return {
    ...emptyDocument('Team'),
    nodes: [
      freshNode('input', 'start', [0, 0]),
      freshNode('agent', 'plan', [248, 0]),
      freshNode('agent', 'work', [496, 0]),
      freshNode('command', 'clean', [496, 160]),
    ],
    edges: [{ id: 'e1', from: 'start.out', to: 'plan.in' }],
    groups: [{ id: 'team', members: ['plan', 'work'], saga: { undo: { plan: 'clean', work: 'clean' } } }],
    controllers: [
      { id: 'slow', type: 'rate', starts: 5, per_ms: 1000, nodes: ['work'] },
      { id: 'cap', type: 'budget', tokens: 5, group: 'team' },
      { id: 'all', type: 'budget', steps: 5 },
    ],
    properties: [{ never: 'work.started', before: 'plan.done' }],
  }
}

function now(): TopologyDocument {
  return useDocument.getState().document
}

beforeEach(() => showDocument(team(), FILE))

describe('a node that goes', () => {
  it('leaves its group, its saga, and a controller that was for it alone goes too', () => {
    perform(remove(new Set(['work']), new Set()))
    expect(now().groups).toEqual([{ id: 'team', members: ['plan'], saga: { undo: { plan: 'clean' } } }])
    expect(now().controllers?.map(({ id }) => id)).toEqual(['cap', 'all'])
    undo()
    expect(now()).toEqual(team())
  })

  it('takes nothing back any longer', () => {
    perform(remove(new Set(['clean']), new Set()))
    expect(now().groups?.[0]?.saga).toEqual({ undo: {} })
  })

  it('takes an empty group along, and what was for that group', () => {
    perform(remove(new Set(['plan', 'work']), new Set()))
    expect(now().groups).toBeUndefined()
    expect(now().controllers?.map(({ id }) => id)).toEqual(['all'])
  })
})

it('a node with another id is the same to all who name it', () => {
  perform(changeId('work', 'build'))
  expect(now().groups?.[0]).toMatchObject({ members: ['plan', 'build'], saga: { undo: { build: 'clean' } } })
  expect(now().controllers?.[0]?.nodes).toEqual(['build'])
  expect(now().properties).toEqual([{ never: 'build.started', before: 'plan.done' }])
  perform(changeId('clean', 'sweep'))
  expect(now().groups?.[0]?.saga?.undo).toEqual({ plan: 'sweep', build: 'sweep' })
})

describe('groups', () => {
  it('a group that is taken apart leaves its controllers with its members', () => {
    perform(ungroup(['team']))
    expect(now().groups).toBeUndefined()
    expect(now().controllers?.[1]).toEqual({ id: 'cap', type: 'budget', tokens: 5, nodes: ['plan', 'work'] })
  })

  it('a group with another id keeps its controllers', () => {
    perform(changeGroupId('team', 'crew'))
    expect(now().controllers?.[1]?.group).toBe('crew')
  })

  it('is joined once and left with all that stood there of the member', () => {
    perform(joinGroup('team', ['start', 'plan']))
    expect(now().groups?.[0]?.members).toEqual(['plan', 'work', 'start'])
    perform(leaveGroup('team', ['plan']))
    expect(now().groups?.[0]).toMatchObject({ members: ['work', 'start'], saga: { undo: { work: 'clean' } } })
  })
})

it('members change places, and none falls out at the ends', () => {
  perform(moveMember('team', 'work', -1))
  expect(now().groups?.[0]?.members).toEqual(['work', 'plan'])
  perform(moveMember('team', 'work', -1))
  perform(moveMember('team', 'plan', 1))
  perform(moveMember('team', 'clean', 1))
  expect(now().groups?.[0]?.members).toEqual(['work', 'plan'])
})

describe('controllers', () => {
  it('the last one takes its list out of the file', () => {
    for (const id of ['slow', 'cap', 'all']) perform(removeController(id))
    expect('controllers' in now()).toBe(false)
  })

  it('are for one scope or another, never for both', () => {
    perform(setScope('slow', { group: 'team' }))
    expect(now().controllers?.[0]).toEqual({
      id: 'slow',
      type: 'rate',
      starts: 5,
      per_ms: 1000,
      group: 'team',
    })
    perform(setScope('slow', {}))
    expect(now().controllers?.[0]).toEqual({ id: 'slow', type: 'rate', starts: 5, per_ms: 1000 })
  })
})

it('a message goes elsewhere or waits for a person, and the port goes with its edges', () => {
  perform(setWhenItFails('work', 'fallback'))
  expect(now().nodes[2]?.policy).toEqual({ fallback: true })
  perform(connect({ id: 'e2', from: 'work.fallback', to: 'clean.in' }))
  perform(setWhenItFails('work', 'person'))
  expect(now().nodes[2]?.policy).toEqual({ dead_letter: true })
  expect(now().edges.map(({ id }) => id)).toEqual(['e1'])
  perform(setWhenItFails('work', 'error'))
  expect(now().nodes[2]?.policy).toBeUndefined()
})

describe('copies', () => {
  it('a whole group comes along under fresh ids, and its work is taken back by whoever did it before', () => {
    const clip = readClip(clipText(clipOf(now(), new Set(['plan', 'work']))))
    perform(paste(placedClip(now(), clip!, [0, 400])))
    expect(now().groups?.[1]).toEqual({
      id: 'team1',
      members: ['plan1', 'work1'],
      saga: { undo: { plan1: 'clean', work1: 'clean' } },
    })
    expect(now().groups?.[0]).toEqual(team().groups?.[0])
  })

  it('elsewhere nobody takes it back', () => {
    const clip = clipOf(now(), new Set(['plan', 'work']))
    const placed = placedClip(emptyDocument(), clip, [0, 0])
    expect(placed.groups?.[0]?.saga).toEqual({ undo: {} })
  })

  it('the double of a member is a member, and has the same controllers', () => {
    const placed = placedClip(now(), clipOf(now(), new Set(['work'])), [528, 32])
    perform(duplicate(placed))
    expect(now().groups).toEqual([
      {
        id: 'team',
        members: ['plan', 'work', 'work1'],
        saga: { undo: { plan: 'clean', work: 'clean', work1: 'clean' } },
      },
    ])
    expect(now().controllers?.[0]?.nodes).toEqual(['work', 'work1'])
  })
})

const choice = fc.nat(20)
const command: fc.Arbitrary<(document: TopologyDocument) => Command> = fc.oneof(
  choice.map((at) => (document: TopologyDocument) => remove(new Set([nodeAt(document, at)]), new Set())),
  choice.map((at) => (document: TopologyDocument) => {
    return addGroup(freshId(document, 'group'), document.nodes.length === 0 ? ['x'] : [nodeAt(document, at)])
  }),
  choice.map((at) => (document: TopologyDocument) => ungroup([groupAt(document, at)])),
  fc.tuple(choice, choice).map(([group, node]) => (document: TopologyDocument) => {
    return joinGroup(groupAt(document, group), [nodeAt(document, node)])
  }),
  fc.tuple(choice, choice).map(([group, node]) => (document: TopologyDocument) => {
    return leaveGroup(groupAt(document, group), [nodeAt(document, node)])
  }),
  fc.tuple(choice, choice, choice).map(([group, node, by]) => (document: TopologyDocument) => {
    return setUndo(groupAt(document, group), nodeAt(document, node), nodeAt(document, by))
  }),
  fc
    .tuple(
      fc.constantFrom('breaker' as const, 'bulkhead' as const, 'rate' as const, 'budget' as const),
      choice,
    )
    .map(([type, at]) => (document: TopologyDocument) => {
      return addController(freshController(type, freshId(document, type), { nodes: [nodeAt(document, at)] }))
    }),
  choice.map((at) => (document: TopologyDocument) => {
    return changeId(nodeAt(document, at), freshId(document, 'renamed'))
  }),
  choice.map((at) => (document: TopologyDocument) => {
    return duplicate(placedClip(document, clipOf(document, new Set([nodeAt(document, at)])), [8, 8]))
  }),
)

function nodeAt({ nodes }: TopologyDocument, at: number): string {
  return nodes[at % Math.max(1, nodes.length)]?.id ?? 'x'
}

function groupAt({ groups = [] }: TopologyDocument, at: number): string {
  return groups[at % Math.max(1, groups.length)]?.id ?? 'x'
}

it('after any commands the file reads, nothing names a node that is gone, and undo leads back', () => {
  fc.assert(
    fc.property(fc.array(command, { maxLength: 14 }), (commands) => {
      showDocument(team(), FILE)
      for (const make of commands) {
        if (now().nodes.length === 0) break
        perform(make(now()))
        settleChange()
        expect(readDocument(JSON.parse(JSON.stringify(now())))).toMatchObject({ ok: true })
        const there = new Set(now().nodes.map(({ id }) => id))
        const named = [
          ...(now().groups ?? []).flatMap(({ members, saga }) => [
            ...members,
            ...Object.entries(saga?.undo ?? {}).flat(),
          ]),
          ...(now().controllers ?? []).flatMap(({ nodes = [] }) => nodes),
        ]
        expect(named.filter((id) => !there.has(id))).toEqual([])
      }
      while (useDocument.getState().past.length > 0) undo()
      expect(now()).toEqual(team())
    }),
    { numRuns: 80 },
  )
})
