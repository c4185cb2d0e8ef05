import { describe, expect, it } from 'vitest'
import { Rig } from '../kernel/testing/rig.ts'
import { kinds } from '../nodes/index.ts'
import { compile } from './compile.ts'
import type { TopologyDocument } from './document.ts'
import type { Outcome } from './payload.ts'
import type { Plan } from './plan.ts'

const AT: [number, number] = [0, 0]

function node(id: string, kind: string, config: { [key: string]: unknown } = {}) {
  return { id, kind, at: AT, config }
}

function edge(id: string, from: string, to: string) {
  return { id, from, to }
}

/** `task → look → done`, with a command between. */
const TEAM = {
  id: 'team',
  nodes: [node('task', 'input'), node('look', 'command', { run: ['x'] }), node('done', 'output')],
  edges: [edge('a', 'task.out', 'look.in'), edge('b', 'look.out', 'done.in')],
}

function around(
  middle: { [key: string]: unknown },
  kind: string,
  more: Partial<TopologyDocument> = {},
): TopologyDocument {
  const out = kind === 'map' ? 'out' : 'done'
  return {
    synod: 1,
    name: 'around',
    nodes: [node('start', 'input'), node('m', kind, middle), node('end', 'output')],
    edges: [edge('e1', 'start.out', 'm.in'), edge('e2', `m.${out}`, 'end.in')],
    topologies: [TEAM],
    ...more,
  }
}

function plan(document: TopologyDocument): Plan {
  const compiled = compile(document, kinds)
  if (!compiled.ok) throw new Error(JSON.stringify(compiled.problems))
  return compiled.value
}

function problems(document: TopologyDocument): readonly string[] {
  const compiled = compile(document, kinds)
  return compiled.ok ? [] : compiled.problems.map(({ path, message }) => `${path} | ${message}`)
}

/** Does all that the kernel offers, and settles each effect with the first of `answers` for its tag. */
function runAll(rig: Rig, answer: (tag: string, node: string) => Outcome): void {
  for (let steps = 0; steps < 500; steps += 1) {
    const input = rig.first()
    if (input !== null) {
      rig.put(input)
      continue
    }
    const open = rig.begun()[0]
    if (open === undefined) return
    rig.settle(open.node, open.tag, answer(open.tag, open.node))
  }
  throw new Error('it does not end')
}

const WELL = (result: string): Outcome => ({ tag: 'ok', control: { exit: 0 }, refs: { result, log: 'log' } })

describe('a topology inside a topology', () => {
  it('is inlined: ids are paths, the node itself is where messages enter', () => {
    const { byId } = plan(around({ of: 'team', outputs: ['done'] }, 'topology'))
    expect([...byId.keys()]).toEqual(['start', 'm', 'm/look', 'm/done', 'end', 'e1', 'e2', 'm/a', 'm/b'])
  })

  it('runs like any other part', () => {
    const rig = new Rig(plan(around({ of: 'team', outputs: ['done'] }, 'topology')))
    rig.start({ task: 'text:do' })
    runAll(rig, () => WELL('text:seen'))
    expect(rig.verdict()).toEqual({ status: 'done' })
    expect(rig.actor('end').local).toEqual({ received: [{ task: 'text:do', result: 'text:seen' }] })
  })

  it('lets an error out by its error port, if that is wired', () => {
    const document = around({ of: 'team', outputs: ['done'] }, 'topology')
    const wired = {
      ...document,
      nodes: [...document.nodes, node('sorry', 'output')],
      edges: [...document.edges, edge('e3', 'm.error', 'sorry.in')],
    }
    const rig = new Rig(plan(wired))
    rig.start({ task: 'text:do' })
    runAll(rig, () => ({ tag: 'exit', control: { exit: 1 }, refs: { result: 'text:bad', log: 'log' } }))
    expect(rig.run().status).toBe('running')
    expect(rig.actor('sorry').local).toMatchObject({ received: [{ task: 'text:do' }] })
  })

  it('may be inside another', () => {
    const outer = {
      id: 'outer',
      nodes: [
        node('task', 'input'),
        node('t', 'topology', { of: 'team', outputs: ['done'] }),
        node('done', 'output'),
      ],
      edges: [edge('a', 'task.out', 't.in'), edge('b', 't.done', 'done.in')],
    }
    const document = around({ of: 'outer', outputs: ['done'] }, 'topology', { topologies: [TEAM, outer] })
    expect(plan(document).byId.has('m/t/look')).toBe(true)
  })

  it.each<[string, TopologyDocument, string]>([
    [
      'that contains itself',
      around({ of: 'team', outputs: ['done'] }, 'topology', {
        topologies: [{ ...TEAM, nodes: [...TEAM.nodes, node('again', 'map', { of: 'team' })] }],
      }),
      'topologies[0] | it contains itself ("team" in "team"), so it would never end',
    ],
    [
      'that is not there',
      around({ of: 'crew', outputs: ['done'] }, 'topology'),
      'nodes[1].config.of | this drawing has no topology "crew" inside; expected one of: team',
    ],
    [
      'with other outputs',
      around({ of: 'team', outputs: ['done', 'more'] }, 'topology'),
      'nodes[1].config.outputs | expected the outputs of "team": done',
    ],
    [
      'with a mistake inside',
      around({ of: 'team', outputs: ['done'] }, 'topology', {
        topologies: [{ ...TEAM, edges: [edge('a', 'task.out', 'nobody.in')] }],
      }),
      'topologies[0].edges[0].to | there is no node "nobody"',
    ],
  ])('%s is refused', (_what, document, problem) => {
    expect(problems(document)).toContain(problem)
  })
})

