import { setConfig, setEdgePolicy } from '../../edit.ts'
import { askBefore } from '../../remedies.ts'
import { draw, type Sketch } from '../draw.ts'
import { saying, type Twin } from '../twins.ts'
import { ACT, pair, RUN, STANDIN, shipping } from './shipping.ts'

const JOIN = ['join', { inputs: ['a', 'b'] }] as const

const builds = {
  task: ['input'],
  plan: ['agent', STANDIN],
  write: ['agent', STANDIN],
  tests: ['verifier', { run: ['npm', 'test'] }],
  linux: RUN,
  mac: RUN,
  push: ['command', ACT],
  end: ['output'],
  no: ['output'],
} as const
const BUILDS = [
  ...['task.out plan.in', 'plan.out write.in', 'write.out tests.in', 'tests.pass linux.in'],
  ...['tests.pass mac.in', 'tests.fail no.in', 'push.out end.in'],
]
const handedTwice = draw('Two builds, pushed one by one', builds, [
  ...BUILDS,
  ...['linux.out push.in', 'mac.out push.in'],
])
const handedOnce = draw('Two builds, joined and pushed', { ...builds, both: JOIN }, [
  ...BUILDS,
  ...['linux.out both.a', 'mac.out both.b', 'both.out push.in'],
])

const bypass = shipping('What is small is pushed at once', {
  nodes: {
    write: ['agent', STANDIN],
    size: ['router', { cases: [{ port: 'small', when: 'in.task = "typo"' }] }],
  },
  wires: ['size.small push.in', 'plan.out write.in', 'write.out size.in', 'size.otherwise tests.in'],
})

const CODE: Sketch = ['input', { fields: [{ name: 'folder', type: 'repository' }] }]
const changed = draw(
  'Polished after the approval',
  {
    task: CODE,
    code: ['repo', { path: '{{in.folder}}' }],
    write: ['agent', STANDIN],
    tests: ['verifier', { run: ['npm', 'test'] }],
    ok: ['gate', { ask: 'Push it?' }],
    polish: ['command', { run: ['polish'] }],
    push: ['command', ACT],
    end: ['output'],
    no: ['output'],
    lost: ['output'],
  },
  [
    'polish.out push.in',
    ...['task.out code.open', 'code.opened write.in', 'write code read-modify-write', 'write.out tests.in'],
    ...['tests.pass ok.in', 'tests.fail no.in', 'ok.approved polish.in', 'ok.rejected no.in'],
    ...[
      'polish code read-modify-write',
      'push.out end.in',
      'write.conflict lost.in',
      'polish.conflict lost.in',
    ],
  ],
)

const halves = {
  task: ['input'],
  plan: ['agent', STANDIN],
  api: ['agent', STANDIN],
  page: ['agent', STANDIN],
  both: JOIN,
  notes: RUN,
  push: ['command', ACT],
  end: ['output'],
} as const
const HALVES = [
  ...['task.out plan.in', 'plan.out api.in', 'plan.out page.in', 'api.out both.a', 'page.out both.b'],
  ...['both.out notes.in', 'push.out end.in'],
]
const unchecked = draw('Two halves, pushed as they are', halves, [...HALVES, 'notes.out push.in'])
const checked = draw(
  'Two halves, tested and pushed',
  { ...halves, tests: ['verifier', { run: ['npm', 'test'] }], no: ['output'] },
  [...HALVES, 'notes.out tests.in', 'tests.pass push.in', 'tests.fail no.in'],
)

const ONE = { model: 'anthropic:one' }
const review = {
  task: ['input'],
  plan: ['agent', ONE],
  write: ['agent', ONE],
  review: ['agent', ONE],
  good: ['router', { cases: [{ port: 'again', when: 'in.answer = "no"' }] }],
  push: ['command', ACT],
  end: ['output'],
  no: ['output'],
} as const
const ROUND = [
  ...['task.out plan.in', 'plan.out write.in', 'write.out review.in', 'review.out good.in'],
  ...['good.again write.in', 'good.exhausted no.in', 'push.out end.in'],
]
const reviewed = draw('Reviewed by its own model', review, [...ROUND, 'good.otherwise push.in'])
const tested = draw(
  'Reviewed by its own model, and tested',
  { ...review, tests: ['verifier', { run: ['npm', 'test'] }] },
  [...ROUND, 'good.otherwise tests.in', 'tests.pass push.in', 'tests.fail no.in'],
)

const sequel = draw(
  'A tag, a release, and news of it',
  {
    task: ['input'],
    plan: ['agent', STANDIN],
    build: RUN,
    tag: ['command', { ...ACT, as: 'tag' }],
    release: ['command', { ...ACT, as: 'release' }],
    news: RUN,
    end: ['output'],
    untag: ['command', ACT],
    withdraw: ['command', ACT],
    back: ['output'],
  },
  [
    ...['task.out plan.in', 'plan.out build.in', 'build.out tag.in', 'tag.out release.in'],
    ...['release.out news.in', 'news.out end.in', 'untag.out back.in', 'withdraw.out back.in'],
  ],
)

