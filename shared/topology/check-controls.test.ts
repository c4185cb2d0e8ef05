import { describe, expect, it } from 'vitest'
import { kinds } from '../nodes/index.ts'
import { compile } from './compile.ts'
import type { DocumentEdge, DocumentNode } from './document.ts'
import { readDocument } from './parse.ts'
import { problemText } from './problem.ts'

const AT = [0, 0] as const
const WORK = { config: { run: ['x'] } }

/** Three commands in a row, and one more; a store and a repository beside them. */
const NODES = [
  { id: 'start', kind: 'input', at: AT },
  ...['a', 'b', 'c', 'd'].map((id) => ({ id, kind: 'command', at: AT, ...WORK })),
  { id: 'board', kind: 'store', at: AT },
  { id: 'end', kind: 'output', at: AT },
]
const EDGES = ['start.out a.in', 'a.out b.in', 'b.out c.in', 'c.out end.in'].map((text, at) => {
  const [from = '', to = ''] = text.split(' ')
  return { id: `e${at}`, from, to }
})

interface Change {
  readonly groups?: readonly object[]
  readonly controllers?: readonly object[]
  /** Policies of nodes, by id. */
  readonly policies?: { readonly [node: string]: object }
  readonly edges?: readonly object[]
}

function problems({ policies = {}, edges = [], ...rest }: Change): readonly string[] {
  const nodes = NODES.map((node) => {
    const policy = policies[node.id]
    return (policy === undefined ? node : { ...node, policy }) as unknown as DocumentNode
  })
  const read = readDocument({
    synod: 1,
    name: 'controls',
    nodes,
    edges: [...EDGES, ...edges] as DocumentEdge[],
    ...rest,
  })
  if (!read.ok) return read.problems.map(problemText)
  const compiled = compile(read.value, kinds)
  return compiled.ok ? [] : compiled.problems.map(problemText)
}

const group = (more: object): Change => ({ groups: [{ id: 'g', members: ['a', 'b'], ...more }] })
const budget = (more: object): Change => ({ controllers: [{ id: 'k', type: 'budget', steps: 1, ...more }] })

describe('a drawing with controllers, groups and policies', () => {
  it.each<[string, Change]>([
    ['a budget of the whole run', budget({})],
    ['a breaker of two nodes', { controllers: [{ id: 'k', type: 'breaker', nodes: ['a', 'b'] }] }],
    ['a group that restarts', group({ restart: {} })],
    ['a saga', group({ saga: { undo: { a: 'c', b: 'd' } } })],
    [
      'a fallback',
      { policies: { a: { fallback: true } }, edges: [{ id: 'f', from: 'a.fallback', to: 'd.in' }] },
    ],
    ['a group that only is one', group({ members: ['a', 'board'] })],
  ])('compiles: %s', (_what, change) => {
    expect(problems(change)).toEqual([])
  })

  it.each<[Change, string]>([
    [group({ members: ['a', 'x'] }), 'groups[0].members[1]: there is no node "x"'],
    [group({ members: ['a', 'a'] }), 'groups[0].members[1]: "a" stands here twice'],
    [
      group({ members: ['a', 'board'], restart: {} }),
      'groups[0].members[1]: "board" keeps what others wait for, and would lose it when it is restarted: leave it out of the group',
    ],
    [
      {
        groups: [
          { id: 'g', members: ['a'], restart: {} },
          { id: 'h', members: ['a'], restart: {} },
        ],
      },
      'groups[1].members: "a" is supervised by "g" already: a failure has one group to go to',
    ],
    [
      group({ saga: { undo: { a: 'c' } } }),
      'groups[0].saga.undo: nothing takes back what "b" does: name a node for it, or leave it out of the group',
    ],
    [group({ saga: { undo: { a: 'x', b: 'd' } } }), 'groups[0].saga.undo.a: there is no node "x"'],
    [
      group({ saga: { undo: { a: 'b', b: 'd' } } }),
      'groups[0].saga.undo.a: "b" is a member itself: members are stopped before work is taken back',
    ],
    [
      group({ saga: { undo: { a: 'c', b: 'd', c: 'd' } } }),
      'groups[0].saga.undo.c: "c" is no member of the group',
    ],
    [budget({ nodes: ['x'] }), 'controllers[0].nodes: there is no node "x"'],
    [budget({ group: 'x' }), 'controllers[0].group: there is no group "x"'],
    [budget({ model: 'nobody' }), 'controllers[0]: nothing in this drawing uses what the budget "k" is for'],
    [
      { policies: { a: { timeout_ms: 1000, first_chunk_ms: 2000 } } },
      'nodes[1].policy.first_chunk_ms: it never passes: the whole attempt has only 1 s (timeout_ms)',
    ],
    [
      { policies: { a: { timeout_ms: 1000, chunk_ms: 1000 } } },
      'nodes[1].policy.chunk_ms: it never passes: the whole attempt has only 1 s (timeout_ms)',
    ],
    [
      { policies: { a: { takeover: true, attempts: 1 } } },
      'nodes[1].policy.takeover: it needs a second attempt to go to, and attempts is 1',
    ],
    [
      { policies: { a: { fallback: true } } },
      'nodes[1].policy.fallback: its port "fallback" must be wired: where does a message go that failed?',
    ],
    [
      { policies: { a: { dead_letter: true } }, edges: [{ id: 'f', from: 'a.error', to: 'end.in' }] },
      'nodes[1].policy.dead_letter: a message that failed leaves by the wired port "error", so none is left to wait for a person',
    ],
    [
      {
        policies: { a: { fallback: true }, b: { fallback: true } },
        edges: [
          { id: 'f', from: 'a.fallback', to: 'b.in' },
          { id: 'h', from: 'b.fallback', to: 'a.in' },
        ],
      },
      'nodes[1].policy.fallback: its fallback leads back to it: a message that fails everywhere would never end',
    ],
  ])('is refused with its place: %j', (change, problem) => {
    expect(problems(change)).toContain(problem)
  })
})
