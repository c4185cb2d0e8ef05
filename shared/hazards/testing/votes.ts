import type { TopologyDocument } from '../../topology/document.ts'
import { all, setConfig, setEdgePolicy, setPolicy } from '../edit.ts'
import { verifierOn } from '../rules/unverified-effect.ts'
import { draw, drawInside } from './draw.ts'
import { saying, type Twin } from './twins.ts'

type Config = { readonly [key: string]: unknown }

/** So many agents, each of a model of its own, and what their vote is like. */
function vote(name: string, models: readonly string[], config: Config): TopologyDocument {
  const voters = models.map((model, at) => [`v${at + 1}`, ['agent', { model }]] as const)
  const names = voters.map(([id]) => id)
  return draw(
    name,
    {
      task: ['input'],
      ...Object.fromEntries(voters),
      vote: ['vote', { inputs: names, ...config }],
      end: ['output'],
      people: ['output'],
    },
    [
      ...names.map((id) => `task.out ${id}.in`),
      ...names.map((id) => `${id}.out vote.${id}`),
      'vote.decided end.in',
      'vote.undecided people.in',
    ],
  )
}

const FOUR = ['a:one', 'b:two', 'c:three', 'd:four']
const BYZANTINE = { faults: 'byzantine', f: 1 }

const missing = vote('A voter that is not drawn', FOUR.slice(0, 2), { inputs: ['v1', 'v2', 'v3', 'v4'] })
const failing = draw(
  'A voter that may fall silent',
  {
    task: ['input'],
    one: ['command', { run: ['true'], class: 'pure' }],
    two: ['command', { run: ['true'], class: 'pure' }],
    vote: ['vote', { inputs: ['one', 'two'], ballot: 'result' }],
    end: ['output'],
    failed: ['output'],
  },
  [
    'task.out one.in',
    'task.out two.in',
    'one.out vote.one',
    'two.out vote.two',
    'two.error failed.in',
    'vote.decided end.in',
    'vote.undecided end.in',
  ],
)

const disjoint = vote('Two of four decide', FOUR, { rule: 'quorum', quorum: 2 })
const trusting = vote('Four that may be wrong', FOUR, {})
const first = vote('The first answer decides', FOUR, { rule: 'quorum', quorum: 1 })
const alike = vote('Three of one model', ['a:one', 'a:one', 'a:one', 'b:two'], BYZANTINE)

const around = draw(
  'Round and round',
  {
    task: ['input'],
    write: ['agent', { turns: 20 }],
    good: ['router', { cases: [{ port: 'again', when: 'in.answer = "no"' }] }],
    end: ['output'],
  },
  [
    'task.out write.in',
    'write.out good.in',
    ['good.again write.in', { rounds: 100 }],
    'good.otherwise end.in',
    'good.exhausted end.in',
  ],
)

const ticking = draw(
  'Ticks until it is ready',
  {
    task: ['input'],
    clock: ['timer', { mode: 'interval', wait_ms: 1000 }],
    look: ['command', { run: ['true'], class: 'pure' }],
    ready: ['router', { cases: [{ port: 'yes', when: 'in.result = "yes"' }] }],
    end: ['output'],
  },
  [
    'task.out clock.start',
    'clock.tick look.in',
    'look.out ready.in',
    'ready.yes clock.stop',
    'ready.exhausted end.in',
    'ready.otherwise end.in',
    'clock.done end.in',
  ],
)

const restarted = draw(
  'Restarted for ever',
  { task: ['input'], build: ['command', { run: ['true'], class: 'pure' }], end: ['output'] },
  ['task.out build.in', 'build.out end.in'],
  {
    groups: [
      {
        id: 'again',
        members: ['build'],
        restart: { strategy: 'one-for-one', most: 3, within_ms: 60_000, backoff_ms: 0 },
      },
    ],
  },
)

