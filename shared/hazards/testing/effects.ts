import { setConfig, setEdgePolicy, setPolicy } from '../edit.ts'
import { draw, type Wire } from './draw.ts'
import { saying, type Twin } from './twins.ts'

const PUSH = { run: ['push'], class: 'once', probe: ['pushed'] }

const CODE = ['repo', { path: '{{in.folder}}' }] as const
const FOLDER = ['input', { fields: [{ name: 'folder', type: 'repository' }] }] as const

const outside = draw(
  'Reaches out of its worktree',
  {
    task: FOLDER,
    code: CODE,
    publish: ['command', { run: ['publish'], network: ['registry.example'], probe: ['published'] }],
    end: ['output'],
  },
  ['task.out code.open', 'code.opened publish.in', 'publish code read', 'publish.out end.in'],
)

const handedTwice = draw(
  'Two branches to one push',
  {
    task: ['input'],
    linux: ['command', { run: ['true'], class: 'pure' }],
    mac: ['command', { run: ['true'], class: 'pure' }],
    push: ['command', PUSH],
    end: ['output'],
  },
  ['task.out linux.in', 'task.out mac.in', 'linux.out push.in', 'mac.out push.in', 'push.out end.in'],
)

const handedOnce = draw(
  'Two branches, joined before one push',
  {
    task: ['input'],
    linux: ['command', { run: ['true'], class: 'pure' }],
    mac: ['command', { run: ['true'], class: 'pure' }],
    both: ['join', { inputs: ['linux', 'mac'] }],
    push: ['command', PUSH],
    end: ['output'],
  },
  [
    'task.out linux.in',
    'task.out mac.in',
    'linux.out both.linux',
    'mac.out both.mac',
    'both.out push.in',
    'push.out end.in',
  ],
)

const unprobed = draw(
  'A push without a probe',
  { task: ['input'], push: ['command', { run: ['push'], class: 'once' }], end: ['output'] },
  ['task.out push.in', 'push.out end.in'],
)

const replaced = draw(
  'A slow one is replaced',
  {
    task: ['input'],
    upload: [
      'command',
      { run: ['upload'], class: 'idempotent', network: ['files.example'] },
      { takeover: true, attempts: 3, chunk_ms: 10_000 },
    ],
    end: ['output'],
  },
  ['task.out upload.in', 'upload.out end.in'],
)

const watched = draw(
  'A watchdog that acts',
  {
    task: ['input'],
    watch: ['timer', { mode: 'watchdog', wait_ms: 60_000 }],
    primary: ['command', PUSH],
    standby: ['command', PUSH],
    end: ['output'],
  },
  [
    'task.out watch.in',
    'watch.out primary.in',
    'watch.quiet standby.in',
    'primary.out end.in',
    'standby.out end.in',
  ],
)

const bypass = draw(
  'A way around the gate',
  {
    task: ['input'],
    size: ['router', { cases: [{ port: 'small', when: 'in.task = "typo"' }] }],
    ok: ['gate', { ask: 'Push it?' }],
    push: ['command', PUSH],
    end: ['output'],
    no: ['output'],
  },
  [
    'task.out size.in',
    'size.small push.in',
    'size.otherwise ok.in',
    'ok.approved push.in',
    'ok.rejected no.in',
    'push.out end.in',
  ],
)

const changed = draw(
  'Changed after the approval',
  {
    task: FOLDER,
    code: CODE,
    ok: ['gate', { ask: 'Push it?' }],
    polish: ['command', { run: ['polish'] }],
    push: ['command', PUSH],
    end: ['output'],
    no: ['output'],
  },
  [
    'task.out code.open',
    'code.opened ok.in',
    'ok.approved polish.in',
    'ok.rejected no.in',
    'polish code read-modify-write',
    'polish.out push.in',
    'push.out end.in',
  ],
)

const unchecked = draw(
  'An agent and a push',
  { task: ['input'], write: ['agent'], push: ['command', PUSH], end: ['output'] },
  ['task.out write.in', 'write.out push.in', 'push.out end.in'],
)

const checked = draw(
  'An agent, a verifier and a push',
  {
    task: ['input'],
    write: ['agent'],
    tests: ['verifier', { run: ['npm', 'test'] }],
    push: ['command', PUSH],
    end: ['output'],
    stopped: ['output'],
  },
  [
    'task.out write.in',
    'write.out tests.in',
    'tests.pass push.in',
    'tests.fail stopped.in',
    'push.out end.in',
  ],
)

const armed = draw(
  'An agent that pushes by itself',
  {
    task: ['input'],
    write: ['agent', { tools: [{ name: 'push', run: ['push'], class: 'once' }] }],
    end: ['output'],
  },
  ['task.out write.in', 'write.out end.in'],
)

const REVIEW = {
  task: ['input'],
  write: ['agent', { model: 'anthropic:one' }],
  review: ['agent', { model: 'anthropic:one' }],
  good: ['router', { cases: [{ port: 'again', when: 'in.answer = "no"' }] }],
  push: ['command', PUSH],
  end: ['output'],
  stopped: ['output'],
} as const

const ROUND: readonly Wire[] = [
  'task.out write.in',
  'write.out review.in',
  'review.out good.in',
  ['good.again write.in', { rounds: 2 }],
  'good.exhausted stopped.in',
  'push.out end.in',
]

const reviewed = draw('Reviewed by its own model', REVIEW, [...ROUND, 'good.otherwise push.in'])
const tested = draw(
  'Reviewed by its own model, and tested',
  { ...REVIEW, tests: ['verifier', { run: ['npm', 'test'] }] },
  [...ROUND, 'good.otherwise tests.in', 'tests.pass push.in', 'tests.fail stopped.in'],
)

export const effectTwins: readonly Twin[] = [
  saying(
    { at_most: 1, of: 'publish.acted' },
    { rule: 'double-effect', has: outside, repaired: setConfig('publish', { class: 'once' })(outside) },
  ),
  saying({ at_most: 1, of: 'push.acted' }, { rule: 'double-effect', has: handedTwice, repaired: handedOnce }),
  { rule: 'unrecorded-effect', has: unprobed, repaired: setConfig('push', { probe: ['pushed'] })(unprobed) },
  { rule: 'false-suspicion', has: replaced, repaired: setPolicy('upload', { takeover: false })(replaced) },
  {
    rule: 'false-suspicion',
    has: { ...watched, properties: [{ never: 'standby.acted' }] },
    repaired: {
      ...setEdgePolicy('e3', { guard: { ask: 'Is it dead?' } })(watched),
      properties: [{ never: 'standby.acted', before: 'e3.approved' }],
    },
  },
  { rule: 'gate-bypass', has: bypass, repaired: setEdgePolicy('e2', { guard: { ask: 'Push it?' } })(bypass) },
  {
    rule: 'stale-approval',
    has: changed,
    repaired: setEdgePolicy('e6', { guard: { ask: 'Push it?' } })(changed),
  },
  { rule: 'self-verification', has: reviewed, repaired: tested },
  { rule: 'unverified-effect', has: unchecked, repaired: checked },
  {
    rule: 'unverified-effect',
    has: armed,
    repaired: setConfig('write', { tools: [{ name: 'push', run: ['push'], class: 'once', approve: 'ask' }] })(
      armed,
    ),
  },
]
