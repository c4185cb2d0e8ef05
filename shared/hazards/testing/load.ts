import { all, setConfig, setEdgePolicy, setPolicy } from '../edit.ts'
import { draw, type Wire } from './draw.ts'
import { saying, type Twin } from './twins.ts'

const WORK = { run: ['true'], class: 'pure' }

const restarted = draw(
  'Three layers that try again',
  { task: ['input'], fetch: ['command', WORK, { attempts: 3 }], end: ['output'] },
  ['task.out fetch.in', 'fetch.out end.in'],
  {
    groups: [
      {
        id: 'net',
        members: ['fetch'],
        restart: { strategy: 'one-for-one', most: 3, within_ms: 60_000, backoff_ms: 0 },
      },
    ],
  },
)

const SHARED = ['agent', { model: 'anthropic:large' }] as const
const THREE = {
  task: ['input'],
  one: SHARED,
  two: SHARED,
  three: SHARED,
  all: ['join', { inputs: ['a', 'b', 'c'] }],
  end: ['output'],
} as const
const ALL: readonly Wire[] = [
  ...['task.out one.in', 'task.out two.in', 'task.out three.in'],
  ...['one.out all.a', 'two.out all.b', 'three.out all.c', 'all.out end.in'],
]

const together = draw('Three on one model', THREE, ALL)

/** What an agent could not do goes on as it came. */
const withFallback = [...SHARED, { fallback: true }] as const
const without = draw(
  'Three on one model that go on without it',
  { ...THREE, one: withFallback, two: withFallback, three: withFallback },
  [...ALL, 'one.fallback all.a', 'two.fallback all.b', 'three.fallback all.c'],
)

const ticking = draw(
  'Ticks faster than work',
  {
    task: ['input'],
    poll: ['timer', { mode: 'interval', wait_ms: 100, count: 24 }],
    look: ['command', WORK],
    end: ['output'],
  },
  ['task.out poll.start', ['poll.tick look.in', { capacity: 2 }], 'look.out end.in'],
)

const circling = draw(
  'A loop that fills up',
  {
    task: ['input'],
    work: ['command', WORK],
    sort: ['router', { cases: [{ port: 'again', when: 'in.result = "more"' }] }],
    end: ['output'],
  },
  [
    ['work.out sort.in', { capacity: 1 }],
    ['sort.again work.in', { capacity: 1, rounds: 1 }],
    ...['task.out work.in', 'task.out work.in', 'task.out work.in', 'task.out work.in'],
    ...['sort.otherwise end.in', 'sort.exhausted end.in'],
  ],
)

const growing = draw(
  'Two of each in every round',
  {
    task: ['input'],
    plan: ['command', WORK],
    left: ['command', WORK],
    right: ['command', WORK],
    both: ['join', { inputs: ['left', 'right'], wait: 'any' }],
    more: ['router', { cases: [{ port: 'again', when: 'in.result = "more"' }] }],
    end: ['output'],
  },
  [
    ...['task.out plan.in', 'plan.out left.in', 'plan.out right.in'],
    ...[
      'left.out more.in',
      'right.out more.in',
      'task.out both.left',
      'task.out both.right',
      'both.out end.in',
    ],
    ...['more.again plan.in', 'more.otherwise end.in', 'more.exhausted end.in'],
  ],
)

const joined = draw(
  'Two of each, joined in every round',
  {
    task: ['input'],
    plan: ['command', WORK],
    left: ['command', WORK],
    right: ['command', WORK],
    both: ['join', { inputs: ['left', 'right'] }],
    more: ['router', { cases: [{ port: 'again', when: 'in.left.result = "more"' }] }],
    end: ['output'],
  },
  [
    ...['task.out plan.in', 'plan.out left.in', 'plan.out right.in'],
    ...['left.out both.left', 'right.out both.right', 'both.out more.in'],
    ...['more.again plan.in', 'more.otherwise end.in', 'more.exhausted end.in'],
  ],
)

const clock = {
  task: ['input'],
  poll: ['timer', { mode: 'interval', wait_ms: 100, count: 0 }],
  look: ['command', WORK],
  sort: ['router', { cases: [{ port: 'enough', when: 'in.result = "short"' }] }],
  end: ['output'],
} as const
const ticks: Wire = ['poll.tick look.in', { full: 'drop-oldest', capacity: 1 }]

const unstopped = draw('A clock that one way stops', clock, [
  ...['task.out poll.start', 'task.out sort.in', 'sort.enough poll.stop', 'sort.otherwise end.in'],
  ticks,
])

/** The delay lets the clock begin first: who is stopped before it begins is not stopped at all. */
const stopped = draw('A clock that every way stops', { ...clock, last: ['timer', { wait_ms: 500 }] }, [
  ...['task.out poll.start', 'task.out sort.in', 'sort.enough last.in', 'sort.otherwise last.in'],
  ...['last.out poll.stop', 'last.out end.in'],
  ticks,
])

const detached = draw(
  'A process that detaches itself',
  { task: ['input'], serve: ['command', { run: ['nohup', 'serve', '--port', '80'] }], end: ['output'] },
  ['task.out serve.in', 'serve.out end.in'],
)

const straight = draw('One way, one try', { task: ['input'], build: ['command', WORK], end: ['output'] }, [
  'task.out build.in',
  'build.out end.in',
])

/** Rows 25 to 31. */
export const loadTwins: readonly Twin[] = [
  {
    rule: 'retry-storm',
    has: restarted,
    repaired: {
      ...restarted,
      controllers: [
        {
          id: 'stop',
          type: 'breaker',
          nodes: ['fetch'],
          failures: 3,
          cooldown_ms: 30_000,
          probes: 1,
          open: 'refuse',
        },
      ],
    },
  },
  {
    rule: 'cascading-failure',
    has: together,
    repaired: {
      ...together,
      controllers: [
        {
          id: 'stop',
          type: 'breaker',
          model: 'anthropic:large',
          failures: 2,
          cooldown_ms: 30_000,
          probes: 1,
          open: 'wait',
        },
      ],
    },
  },
  saying({ never: 'run.failed' }, { rule: 'cascading-failure', has: together, repaired: without }),
  { rule: 'unbounded-queue', has: ticking, repaired: setEdgePolicy('e2', { full: 'drop-oldest' })(ticking) },
  {
    rule: 'bounded-queue-deadlock',
    has: circling,
    repaired: all(setEdgePolicy('e1', { capacity: 4 }), setEdgePolicy('e2', { capacity: 4 }))(circling),
  },
  { rule: 'fan-out-explosion', has: growing, repaired: joined },
  { rule: 'orphan-work', has: unstopped, repaired: stopped },
  {
    rule: 'orphan-work',
    has: detached,
    repaired: setConfig('serve', { run: ['serve', '--port', '80'] })(detached),
  },
  { rule: 'single-point-of-failure', has: straight, repaired: setPolicy('build', { attempts: 3 })(straight) },
]
