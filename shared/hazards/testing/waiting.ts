import { mapEdge, setConfig, setEdgePolicy } from '../edit.ts'
import { draw } from './draw.ts'
import { saying, type Twin } from './twins.ts'

const WORK = { run: ['true'], class: 'pure' }

const circle = draw(
  'A join that waits for its own result',
  {
    task: ['input'],
    gather: ['join', { inputs: ['task', 'review'] }],
    write: ['agent'],
    check: ['router', { cases: [{ port: 'again', when: 'in.answer = "no"' }] }],
    end: ['output'],
  },
  [
    'task.out gather.task',
    'gather.out write.in',
    'write.out check.in',
    'check.again gather.review',
    'check.otherwise end.in',
    'check.exhausted end.in',
  ],
)

const forlorn = draw(
  'Nobody decides',
  {
    task: ['input'],
    ledger: ['decisions', { topics: ['style'] }],
    build: ['command', { ...WORK, needs: ['style'] }],
    end: ['output'],
  },
  ['task.out build.in', 'build ledger read', 'build.out end.in'],
)

const crossed = draw(
  'Each waits for the other',
  {
    task: ['input'],
    ledger: ['decisions', { topics: ['api', 'schema'] }],
    server: ['command', { ...WORK, needs: ['schema'], decides: ['api'] }],
    client: ['command', { ...WORK, needs: ['api'], decides: ['schema'] }],
    both: ['join', { inputs: ['a', 'b'] }],
    end: ['output'],
  },
  [
    'task.out server.in',
    'task.out client.in',
    'server ledger read-modify-write',
    'client ledger read-modify-write',
    'server.out both.a',
    'client.out both.b',
    'both.out end.in',
  ],
)

const branch = draw(
  'A branch that may stop',
  {
    task: ['input'],
    write: ['agent'],
    tests: ['verifier', { run: ['npm', 'test'] }],
    look: ['agent'],
    both: ['join', { inputs: ['written', 'looked'] }],
    end: ['output'],
    stopped: ['output'],
  },
  [
    'task.out write.in',
    'task.out look.in',
    'write.out tests.in',
    'tests.pass both.written',
    'tests.fail stopped.in',
    'look.out both.looked',
    'both.out end.in',
  ],
)

const failing = draw(
  'A branch that may fail',
  {
    task: ['input'],
    one: ['command', WORK],
    two: ['command', WORK],
    both: ['join', { inputs: ['a', 'b'] }],
    end: ['output'],
    failed: ['output'],
  },
  [
    'task.out one.in',
    'task.out two.in',
    'one.out both.a',
    'two.out both.b',
    'one.error failed.in',
    'both.out end.in',
  ],
)

const leftOver = draw(
  'Two for one input',
  {
    task: ['input'],
    one: ['command', WORK],
    two: ['command', WORK],
    both: ['join', { inputs: ['a', 'b'] }],
    end: ['output'],
  },
  [
    'task.out one.in',
    'task.out two.in',
    'one.out both.a',
    'two.out both.a',
    'task.out both.b',
    'both.out end.in',
  ],
)

const oneEach = draw(
  'One for each input',
  {
    task: ['input'],
    one: ['command', WORK],
    two: ['command', WORK],
    both: ['join', { inputs: ['a', 'b', 'c'] }],
    end: ['output'],
  },
  [
    'task.out one.in',
    'task.out two.in',
    'one.out both.a',
    'two.out both.c',
    'task.out both.b',
    'both.out end.in',
  ],
)

const later = draw(
  'Back to a join',
  {
    task: ['input'],
    look: ['command', WORK],
    both: ['join', { inputs: ['task', 'look'] }],
    good: ['router', { cases: [{ port: 'again', when: 'in.result = "no"' }] }],
    end: ['output'],
  },
  [
    'task.out both.task',
    'task.out look.in',
    'look.out both.look',
    'both.out good.in',
    'good.again both.task',
    'good.otherwise end.in',
    'good.exhausted end.in',
  ],
)

const ticks = draw(
  'Ticks to a slow one',
  {
    task: ['input'],
    clock: ['timer', { mode: 'interval', wait_ms: 1000, count: 3 }],
    note: ['command', WORK],
    store: ['command', WORK],
    end: ['output'],
  },
  [
    'task.out clock.start',
    'clock.tick note.in',
    ['note.out store.in', { capacity: 1, full: 'reject' }],
    'store.out end.in',
  ],
)

const route = draw(
  'A way that leads nowhere',
  {
    task: ['input'],
    sort: ['router', { cases: [{ port: 'bug', when: 'in.task = "bug"' }] }],
    fix: ['agent'],
    end: ['output'],
  },
  ['task.out sort.in', 'sort.bug fix.in', 'fix.out end.in'],
)

const routed = draw(
  'Both ways lead on',
  {
    task: ['input'],
    sort: ['router', { cases: [{ port: 'bug', when: 'in.task = "bug"' }] }],
    fix: ['agent'],
    end: ['output'],
  },
  ['task.out sort.in', 'sort.bug fix.in', 'fix.out end.in', 'sort.otherwise end.in'],
)

const anyOrder = draw(
  'The latest in any order',
  {
    task: ['input'],
    clock: ['timer', { mode: 'interval', wait_ms: 1000, count: 3 }],
    look: ['command', WORK],
    keep: ['command', { ...WORK, updates: [{ key: 'latest' }] }],
    board: ['store', { keys: [{ name: 'latest' }] }],
    end: ['output'],
  },
  [
    ...['task.out clock.start', 'clock.tick look.in'],
    ['look.out keep.in', { order: 'any' }],
    ...['keep.out end.in', 'keep board write'],
  ],
)

const ledgers = draw(
  'Two ledgers',
  {
    task: ['input'],
    one: ['command', { ...WORK, decides: ['api'] }],
    two: ['command', { ...WORK, decides: ['api'] }],
    here: ['decisions', { topics: ['api'] }],
    there: ['decisions', { topics: ['api', 'schema'] }],
    both: ['join', { inputs: ['a', 'b'] }],
    end: ['output'],
  },
  [
    'task.out one.in',
    'task.out two.in',
    'one here write',
    'two there write',
    'one.out both.a',
    'two.out both.b',
    'both.out end.in',
  ],
)

export const waitingTwins: readonly Twin[] = [
  { rule: 'deadlock', has: circle, repaired: setConfig('gather', { wait: 'any' })(circle) },
  { rule: 'deadlock', has: forlorn, repaired: setConfig('build', { needs: [] })(forlorn) },
  { rule: 'lock-order', has: crossed, repaired: setConfig('server', { needs: [] })(crossed) },
  { rule: 'unmet-join', has: branch, repaired: setConfig('both', { wait: 'any' })(branch) },
  { rule: 'unmet-join', has: failing, repaired: setConfig('both', { wait: 'any' })(failing) },
  { rule: 'unmet-join', has: leftOver, repaired: oneEach },
  { rule: 'unmet-join', has: later, repaired: setConfig('both', { wait: 'any' })(later) },
  saying(
    { never: 'e3.rejected' },
    { rule: 'lost-message', has: ticks, repaired: setEdgePolicy('e3', { full: 'block' })(ticks) },
  ),
  { rule: 'lost-message', has: route, repaired: routed },
  {
    rule: 'split-brain',
    has: ledgers,
    repaired: mapEdge('e4', (edge) => ({ ...edge, to: 'here' }))(ledgers),
  },
  { rule: 'reordering', has: anyOrder, repaired: setEdgePolicy('e3', { order: 'fifo' })(anyOrder) },
]