const fetches = {
  ...STANDIN,
  tools: [{ name: 'fetch', run: ['curl', '{{args.url}}'], class: 'pure', network: ['example.com'] }],
}
const trifecta = draw(
  'A helper that reads the code and the web',
  {
    task: CODE,
    code: ['repo', { path: '{{in.folder}}' }],
    plan: ['agent', STANDIN],
    helper: ['agent', fetches],
    tests: ['verifier', { run: ['npm', 'test'] }],
    ok: ['gate', { ask: 'Keep it?' }],
    end: ['output'],
    no: ['output'],
  },
  [
    ...['task.out code.open', 'code.opened plan.in', 'plan.out helper.in', 'helper code read'],
    ...['helper.out tests.in', 'tests.pass ok.in', 'tests.fail no.in', 'ok.approved end.in'],
    'ok.rejected no.in',
  ],
)

const relayed = draw(
  'What a stranger wrote is done',
  {
    issue: ['input', { fields: [{ name: 'issue', type: 'longtext', brings: 'untrusted' }] }],
    triage: ['agent', { ...STANDIN, prompt: 'What is to be done? {{in.issue}}', ask_person: true }],
    bug: ['router', { cases: [{ port: 'bug', when: 'in.answer = "bug"' }] }],
    fix: ['agent', STANDIN],
    build: RUN,
    deploy: ['command', ACT],
    end: ['output'],
    no: ['output'],
  },
  [
    'build.out deploy.in',
    ...['issue.out triage.in', 'triage.out bug.in', 'bug.bug fix.in', 'bug.otherwise no.in'],
    ...['fix.out build.in', 'deploy.out end.in'],
  ],
)

const MODEL = ['agent', { model: 'anthropic:large' }] as const
/** What an agent could not do goes on as it came. */
const FALLBACK = [...MODEL, { fallback: true }] as const
const leaning = (worker: Sketch, more: readonly string[]) =>
  shipping('Three on one model', {
    nodes: { one: worker, two: worker, three: worker, all: ['join', { inputs: ['a', 'b', 'c'] }] },
    wires: [
      ...['plan.out one.in', 'plan.out two.in', 'plan.out three.in', 'one.out all.a', 'two.out all.b'],
      ...['three.out all.c', 'all.out tests.in', ...more],
      ...['plan.error no.in', 'tests.error no.in', 'ok.error no.in', 'push.error no.in'],
    ],
  })

const FOUR = ['a:one', 'b:two', 'c:three', 'd:four']
const voters = FOUR.map((model, at) => [`v${at + 1}`, ['agent', { model }]] as const)
const voted = (config: { readonly [key: string]: unknown }) =>
  draw(
    'Four who vote on a plan',
    {
      task: ['input'],
      brief: RUN,
      ...Object.fromEntries(voters),
      vote: ['vote', { inputs: voters.map(([id]) => id), ...config }],
      write: RUN,
      end: ['output'],
      people: ['output'],
    },
    [
      ...['task.out brief.in', 'vote.decided write.in', 'vote.undecided people.in', 'write.out end.in'],
      ...voters.flatMap(([id]) => [`brief.out ${id}.in`, `${id}.out vote.${id}`]),
    ],
  )

const silent = shipping('A vote that an error may hold up', {
  nodes: {
    ...pair(RUN, RUN, { nodes: {}, wires: [] }).nodes,
    both: ['vote', { inputs: ['a', 'b'], ballot: 'result' }],
  },
  wires: [
    ...['plan.out one.in', 'plan.out two.in', 'one.out both.a', 'two.out both.b', 'two.error no.in'],
    ...['both.decided tests.in', 'both.undecided no.in'],
  ],
})

const BYZANTINE = { faults: 'byzantine', f: 1 }

export const effectTeams: readonly Twin[] = [
  saying({ at_most: 1, of: 'push.acted' }, { rule: 'double-effect', has: handedTwice, repaired: handedOnce }),
  { rule: 'gate-bypass', has: bypass, repaired: setEdgePolicy('e1', { guard: { ask: 'Push it?' } })(bypass) },
  {
    rule: 'stale-approval',
    has: changed,
    repaired: setEdgePolicy('e1', { guard: { ask: 'Push it?' } })(changed),
  },
  { rule: 'unverified-effect', has: unchecked, repaired: checked },
  { rule: 'self-verification', has: reviewed, repaired: tested },
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
  { rule: 'lethal-trifecta', has: trifecta, repaired: askBefore('helper', new Set(['fetch']))(trifecta) },
  {
    rule: 'injection-relay',
    has: relayed,
    repaired: setEdgePolicy('e1', { guard: { ask: 'Deploy this?' } })(relayed),
  },
  saying(
    { never: 'run.failed' },
    {
      rule: 'cascading-failure',
      has: leaning(MODEL, []),
      repaired: leaning(FALLBACK, ['one.fallback all.a', 'two.fallback all.b', 'three.fallback all.c']),
    },
  ),
  {
    rule: 'misread-majority',
    has: voted({ rule: 'quorum', quorum: 1 }),
    repaired: voted({ ...BYZANTINE, rule: 'majority' }),
  },
  { rule: 'quorum-unreachable', has: silent, repaired: setConfig('both', { deadline_ms: 60_000 })(silent) },
]
