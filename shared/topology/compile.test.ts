import { describe, expect, it } from 'vitest'
import { kinds } from '../nodes/index.ts'
import { checkDocument } from './check.ts'
import { compile } from './compile.ts'
import type { DocumentEdge, DocumentNode, TopologyDocument } from './document.ts'
import { actorAt, channelAt, clientAt, type Plan, RUN } from './plan.ts'

function node(id: string, kind: string, config?: Record<string, unknown>): DocumentNode {
  return { id, kind, at: [0, 0], ...(config === undefined ? {} : { config }) }
}

function edge(id: string, from: string, to: string, rest: Partial<DocumentEdge> = {}): DocumentEdge {
  return { id, from, to, ...rest }
}

function drawing(nodes: readonly DocumentNode[], edges: readonly DocumentEdge[]): TopologyDocument {
  return { synod: 1, name: 'test', nodes: [...nodes], edges: [...edges] }
}

function planOf(nodes: readonly DocumentNode[], edges: readonly DocumentEdge[]): Plan {
  const compiled = compile(drawing(nodes, edges), kinds)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value
}

const START = node('start', 'input')
const END = node('end', 'output')
const ROUTER = node('r', 'router', { cases: [{ port: 'again', when: 'true' }] })
const REPO = node('git', 'repo', { path: '/tmp/x' })
const AGENT = node('a', 'agent')

describe('a drawing with a mistake', () => {
  const run = (nodes: readonly DocumentNode[], edges: readonly DocumentEdge[] = []) => {
    const compiled = compile(drawing(nodes, edges), kinds)
    return compiled.ok ? [] : compiled.problems.map((one) => `${one.path} | ${one.message} | ${one.element}`)
  }

  it.each<[string, readonly DocumentNode[], readonly DocumentEdge[], readonly RegExp[]]>([
    ['no input', [END], [], [/^nodes \| .*exactly one input.* has 0/]],
    ['two inputs', [START, node('more', 'input')], [], [/^nodes \| .*has 2/]],
    [
      'an unknown kind',
      [START, node('x', 'wizard')],
      [],
      [/^nodes\[1\]\.kind .*"wizard"; known are input.*x$/],
    ],
    ['an inner kind', [START, node('x', 'contract')], [], [/^nodes\[1\]\.kind .*known are (?!.*contract)/]],
    ['the kind __proto__', [START, node('x', '__proto__')], [], [/^nodes\[1\]\.kind /]],
    [
      'a wrong config',
      [START, node('x', 'agent', { turns: 'many' })],
      [],
      [/^nodes\[1\]\.config\.turns .*number.*\| x$/],
    ],
    [
      'an unknown key of a config',
      [START, node('x', 'agent', { a: 1 })],
      [],
      [/^nodes\[1\]\.config\.a .*unknown key/],
    ],
    ['a missing config', [START, node('x', 'gate')], [], [/^nodes\[1\]\.config\.ask /]],
    [
      'a wrong place deep in a config',
      [
        START,
        node('x', 'agent', {
          tools: [
            { name: 'ok', run: ['x'] },
            { name: 'b c', run: [] },
          ],
        }),
      ],
      [],
      [/^nodes\[1\]\.config\.tools\[1\]\.name /, /^nodes\[1\]\.config\.tools\[1\]\.run /],
    ],
    [
      'a script that calls what is not there',
      [START, node('x', 'agent', { script: [{ call: { tool: 'y' } }] })],
      [],
      [/^nodes\[1\]\.config\.script\[0\]\.call\.tool .*no tool "y"/],
    ],
    [
      'a dangling source',
      [START, END],
      [edge('e', 'ghost.out', 'end.in')],
      [/^edges\[0\]\.from .*"ghost" \| e$/],
    ],
    [
      'a dangling target',
      [START, END],
      [edge('e', 'start.out', 'ghost.in')],
      [/^edges\[0\]\.to .*"ghost" \| e$/],
    ],
    [
      'two dangling ends',
      [START],
      [edge('e', 'g.out', 'h.in')],
      [/^edges\[0\]\.from .*"g"/, /^edges\[0\]\.to .*"h"/],
    ],
    ['no port', [START, END], [edge('e', 'start', 'end.in')], [/^edges\[0\]\.from .*expected `node.port`/]],
    [
      'a port that is not there',
      [START, END],
      [edge('e', 'start.exit', 'end.in')],
      [/^edges\[0\]\.from .*no output port "exit": it has out/],
    ],
    [
      'an edge against its direction',
      [START, AGENT, END],
      [edge('e', 'a.in', 'end.in')],
      [/^edges\[0\]\.from .*no output port "in": "in" leads into it; it has out, error/],
    ],
    [
      'an edge into an output port',
      [START, AGENT],
      [edge('e', 'start.out', 'a.out')],
      [/^edges\[0\]\.to .*no input port "out": "out" leads out of it; it has in/],
    ],
    ['an edge into the input', [START, AGENT], [edge('e', 'a.out', 'start.in')], [/"start" has none/]],
    [
      'exhausted where nothing leads back',
      [START, AGENT, END],
      [edge('e', 'a.exhausted', 'end.in')],
      [/^edges\[0\]\.from .*no output port "exhausted"/],
    ],
    [
      'a resource edge with ports',
      [START, AGENT, REPO],
      [edge('e', 'a.out', 'git.open', { access: 'read' })],
      [/^edges\[0\]\.from .*without a port/, /^edges\[0\]\.to .*without a port/],
    ],
    [
      'a resource edge to a worker',
      [START, AGENT, END],
      [edge('e', 'a', 'end', { access: 'read' })],
      [
        /^edges\[0\]\.to .*ends at a repository, a store or a ledger of decisions, and "end" is of kind output/,
      ],
    ],
    [
      'a resource edge from what uses none',
      [START, REPO],
      [edge('e', 'start', 'git', { access: 'read' })],
      [/^edges\[0\]\.from .*"start" is of kind input/],
    ],
    [
      'two resources',
      [START, AGENT, REPO, node('git2', 'repo', { path: '/y' })],
      [edge('e', 'a', 'git', { access: 'read' }), edge('f', 'a', 'git2', { access: 'read' })],
      [/^edges\[0\]\.from .*two resource edges/, /^edges\[1\]\.from .*two resource edges/],
    ],
    [
      'a loop without a way out',
      [START, ROUTER, END],
      [edge('e', 'start.out', 'r.in'), edge('f', 'r.again', 'r.in'), edge('g', 'r.otherwise', 'end.in')],
      [/^nodes\[1\] \| .*leads back from "r".*"exhausted" must be wired.*\| r$/],
    ],
    [
      'a way out that leads back',
      [START, ROUTER],
      [edge('e', 'start.out', 'r.in'), edge('f', 'r.again', 'r.in'), edge('g', 'r.exhausted', 'r.in')],
      [/^edges\[2\]\.from .*"exhausted" of "r" must not lead back.*\| g$/],
    ],
  ])('%s is told with place, remedy and element', (_what, nodes, edges, expected) => {
    const told = run(nodes, edges)
    expect(told).toHaveLength(expected.length)
    for (const [at, one] of expected.entries()) expect(told[at]).toMatch(one)
  })

  it('says that contracts need a kind that checks them', () => {
    const bare = new Map([...kinds].filter(([kind]) => kind !== 'contract'))
    const edges = [edge('e', 'start.out', 'end.in', { policy: { contract: {} } })]
    const checked = checkDocument(drawing([START, END], edges), bare)
    expect(checked.ok ? [] : checked.problems.map((one) => one.path)).toEqual(['edges[0].policy.contract'])
  })
})

