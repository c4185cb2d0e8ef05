import { setConfig, setEdgePolicy } from '../edit.ts'
import { draw } from './draw.ts'
import type { Twin } from './twins.ts'

const WORK = { run: ['true'], class: 'pure' }
const ACT = { run: ['act'], class: 'once', probe: ['acted'] }

const sequel = draw(
  'A tag, then a release',
  {
    task: ['input'],
    tag: ['command', { ...ACT, as: 'tag' }],
    release: ['command', { ...ACT, as: 'release' }],
    end: ['output'],
    untag: ['command', ACT],
    withdraw: ['command', ACT],
    back: ['output'],
  },
  [
    'task.out tag.in',
    'tag.out release.in',
    'release.out end.in',
    'untag.out back.in',
    'withdraw.out back.in',
  ],
)

const prepared = draw(
  'Two prepare, one decides, two commit',
  {
    task: ['input'],
    first: ['command', ACT],
    second: ['command', ACT],
    both: ['join', { inputs: ['a', 'b'] }],
    decide: ['gate', { ask: 'Commit both?' }],
    commit: ['command', ACT],
    confirm: ['command', ACT],
    end: ['output'],
  },
  [
    ...[
      'task.out first.in',
      'task.out second.in',
      'first.out both.a',
      'second.out both.b',
      'both.out decide.in',
    ],
    ...['decide.approved commit.in', 'decide.approved confirm.in', 'commit.out end.in', 'confirm.out end.in'],
  ],
)

const DRAFT = { ...WORK, as: 'draft' }
const judged = draw(
  'Read before it was judged',
  {
    task: ['input'],
    write: ['command', { ...DRAFT, updates: [{ key: 'notes' }] }],
    check: ['gate', { ask: 'Is this right?' }],
    use: ['command', { ...WORK, reads: ['notes'] }],
    board: ['store', { keys: [{ name: 'notes' }], mode: 'compare-and-swap' }],
    end: ['output'],
    no: ['output'],
  },
  [
    ...['task.out write.in', 'write.out check.in', 'check.approved end.in', 'check.rejected no.in'],
    ...['task.out use.in', 'use.out end.in', 'write board write', 'use board read'],
  ],
)

const published = draw(
  'Published when it was judged',
  {
    task: ['input'],
    write: ['command', DRAFT],
    check: ['gate', { ask: 'Is this right?' }],
    publish: ['command', { ...WORK, as: 'published', updates: [{ key: 'notes', value: 'in.draft' }] }],
    use: ['command', { ...WORK, reads: ['notes'] }],
    board: ['store', { keys: [{ name: 'notes' }], mode: 'compare-and-swap' }],
    end: ['output'],
    no: ['output'],
  },
  [
    ...[
      'task.out write.in',
      'write.out check.in',
      'check.approved publish.in',
      'publish.out end.in',
      'check.rejected no.in',
    ],
    ...['task.out use.in', 'use.out end.in', 'publish board write', 'use board read'],
  ],
)

const STANDIN = { model: 'standin', script: [{ answer: 'done' }] }
const NODES = {
  task: ['input', { fields: [{ name: 'task' }] }],
  shop: ['repo', { path: '/shop' }],
  rate: ['agent', { ...STANDIN, prompt: 'Add a rate: {{in.task}}' }],
  sale: ['agent', { ...STANDIN, prompt: 'Add a discount: {{in.task}}' }],
  both: ['join', { inputs: ['a', 'b'] }],
  end: ['output'],
  lost: ['output'],
} as const
const WIRES = [
  ...['task.out shop.open', 'shop.opened rate.in', 'shop.opened sale.in', 'rate shop read-modify-write'],
  ...['sale shop read-modify-write', 'rate.out both.a', 'sale.out both.b', 'both.out end.in'],
]
const AGAIN = [
  ['rate.conflict rate.in', { rounds: 2 }],
  ['sale.conflict sale.in', { rounds: 2 }],
  ...['rate.exhausted lost.in', 'sale.exhausted lost.in'],
] as const

