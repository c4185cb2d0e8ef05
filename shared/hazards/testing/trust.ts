import { setConfig, setEdgePolicy } from '../edit.ts'
import { askBefore } from '../remedies.ts'
import { draw } from './draw.ts'
import type { Twin } from './twins.ts'

const STANDIN = { model: 'standin', script: [{ answer: 'done' }] }
const WORK = { run: ['true'], class: 'pure' }
const ACT = { run: ['act'], class: 'once', probe: ['acted'] }
const TEXT = { fields: [{ name: 'task', type: 'longtext' }] }

const trifecta = draw(
  'Private, untrusted, and a way out',
  {
    task: ['input', { fields: [{ name: 'repository', type: 'repository' }] }],
    code: ['repo', { path: '{{in.repository}}' }],
    helper: [
      'agent',
      {
        ...STANDIN,
        tools: [{ name: 'fetch', run: ['curl', '{{args.url}}'], class: 'pure', network: ['example.com'] }],
      },
    ],
    end: ['output'],
  },
  ['task.out code.open', 'code.opened helper.in', 'helper code read', 'helper.out end.in'],
)

const relayed = draw(
  'What a stranger wrote deploys',
  {
    issue: ['input', { fields: [{ name: 'issue', type: 'longtext', brings: 'untrusted' }] }],
    triage: ['agent', { ...STANDIN, prompt: 'What is to be done? {{in.issue}}', ask_person: true }],
    deploy: ['command', ACT],
    end: ['output'],
  },
  ['issue.out triage.in', 'triage.out deploy.in', 'deploy.out end.in'],
)

const deputy = draw(
  'A deputy for two',
  {
    task: ['input'],
    one: ['agent', STANDIN],
    two: ['agent', STANDIN],
    release: ['agent', { ...STANDIN, tools: [{ name: 'push', run: ['push'], class: 'once' }] }],
    end: ['output'],
  },
  ['task.out one.in', 'task.out two.in', 'one.out release.in', 'two.out release.in', 'release.out end.in'],
)

const judgedAlone = draw(
  'A judge on its own',
  {
    task: ['input'],
    code: ['agent', STANDIN],
    judge: ['agent', { ...STANDIN, as: 'verdict' }],
    good: ['router', { cases: [{ port: 'yes', when: 'in.verdict.good' }] }],
    deploy: ['command', ACT],
    end: ['output'],
    no: ['output'],
  },
  [
    ...['task.out code.in', 'code.out judge.in', 'judge.out good.in', 'good.yes deploy.in'],
    ...['good.otherwise no.in', 'deploy.out end.in'],
  ],
)

const judgedByTests = draw(
  'Tests behind the judge',
  {
    task: ['input'],
    code: ['agent', STANDIN],
    judge: ['agent', { ...STANDIN, as: 'verdict' }],
    good: ['router', { cases: [{ port: 'yes', when: 'in.verdict.good' }] }],
    tests: ['verifier', { run: ['test'] }],
    deploy: ['command', ACT],
    end: ['output'],
    no: ['output'],
  },
  [
    ...[
      'task.out code.in',
      'code.out judge.in',
      'judge.out good.in',
      'good.yes tests.in',
      'good.otherwise no.in',
    ],
    ...['tests.pass deploy.in', 'tests.fail no.in', 'deploy.out end.in'],
  ],
)

const switching = draw(
  'The switch in an agent’s hand',
  {
    task: ['input'],
    lead: [
      'agent',
      {
        ...STANDIN,
        tools: [{ name: 'runs', run: ['synod', 'cancel', '{{args.run}}'], class: 'idempotent' }],
      },
    ],
    end: ['output'],
  },
  ['task.out lead.in', 'lead.out end.in'],
)

const POST = { name: 'post', run: ['post', '{{args.text}}'], class: 'once', network: ['api.example.com'] }
const laden = draw(
  'Everything in one hand',
  {
    task: ['input'],
    code: ['repo', { path: '/code' }],
    worker: ['agent', { ...STANDIN, tools: [POST] }],
    end: ['output'],
  },
  ['task.out code.open', 'code.opened worker.in', 'worker code read-modify-write', 'worker.out end.in'],
)

const parted = draw(
  'What a join keeps apart',
  {
    task: ['input', { fields: [{ name: 'task' }] }],
    review: ['agent', { ...STANDIN, as: 'review' }],
    tests: ['agent', { ...STANDIN, as: 'tests' }],
    both: ['join', { inputs: ['x', 'y'] }],
    report: ['command', { ...WORK, run: ['echo', '{{in.task}}', '{{in.review}}'] }],
    end: ['output'],
  },
  [
    'task.out review.in',
    'task.out tests.in',
    'review.out both.x',
    'tests.out both.y',
    'both.out report.in',
    'report.out end.in',
  ],
)

const untold = draw(
  'A version that nobody names',
  { task: ['input', TEXT], tag: ['command', { ...WORK, run: ['tag', '{{in.version}}'] }], end: ['output'] },
  ['task.out tag.in', 'tag.out end.in'],
)

const guessing = draw(
  'A task in prose, and nobody to ask',
  {
    task: ['input', TEXT],
    code: ['agent', { ...STANDIN, prompt: 'Do this: {{in.task}}' }],
    deploy: ['command', ACT],
    end: ['output'],
  },
  ['task.out code.in', 'code.out deploy.in', 'deploy.out end.in'],
)

const racing = draw(
  'Whoever is first',
  {
    task: ['input'],
    fast: ['command', WORK],
    slow: ['command', ACT],
    first: ['join', { inputs: ['a', 'b'], wait: 'any' }],
    end: ['output'],
  },
  ['task.out fast.in', 'task.out slow.in', 'fast.out first.a', 'slow.out first.b', 'first.out end.in'],
)

/** Rows 41 to 48. */
export const trustTwins: readonly Twin[] = [
  { rule: 'lethal-trifecta', has: trifecta, repaired: askBefore('helper', new Set(['fetch']))(trifecta) },
  {
    rule: 'injection-relay',
    has: relayed,
    repaired: setEdgePolicy('e2', { guard: { ask: 'Deploy this?' } })(relayed),
  },
  { rule: 'confused-deputy', has: deputy, repaired: askBefore('release', new Set(['push']))(deputy) },
  { rule: 'colluding-judge', has: judgedAlone, repaired: judgedByTests },
  { rule: 'colluding-judge', has: switching, repaired: askBefore('lead', new Set(['runs']))(switching) },
  { rule: 'privilege-accumulation', has: laden, repaired: askBefore('worker', new Set(['post']))(laden) },
  {
    rule: 'context-loss',
    has: parted,
    repaired: setConfig('report', { run: ['echo', '{{in.task}}', '{{in.x.review}}'] })(parted),
  },
  {
    rule: 'context-loss',
    has: untold,
    repaired: setConfig('task', { fields: [...TEXT.fields, { name: 'version' }] })(untold),
  },
  { rule: 'no-clarification', has: guessing, repaired: setConfig('code', { ask_person: true })(guessing) },
  { rule: 'premature-end', has: racing, repaired: setConfig('first', { wait: 'all' })(racing) },
]