describe('a plan', () => {
  it('gives every component its own place, a node called "run" too', () => {
    const plan = planOf(
      [node('run', 'input'), AGENT, REPO, END],
      [
        edge('e', 'run.out', 'git.open'),
        edge('f', 'git.opened', 'a.in', { policy: { contract: {} } }),
        edge('g', 'a', 'git', { access: 'read' }),
        edge('h', 'a.out', 'end.in'),
      ],
    )
    expect(plan.components.map((one) => one.index)).toEqual([...plan.components.keys()])
    expect(plan.components[RUN]?.type).toBe('run')
    expect(plan.actors.map((one) => one.id)).toEqual(['run', 'a', 'git', 'end', 'f.contract'])
    expect(actorAt(plan, plan.entry).id).toBe('run')
    for (const [id, index] of plan.byId) expect(plan.components[index]?.id).toBe(id)
    expect(plan.byId.size).toBe(plan.components.length - 1)
    expect(() => actorAt(plan, RUN)).toThrow()
    expect(() => channelAt(plan, plan.entry)).toThrow()
    expect(() => clientAt(plan, plan.entry)).toThrow()
  })

  it('resolves an edge with its policy and the defaults', () => {
    const plan = planOf(
      [START, AGENT, END],
      [
        edge('e', 'start.out', 'a.in', { policy: { capacity: 2, full: 'reject', order: 'any' } }),
        edge('f', 'a.out', 'end.in'),
      ],
    )
    const [start, a, end] = plan.actors.map((one) => one.index)
    const index = plan.byId.get('e') as number
    expect(plan.components[index]).toEqual({
      type: 'channel',
      index,
      deadline: null,
      id: 'e',
      from: start,
      fromPort: 'out',
      to: a,
      toPort: 'in',
      capacity: 2,
      full: 'reject',
      delivery: 'at-least-once',
      order: 'any',
      strip: [],
      raise: null,
    })
    expect(plan.components[plan.byId.get('f') as number]).toMatchObject({
      to: end,
      capacity: 64,
      full: 'block',
      order: 'fifo',
    })
  })

  it('takes policies of a node before those of its kind, and those before the general ones', () => {
    const plan = planOf([START, AGENT, { ...node('b', 'agent'), policy: { attempts: 7 } }, ROUTER], [])
    const policies = plan.actors.map((one) => [one.id, one.attempts, one.backoffMs, one.timeoutMs])
    expect(policies).toEqual([
      ['start', 1, 1000, null],
      ['a', 3, 1000, 600_000],
      ['b', 7, 1000, 600_000],
      ['r', 1, 1000, null],
    ])
  })

  it('compiles a contract to an actor between two channels, the round raised on the first', () => {
    const plan = planOf(
      [START, ROUTER, END],
      [
        edge('e', 'start.out', 'r.in'),
        edge('f', 'r.again', 'r.in', { policy: { contract: { type: 'object' }, rounds: 5, capacity: 2 } }),
        edge('g', 'r.exhausted', 'end.in', { policy: { contract: {} } }),
      ],
    )
    const channel = (id: string) => channelAt(plan, plan.byId.get(id) as number)
    const contract = actorAt(plan, plan.byId.get('f.contract') as number)
    expect(contract.bound.config).toEqual({ schema: { type: 'object' } })
    expect(channel('f')).toMatchObject({ to: contract.index, toPort: 'in', raise: { loop: 'r', rounds: 5 } })
    expect(channel('f.met')).toMatchObject({
      from: contract.index,
      fromPort: 'out',
      capacity: 2,
      raise: null,
    })
    expect(channel('g').strip).toEqual(['r'])
    expect(channel('g.met').strip).toEqual([])
    expect(contract.inChannels).toEqual([plan.byId.get('f')])
    expect(contract.outChannels).toEqual([plan.byId.get('f.met')])
  })

  it('joins clients to their resource, and bounds what a step may touch', () => {
    const plan = planOf(
      [START, AGENT, node('c', 'command', { run: ['x'] }), REPO],
      [
        edge('e', 'start.out', 'git.open'),
        edge('f', 'git.opened', 'a.in'),
        edge('g', 'a', 'git', { access: 'read-modify-write' }),
        edge('h', 'c', 'git', { access: 'read' }),
      ],
    )
    const at = (id: string) => plan.byId.get(id) as number
    const agent = actorAt(plan, at('a'))
    const repo = actorAt(plan, at('git'))
    expect(agent.clientOf).toEqual(new Map([['git', at('g')]]))
    expect(agent.bound.resources).toEqual([{ node: 'git', kind: 'repo', access: 'read-modify-write' }])
    expect(repo.serves).toEqual([at('g'), at('h')])
    expect(repo.clientOf.size).toBe(0)
    expect([...agent.footprint].sort()).toEqual([RUN, at('a'), at('f'), at('g')].sort())
    expect([...repo.footprint].sort()).toEqual([RUN, at('git'), at('e'), at('f'), at('g'), at('h')].sort())
  })

  it('keeps the order of the document on each port', () => {
    const plan = planOf(
      [START, AGENT, END],
      ['e', 'f', 'g'].map((id) => edge(id, 'start.out', id === 'f' ? 'a.in' : 'end.in')),
    )
    const start = actorAt(plan, plan.entry)
    expect(start.outOf.get('out')).toEqual(['e', 'f', 'g'].map((id) => plan.byId.get(id)))
    expect(actorAt(plan, plan.byId.get('end') as number).into.get('in')).toEqual(
      ['e', 'g'].map((id) => plan.byId.get(id)),
    )
  })
})