const alone = draw('Two on one repository', NODES, WIRES)
const settled = draw('Two on one repository, conflicts led back', NODES, [...WIRES, ...AGAIN])
const designed = draw(
  'One design for both',
  { ...NODES, design: ['agent', { ...STANDIN, prompt: 'Settle the design: {{in.task}}', as: 'design' }] },
  [
    ...['task.out shop.open', 'shop.opened design.in', 'design.out rate.in', 'design.out sale.in'],
    ...WIRES.slice(3),
    ...AGAIN,
  ],
)

const deciding = draw(
  'Two decide one topic',
  {
    task: ['input'],
    server: ['command', { ...WORK, decides: ['style'] }],
    client: ['command', { ...WORK, decides: ['style'] }],
    ledger: ['decisions', { topics: ['style'] }],
    both: ['join', { inputs: ['a', 'b'] }],
    end: ['output'],
  },
  [
    ...[
      'task.out server.in',
      'task.out client.in',
      'server ledger read-modify-write',
      'client ledger read-modify-write',
    ],
    ...['server.out both.a', 'client.out both.b', 'both.out end.in'],
  ],
)

const clocked = draw(
  'Called pure, reads the clock',
  {
    task: ['input'],
    stamp: ['command', { ...WORK, run: ['node', '-e', 'console.log(Date.now())'] }],
    end: ['output'],
  },
  ['task.out stamp.in', 'stamp.out end.in'],
)

const moving = draw(
  'A model that moves',
  { task: ['input'], write: ['agent', { model: 'openai:large-latest' }], end: ['output'] },
  ['task.out write.in', 'write.out end.in'],
)

const generals = draw(
  'Pay and ship',
  {
    task: ['input'],
    orders: ['timer', { mode: 'interval', wait_ms: 100, count: 3 }],
    pay: ['command', ACT],
    ship: ['command', ACT],
    paid: ['output'],
    shipped: ['output'],
  },
  [
    ...['task.out orders.start', 'orders.tick pay.in'],
    ['orders.tick ship.in', { capacity: 1, full: 'reject' }],
    ...['pay.out paid.in', 'ship.out shipped.in'],
  ],
)

const told = draw(
  'News for two',
  {
    task: ['input'],
    news: ['timer', { mode: 'interval', wait_ms: 100, count: 3 }],
    one: ['command', WORK],
    two: ['command', WORK],
    end: ['output'],
  },
  [
    ...['task.out news.start', 'news.tick one.in'],
    ['news.tick two.in', { capacity: 1, full: 'drop-oldest' }],
    ...['one.out end.in', 'two.out end.in'],
  ],
)

/** Rows 32 to 40. */
export const outcomeTwins: readonly Twin[] = [
  {
    rule: 'partial-commit',
    has: sequel,
    repaired: {
      ...sequel,
      groups: [
        { id: 'ship', members: ['tag', 'release'], saga: { undo: { tag: 'untag', release: 'withdraw' } } },
      ],
    },
  },
  {
    rule: 'commit-blocking',
    has: prepared,
    repaired: setConfig('decide', { deadline_ms: 3_600_000 })(prepared),
  },
  { rule: 'dirty-read', has: judged, repaired: published },
  { rule: 'merge-lost-work', has: alone, repaired: settled },
  { rule: 'decision-divergence', has: settled, repaired: designed },
  {
    rule: 'decision-divergence',
    has: deciding,
    repaired: setConfig('client', { decides: [], needs: ['style'] })(deciding),
  },
  {
    rule: 'nondeterministic-replay',
    has: clocked,
    repaired: setConfig('stamp', { class: 'idempotent' })(clocked),
  },
  {
    rule: 'version-skew',
    has: moving,
    repaired: setConfig('write', { model: 'openai:large-2026-05-01' })(moving),
  },
  { rule: 'two-generals', has: generals, repaired: setEdgePolicy('e3', { full: 'block' })(generals) },
  { rule: 'unreliable-broadcast', has: told, repaired: setEdgePolicy('e3', { full: 'block' })(told) },
]
