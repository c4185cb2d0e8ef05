import { all, mapEdge, setConfig, setEdgePolicy } from '../../edit.ts'
import type { Sketch } from '../draw.ts'
import { saying, type Twin } from '../twins.ts'
import { ACT, pair, RUN, STANDIN, shipping, WORK } from './shipping.ts'

const AGAIN = { cases: [{ port: 'again', when: 'in.answer = "no"' }] }
const JOIN = ['join', { inputs: ['a', 'b'] }] as const

const circle = shipping('A join that waits for its own review', {
  nodes: {
    gather: ['join', { inputs: ['plan', 'review'] }],
    write: ['agent', STANDIN],
    check: ['router', AGAIN],
  },
  wires: [
    ...['plan.out gather.plan', 'gather.out write.in', 'write.out check.in', 'check.again gather.review'],
    ...['check.otherwise tests.in', 'check.exhausted no.in'],
  ],
})

const decides = (topic: string, need: string): Sketch => [
  'command',
  { ...WORK, decides: [topic], needs: [need] },
]
const crossed = shipping(
  'Server and client wait for each other',
  pair(decides('api', 'schema'), decides('schema', 'api'), {
    nodes: { ledger: ['decisions', { topics: ['api', 'schema'] }] },
    wires: ['one ledger read-modify-write', 'two ledger read-modify-write'],
  }),
)

const STYLE: Sketch = ['command', { ...WORK, decides: ['style'] }]
const twice = shipping(
  'Server and client decide one style',
  pair(STYLE, STYLE, {
    nodes: { ledger: ['decisions', { topics: ['style'] }] },
    wires: ['one ledger read-modify-write', 'two ledger read-modify-write'],
  }),
)

const here = shipping(
  'Two ledgers of one style',
  pair(STYLE, STYLE, {
    nodes: {
      here: ['decisions', { topics: ['style'] }],
      there: ['decisions', { topics: ['style', 'schema'] }],
    },
    wires: ['one here write', 'two there write'],
  }),
)

const halted = shipping('A branch that the types may stop', {
  nodes: {
    write: ['agent', STANDIN],
    types: ['verifier', { run: ['tsc'] }],
    look: ['agent', STANDIN],
    both: JOIN,
  },
  wires: [
    ...['plan.out write.in', 'plan.out look.in', 'write.out types.in', 'types.pass both.a'],
    ...['types.fail no.in', 'look.out both.b', 'both.out tests.in'],
  ],
})

const racing = shipping('Whoever is first', {
  nodes: { fast: RUN, slow: ['command', ACT], first: ['join', { inputs: ['a', 'b'], wait: 'any' }] },
  wires: [
    ...['plan.out fast.in', 'plan.out slow.in', 'fast.out first.a', 'slow.out first.b', 'first.out tests.in'],
  ],
})

const POLL = { mode: 'interval', wait_ms: 100, count: 24 }
const polled = shipping('A poll that is faster than the work', {
  nodes: { poll: ['timer', POLL], look: RUN, seen: ['output'] },
  wires: [
    ['poll.tick look.in', { capacity: 2 }],
    ...['plan.out poll.start', 'poll.done tests.in', 'look.out seen.in'],
  ],
})

const dropped = shipping('A poll whose work is turned away', {
  nodes: { poll: ['timer', { ...POLL, count: 3 }], note: RUN, store: RUN, stored: ['output'] },
  wires: [
    ['note.out store.in', { capacity: 1, full: 'reject' }],
    ...['plan.out poll.start', 'poll.done tests.in', 'poll.tick note.in', 'store.out stored.in'],
  ],
})

const LOOP: Sketch = ['router', { cases: [{ port: 'again', when: 'in.result = "more"' }] }]
const full = shipping('A loop that holds less than comes', {
  nodes: { one: RUN, two: RUN, work: RUN, sort: LOOP },
  wires: [
    ['work.out sort.in', { capacity: 1 }],
    ['sort.again work.in', { capacity: 1, rounds: 1 }],
    ...['plan.out one.in', 'plan.out two.in', 'one.out work.in', 'two.out work.in', 'plan.out work.in'],
    ...['plan.out work.in', 'sort.otherwise no.in', 'sort.exhausted no.in', 'plan.out tests.in'],
  ],
})

const HALVES = ['plan.out again.in', 'again.out left.in', 'again.out right.in']
const growing = shipping('Two of each in every round', {
  nodes: { again: RUN, left: RUN, right: RUN, more: LOOP },
  wires: [
    ...HALVES,
    ...['left.out more.in', 'right.out more.in', 'more.again again.in', 'more.otherwise no.in'],
    ...['more.exhausted no.in', 'plan.out tests.in'],
  ],
})
const joined = shipping('Two of each, joined in every round', {
  nodes: { again: RUN, left: RUN, right: RUN, both: JOIN, more: LOOP },
  wires: [
    ...HALVES,
    ...['left.out both.a', 'right.out both.b', 'both.out more.in', 'more.again again.in'],
    ...['more.otherwise tests.in', 'more.exhausted no.in'],
  ],
})

const around = shipping('Written again until it is good', {
  nodes: { write: ['agent', { ...STANDIN, turns: 20 }], good: ['router', AGAIN] },
  wires: [
    ...['plan.out write.in', 'write.out good.in'],
    ['good.again write.in', { rounds: 100 }],
    ...['good.otherwise tests.in', 'good.exhausted no.in'],
  ],
})

export const waitingTeams: readonly Twin[] = [
  { rule: 'deadlock', has: circle, repaired: setConfig('gather', { wait: 'any' })(circle) },
  { rule: 'lock-order', has: crossed, repaired: setConfig('one', { needs: [] })(crossed) },
  {
    rule: 'decision-divergence',
    has: twice,
    repaired: setConfig('two', { decides: [], needs: ['style'] })(twice),
  },
  {
    rule: 'split-brain',
    has: here,
    repaired: all(
      mapEdge('e7', (edge) => ({ ...edge, to: 'here' })),
      setConfig('two', { decides: [], needs: ['style'] }),
    )(here),
  },
  { rule: 'unmet-join', has: halted, repaired: setConfig('both', { wait: 'any' })(halted) },
  { rule: 'premature-end', has: racing, repaired: setConfig('first', { wait: 'all' })(racing) },
  { rule: 'unbounded-queue', has: polled, repaired: setEdgePolicy('e1', { full: 'drop-oldest' })(polled) },
  saying(
    { never: 'e1.rejected' },
    { rule: 'lost-message', has: dropped, repaired: setEdgePolicy('e1', { full: 'block' })(dropped) },
  ),
  {
    rule: 'bounded-queue-deadlock',
    has: full,
    repaired: all(setEdgePolicy('e1', { capacity: 4 }), setEdgePolicy('e2', { capacity: 4 }))(full),
  },
  { rule: 'fan-out-explosion', has: growing, repaired: joined },
  saying(
    { at_most: 12, of: 'write.started' },
    { rule: 'unbounded-loop', has: around, repaired: setEdgePolicy('e3', { rounds: 3 })(around) },
  ),
]
