import { describe, expect, it } from 'vitest'
import { kinds } from '../../nodes/index.ts'
import type { DocumentEdge, DocumentNode, TopologyDocument } from '../../topology/document.ts'
import type { CheckResult, FaultBudget } from '../result.ts'
import { checkTopology, stagesOf, startCheck } from './check.ts'
import { NO_FAULTS } from './testing/seen.ts'

const at: [number, number] = [0, 0]
const OPTIONS = { timing: 'partial-sync', maxStates: 100_000, maxBytes: 1e9, exact: false } as const

type Drawn = readonly [
  id: string,
  kind: string,
  config?: Record<string, unknown>,
  policy?: DocumentNode['policy'],
]

/** `from > to`, or `client - resource` for shared state. */
function draw(nodes: readonly Drawn[], edges: readonly string[]): TopologyDocument {
  return {
    synod: 1,
    name: 'drawing',
    nodes: nodes.map(
      ([id, kind, config, policy]): DocumentNode => ({
        id,
        kind,
        at,
        ...(config === undefined ? {} : { config }),
        ...(policy === undefined ? {} : { policy }),
      }),
    ),
    edges: edges.map((text, place): DocumentEdge => {
      const [from = '', to = ''] = text.split(/ [>-] /)
      const access = text.includes(' - ') ? ({ access: 'read-modify-write' } as const) : {}
      return { id: `e${place + 1}`, from, to, ...access }
    }),
  }
}

function check(
  document: TopologyDocument,
  faults: Partial<FaultBudget> = {},
  more: object = {},
): CheckResult {
  const checked = checkTopology(document, kinds, { ...OPTIONS, faults: { ...NO_FAULTS, ...faults }, ...more })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.value
}

function broken(document: TopologyDocument, faults: Partial<FaultBudget> = {}): readonly string[] {
  const { coverage, violated } = check(document, faults)
  expect(coverage).toBe('exhausted within bounds')
  return violated.map(({ property }) => property)
}

const push = (more: object = {}): Drawn => [
  'push',
  'command',
  { run: ['push'], class: 'once', probe: ['look'], ...more },
]

describe('what happens once, behind a gate', () => {
  const gated: readonly string[] = ['start.out > ok.in', 'ok.approved > push.in', 'push.out > end.in']
  const nodes: readonly Drawn[] = [
    ['start', 'input'],
    ['ok', 'gate', { ask: 'Go?' }],
    push(),
    ['end', 'output'],
  ]

  it('happens once, by one approval, whatever single fault there is', () => {
    for (const fault of ['host', 'crash', 'error', 'wrong', 'drop'] as const)
      expect(broken(draw(nodes, gated), { [fault]: 1 })).toEqual([])
  })

  it('is not approved where a way leads around the gate', () => {
    expect(broken(draw(nodes, [...gated, 'start.out > push.in']))).toEqual(['approved push'])
  })

  it('happens twice by one approval where its edge brings it twice', () => {
    expect(broken(draw(nodes, gated), { duplicate: 1 })).toContain('approved push')
  })

  it('happens twice where a person, who is asked for want of a probe, is wrong', () => {
    const unprobed = [...nodes.slice(0, 2), push({ probe: [] }), ...nodes.slice(3)]
    const found = check(draw(unprobed, gated), { host: 1, wrong: 1 })
    const twice = found.violated.find(({ property }) => property === 'once push')
    expect(twice?.sentence).toBe('push took effect twice for one message')
    expect(twice?.steps.filter(({ fault }) => fault)).toHaveLength(2)
  })

  it('acts on what is wrong where nothing stops it on its way', () => {
    const agent: readonly Drawn[] = [
      ['start', 'input'],
      ['fix', 'agent', { turns: 1 }],
      push(),
      ['end', 'output'],
    ]
    const direct = ['start.out > fix.in', 'fix.out > push.in', 'push.out > end.in']
    expect(broken(draw(agent, direct), { wrong: 1 })).toEqual(['right push'])
    const checked = ['start.out > fix.in', 'fix.out > test.in', 'test.pass > push.in', 'test.fail > end.in']
    const verified = draw(
      [...agent, ['test', 'verifier', { run: ['test'] }]],
      [...checked, 'push.out > end.in'],
    )
    expect(broken(verified, { wrong: 1 })).toEqual([])
  })
})

describe('two workers at one store', () => {
  const worker = (id: string, reads: readonly string[], updates: readonly string[]): Drawn => [
    id,
    'command',
    { run: ['do'], class: 'idempotent', reads, updates: updates.map((key) => ({ key })) },
  ]
  const around = (store: object, a: Drawn, b: Drawn, order = 'start.out > b.in'): TopologyDocument =>
    draw(
      [
        ['start', 'input'],
        [
          'board',
          'store',
          {
            keys: [
              { name: 'x', initial: '1' },
              { name: 'y', initial: '1' },
            ],
            ...store,
          },
        ],
        a,
        b,
        ['end', 'output'],
      ],
      ['start.out > a.in', order, 'a.out > end.in', 'b.out > end.in', 'a - board', 'b - board'],
    )
  const swap = { mode: 'compare-and-swap' }

  it('lose an update where the last write wins, and none where writes are compared', () => {
    const [a, b] = [worker('a', ['x'], ['x']), worker('b', ['x'], ['x'])]
    expect(broken(around({}, a, b))).toContain('lost-update board')
    expect(broken(around(swap, a, b))).toEqual([])
    expect(broken(around({ mode: 'lease', expiry_ms: 50 }, a, b), { crash: 1 })).toEqual([])
  })

  it('skew what each has read, unless one comes after the other', () => {
    const [a, b] = [worker('a', ['x', 'y'], ['x']), worker('b', ['x', 'y'], ['y'])]
    expect(broken(around(swap, a, b))).toContain('write-skew board')
    expect(broken(around(swap, a, b, 'a.out > b.in'))).not.toContain('write-skew board')
  })

  it('go on by what is old where one only reads', () => {
    const [a, b] = [worker('a', ['x'], []), worker('b', ['x'], ['x'])]
    expect(broken(around(swap, a, b))).toEqual(['stale-read a board'])
    expect(broken(around(swap, a, b, 'a.out > b.in'))).toEqual([])
  })
})