describe('a map', () => {
  const split = (count: number): Outcome => ({
    tag: 'ok',
    control: { count },
    refs: { items: Array.from({ length: count }, (_, at) => `text:item${at}`) },
  })

  it('does the same with every item on its lanes, and keeps their order', () => {
    const rig = new Rig(plan(around({ of: 'team', concurrency: 2 }, 'map')))
    rig.start({ task: 'text:do' })
    let done = 0
    runAll(rig, (tag) => {
      if (tag === 'split') return split(5)
      done += 1
      return WELL(`text:r${done}`)
    })
    expect(rig.verdict()).toEqual({ status: 'done' })
    const { received } = rig.actor('end').local as { received: { results: { item: string }[] }[] }
    expect(received[0]?.results.map(({ item }) => item)).toEqual(
      [0, 1, 2, 3, 4].map((at) => `text:item${at}`),
    )
    expect(new Set(rig.plan.actors.map(({ id }) => id))).toContain('m/1/look')
  })

  it('of nothing goes on at once', () => {
    const rig = new Rig(plan(around({ of: 'team' }, 'map')))
    rig.start({ task: 'text:do' })
    runAll(rig, () => split(0))
    expect(rig.actor('end').local).toEqual({ received: [{ task: 'text:do', results: [] }] })
  })

  it.each([
    ['fails the message', 'fail', 'failing'],
    ['is collected with the results', 'collect', 'running'],
  ])('an item that fails %s', (_what, failed, status) => {
    const rig = new Rig(plan(around({ of: 'team', concurrency: 2, failed }, 'map')))
    rig.start({ task: 'text:do' })
    let first = true
    runAll(rig, (tag) => {
      if (tag === 'split') return split(3)
      if (!first) return WELL('text:r')
      first = false
      return { tag: 'exit', control: { exit: 1 }, refs: { result: 'text:bad', log: 'log' } }
    })
    expect(rig.run().status).toBe(status)
  })

  it('is no loop, and inside one its lanes are part of it', () => {
    const { nodes, edges, ...rest } = around({ of: 'team' }, 'map')
    const again = node('again', 'router', { cases: [{ port: 'more', when: 'true' }] })
    const back = [
      edge('e2', 'm.out', 'again.in'),
      edge('e3', 'again.more', 'm.in'),
      edge('e4', 'again.exhausted', 'end.in'),
      edge('e5', 'again.otherwise', 'end.in'),
    ]
    const looped = plan({ ...rest, nodes: [...nodes, again], edges: [edges[0]!, ...back] })
    const strips = looped.components.flatMap((one) =>
      one.type === 'channel' && one.id.startsWith('m/') ? one.strip : [],
    )
    expect(strips).toEqual([])
  })
})

describe('what an edge compiles to', () => {
  it('stands on it in order, one channel between any two', () => {
    const document = around({ of: 'team', outputs: ['done'] }, 'topology')
    const policy = { contract: {}, condition: 'in.x', transform: 'in', guard: { ask: 'Let it through?' } }
    const { byId } = plan({ ...document, edges: [{ ...document.edges[0]!, policy }, document.edges[1]!] })
    const own = [...byId.keys()].filter((id) => id.startsWith('e1'))
    expect(own).toEqual([
      'e1.contract',
      'e1.condition',
      'e1.transform',
      'e1.guard',
      'e1',
      'e1.met',
      'e1.held',
      'e1.changed',
      'e1.approved',
    ])
  })

  it('must be what a gate knows', () => {
    const document = around({ of: 'team', outputs: ['done'] }, 'topology')
    const policy = { guard: { question: 'Well?' } }
    expect(
      problems({ ...document, edges: [{ ...document.edges[0]!, policy }, document.edges[1]!] })[0],
    ).toMatch(/^edges\[0\]\.policy\.guard/)
  })
})