describe('a large drawing', () => {
  /** A chain of loops, each with a fan-out and its own repository client. */
  function large(nodeCount: number, edgeCount: number): TopologyDocument {
    const nodes = [START, END, REPO]
    const edges = [edge('open', 'start.out', 'git.open')]
    let last = 'git.opened'
    for (let at = 0; nodes.length + 2 <= nodeCount; at += 1) {
      const id = edges.length
      nodes.push(node(`a${at}`, 'agent'), { ...ROUTER, id: `r${at}` })
      edges.push(edge(`e${id}`, last, `a${at}.in`), edge(`f${id}`, `a${at}.out`, `r${at}.in`))
      if (at % 4 === 0) edges.push(edge(`g${id}`, `r${at}.again`, `a${at}.in`))
      if (at % 4 === 0) edges.push(edge(`h${id}`, `r${at}.exhausted`, 'end.in'))
      if (at % 4 === 1) edges.push(edge(`i${id}`, `a${at}`, 'git', { access: 'read' }))
      last = `r${at}.otherwise`
    }
    for (let at = edges.length; at < edgeCount; at += 1)
      edges.push(edge(`x${at}`, `a${at % 900}.error`, 'end.in'))
    return drawing(nodes, edges)
  }

  it('of 2,000 nodes and 3,000 edges compiles in under a second', () => {
    const document = large(2000, 3000)
    const tookMs = [1, 2, 3].map(() => {
      const before = performance.now()
      expect(compile(document, kinds).ok).toBe(true)
      return performance.now() - before
    })
    // The machine may be busy with something else once, not thrice.
    expect(Math.min(...tookMs)).toBeLessThan(1000)
  })
})