describe('ends', () => {
  it('are told: a join that waits for a branch that may not come, and a worker that dies in silence', () => {
    const joined = draw(
      [
        ['start', 'input'],
        ['way', 'router', { cases: [{ port: 'left', when: 'true' }] }],
        ['both', 'join', { inputs: ['a', 'b'] }],
        ['end', 'output'],
      ],
      [
        'start.out > way.in',
        'start.out > both.a',
        'way.left > both.b',
        'way.otherwise > end.in',
        'both.out > end.in',
      ],
    )
    expect(broken(joined)).toEqual(['not-stuck', 'join-fires both'])
    const agent = draw(
      [
        ['start', 'input'],
        ['ask', 'agent', {}, { timeout_ms: 1000 }],
        ['end', 'output'],
      ],
      ['start.out > ask.in', 'ask.out > end.in'],
    )
    // Every worker has a limit, be it by default.
    expect(broken(agent, { crash: 1 })).toEqual([])
  })

  it('of a search are honest: what a limit cut short is open', () => {
    const { coverage, capsHit, properties } = check(
      draw([['start', 'input'], push(), ['end', 'output']], ['start.out > push.in', 'push.out > end.in']),
      { host: 1 },
      { maxStates: 5 },
    )
    expect([coverage, capsHit]).toEqual(['partial', ['the largest number of states']])
    expect(properties.every(({ verdict }) => verdict === 'open')).toBe(true)
  })
})

describe('a check', () => {
  const document = draw(
    [['start', 'input'], push(), ['end', 'output']],
    ['start.out > push.in', 'push.out > end.in'],
  )

  it('proves what it compares whole and does not reduce', () => {
    const { coverage, omission, reductions } = check(document, { host: 1 }, { exact: true })
    expect([coverage, omission, reductions]).toEqual(['proved within bounds', 0, []])
  })

  it('tries fewer faults first', () => {
    expect(stagesOf({ ...NO_FAULTS, host: 1, wrong: 2 })).toEqual([
      NO_FAULTS,
      { ...NO_FAULTS, host: 1 },
      { ...NO_FAULTS, wrong: 1 },
      { ...NO_FAULTS, host: 1, wrong: 2 },
    ])
    expect(stagesOf({ ...NO_FAULTS, host: 1 })).toHaveLength(2)
  })

  it('says what holds with fewer faults, as far as it has looked', () => {
    const twice = draw(
      [['start', 'input'], push({ probe: undefined, class: 'idempotent' }), ['end', 'output']],
      ['start.out > push.in', 'push.out > end.in'],
    )
    const once = { ...twice, properties: [{ at_most: 1, of: 'push.acted' }] }
    const one = check(once, { host: 1 }).violated[0]
    expect(one?.without?.alone).toBe(false)
    expect(one?.without?.states).toBe(check(once).states)
    const thrice = { ...twice, properties: [{ at_most: 2, of: 'push.acted' }] }
    expect(check(thrice, { host: 2 }).violated[0]?.without?.alone).toBe(true)
  })

  it('answers at any moment, and ends when it is told to', () => {
    const started = startCheck(document, kinds, { ...OPTIONS, faults: { ...NO_FAULTS, host: 1 } })
    if (!started.ok) throw new Error('it does not compile')
    expect(started.value.advance(2)).toBe(false)
    expect(started.value.result(0).coverage).toBe('partial')
    started.value.cancel()
    expect(started.value.advance(100)).toBe(true)
    expect(started.value.result(1).capsHit).toEqual(['it was stopped'])
  })

  it('stops before it takes more memory than it may', () => {
    const { coverage, capsHit } = check(document, { host: 1 }, { maxBytes: 3_000_000 })
    expect([coverage, capsHit]).toEqual(['exhausted within bounds', []])
    const crowd = Array.from({ length: 4 }, (_, place): Drawn => [`a${place}`, 'agent', { turns: 1 + place }])
    const edges = crowd.flatMap(([id]) => [`start.out > ${id}.in`, `${id}.out > all.${id}`])
    const joined: Drawn = ['all', 'join', { inputs: crowd.map(([id]) => id) }]
    const wide = draw(
      [['start', 'input'], ...crowd, joined, ['end', 'output']],
      [...edges, 'all.out > end.in'],
    )
    const cut = check(wide, { error: 1, wrong: 2 }, { maxBytes: 3_000_000 })
    expect([cut.coverage, cut.capsHit]).toEqual(['partial', ['the memory it may use']])
  })

  it('names the edges that no schedule used', () => {
    const { neverFired } = check(
      draw(
        [
          ['start', 'input'],
          ['fix', 'agent', { turns: 1 }],
          ['end', 'output'],
          ['failed', 'output'],
        ],
        ['start.out > fix.in', 'fix.out > end.in', 'fix.error > failed.in'],
      ),
    )
    expect(neverFired).toEqual(['e3'])
  })
})