const inside: TopologyDocument = {
  ...draw(
    'A loop inside',
    { task: ['input'], team: ['topology', { of: 'pair', outputs: ['done'] }], end: ['output'] },
    ['task.out team.in', 'team.done end.in'],
  ),
  topologies: [
    drawInside(
      'pair',
      {
        start: ['input'],
        write: ['agent', { turns: 20 }],
        good: ['router', { cases: [{ port: 'again', when: 'in.answer = "no"' }] }],
        done: ['output'],
      },
      [
        'start.out write.in',
        'write.out good.in',
        ['good.again write.in', { rounds: 100 }],
        'good.otherwise done.in',
        'good.exhausted done.in',
      ],
    ),
  ],
}

const NOTES = { run: ['true'], class: 'pure', reads: ['notes'], updates: [{ key: 'notes' }] }
const disputed = draw(
  'Two that undo each other',
  {
    task: ['input'],
    board: ['store', { keys: [{ name: 'notes' }] }],
    one: ['command', NOTES],
    two: ['command', NOTES],
    good: ['router', { cases: [{ port: 'again', when: 'in.result = "no"' }] }],
    end: ['output'],
  },
  [
    'task.out one.in',
    'one.out two.in',
    'two.out good.in',
    'good.again one.in',
    'good.otherwise end.in',
    'good.exhausted end.in',
    'one board read-modify-write',
    'two board read-modify-write',
  ],
)

const PAINT = ['command', { run: ['paint'] }] as const
const repainted = draw(
  'Two that undo each other on a branch',
  {
    task: ['input', { fields: [{ name: 'folder', type: 'repository' }] }],
    shop: ['repo', { path: '{{in.folder}}' }],
    red: PAINT,
    blue: PAINT,
    good: ['router', { cases: [{ port: 'again', when: 'in.result = "no"' }] }],
    end: ['output'],
    lost: ['output'],
  },
  [
    ...[
      'task.out shop.open',
      'shop.opened red.in',
      'red.out blue.in',
      'blue.out good.in',
      'good.again red.in',
    ],
    ...['good.otherwise end.in', 'good.exhausted end.in', 'red.conflict lost.in', 'blue.conflict lost.in'],
    ...['red shop read-modify-write', 'blue shop read-modify-write'],
  ],
)

export const voteTwins: readonly Twin[] = [
  {
    rule: 'quorum-unreachable',
    has: missing,
    repaired: setConfig('vote', { inputs: ['v1', 'v2'] })(missing),
  },
  { rule: 'quorum-unreachable', has: failing, repaired: setConfig('vote', { deadline_ms: 60_000 })(failing) },
  { rule: 'quorum-split', has: disjoint, repaired: setConfig('vote', { rule: 'majority' })(disjoint) },
  {
    rule: 'misread-majority',
    has: first,
    repaired: setConfig('vote', { ...BYZANTINE, rule: 'majority' })(first),
  },
  { rule: 'misread-majority', has: trusting, repaired: setConfig('vote', BYZANTINE)(trusting) },
  {
    rule: 'common-mode-vote',
    has: alike,
    repaired: all(...['e5', 'e6', 'e7', 'e8'].map(verifierOn))(alike),
  },
  saying(
    { at_most: 12, of: 'write.started' },
    { rule: 'unbounded-loop', has: around, repaired: setEdgePolicy('e3', { rounds: 3 })(around) },
  ),
  { rule: 'unbounded-loop', has: ticking, repaired: setConfig('clock', { count: 10 })(ticking) },
  {
    rule: 'unbounded-loop',
    has: restarted,
    repaired: all(setPolicy('build', { timeout_ms: 10_000 }))(restarted),
  },
  saying(
    { at_most: 12, of: 'team/write.started' },
    { rule: 'unbounded-loop', has: inside, repaired: setEdgePolicy('team/e3', { rounds: 3 })(inside) },
  ),
  {
    rule: 'ping-pong',
    has: disputed,
    repaired: setEdgePolicy('e4', { guard: { ask: 'Another round?' } })(disputed),
  },
  {
    rule: 'ping-pong',
    has: repainted,
    repaired: setEdgePolicy('e5', { guard: { ask: 'Another round?' } })(repainted),
  },
]
