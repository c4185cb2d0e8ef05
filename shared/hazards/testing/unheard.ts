import { setConfig } from '../edit.ts'
import { draw } from './draw.ts'
import type { Twin } from './twins.ts'

const STANDIN = { model: 'standin', script: [{ answer: 'done' }] }
const VERDICT = { type: 'object', properties: { verdict: { enum: ['good', 'bad'] } }, required: ['verdict'] }

const prose = draw(
  'A part of what is prose',
  {
    task: ['input'],
    review: ['agent', { ...STANDIN, as: 'review' }],
    sort: ['router', { cases: [{ port: 'good', when: "in.review.verdict = 'good'" }] }],
    end: ['output'],
    again: ['output'],
  },
  ['task.out review.in', 'review.out sort.in', 'sort.good end.in', 'sort.otherwise again.in'],
)

const joined = draw(
  'A part of prose behind a join',
  {
    task: ['input'],
    one: ['agent', { ...STANDIN, output: VERDICT }],
    two: ['agent', STANDIN],
    both: ['join', { inputs: ['x', 'y'] }],
    report: [
      'command',
      { run: ['echo', '{{in.x.answer.verdict}}', '{{in.y.answer.verdict}}'], class: 'pure' },
    ],
    end: ['output'],
  },
  [
    'task.out one.in',
    'task.out two.in',
    'one.out both.x',
    'two.out both.y',
    'both.out report.in',
    'report.out end.in',
  ],
)

const counted = draw(
  'Ballots that are prose',
  {
    task: ['input'],
    one: ['agent', { ...STANDIN, output: VERDICT }],
    two: ['agent', { ...STANDIN, output: VERDICT }],
    three: ['agent', STANDIN],
    vote: ['vote', { inputs: ['a', 'b', 'c'], equal: 'path', ballot: 'in.answer.verdict' }],
    end: ['output'],
    none: ['output'],
  },
  [
    'task.out one.in',
    'task.out two.in',
    'task.out three.in',
    'one.out vote.a',
    'two.out vote.b',
    'three.out vote.c',
    'vote.decided end.in',
    'vote.undecided none.in',
  ],
)

const reworded = draw(
  'Ballots word by word',
  {
    task: ['input'],
    one: ['agent', STANDIN],
    two: ['agent', STANDIN],
    three: ['agent', STANDIN],
    vote: ['vote', { inputs: ['a', 'b', 'c'], ballot: 'answer' }],
    end: ['output'],
    none: ['output'],
  },
  [
    'task.out one.in',
    'task.out two.in',
    'task.out three.in',
    'one.out vote.a',
    'two.out vote.b',
    'three.out vote.c',
    'vote.decided end.in',
    'vote.undecided none.in',
  ],
)

const unsettled = draw(
  'A decision that it does not wait for',
  {
    task: ['input'],
    lead: ['agent', { ...STANDIN, decides: ['style'] }],
    build: ['agent', { ...STANDIN, prompt: 'Build it. Style: {{decisions.style}}' }],
    ledger: ['decisions', { topics: ['style'] }],
    both: ['join', { inputs: ['lead', 'build'] }],
    end: ['output'],
  },
  [
    'task.out lead.in',
    'task.out build.in',
    'lead ledger write',
    'build ledger read',
    'lead.out both.lead',
    'build.out both.build',
    'both.out end.in',
  ],
)

const asked = draw(
  'Asked about what is not shown',
  {
    task: ['input'],
    write: ['agent', STANDIN],
    ok: ['gate', { ask: 'Send it?' }],
    end: ['output'],
    no: ['output'],
  },
  ['task.out write.in', 'write.out ok.in', 'ok.approved end.in', 'ok.rejected no.in'],
)

const silent = draw(
  'Silence that approves',
  {
    task: ['input'],
    push: ['command', { run: ['push'], class: 'once', probe: ['pushed'] }],
    ok: ['gate', { ask: 'Push it?', deadline_ms: 86_400_000, default: 'approve' }],
    end: ['output'],
    no: ['output'],
  },
  ['task.out ok.in', 'ok.approved push.in', 'ok.rejected no.in', 'push.out end.in'],
)

/** What is there in another form than it is taken to be (row 46), and who agrees by saying nothing (row 18). */
export const unheardTwins: readonly Twin[] = [
  { rule: 'context-loss', has: prose, repaired: setConfig('review', { output: VERDICT })(prose) },
  { rule: 'context-loss', has: joined, repaired: setConfig('two', { output: VERDICT })(joined) },
  { rule: 'context-loss', has: counted, repaired: setConfig('three', { output: VERDICT })(counted) },
  { rule: 'context-loss', has: reworded, repaired: setConfig('vote', { equal: 'judge' })(reworded) },
  { rule: 'context-loss', has: unsettled, repaired: setConfig('build', { needs: ['style'] })(unsettled) },
  { rule: 'context-loss', has: asked, repaired: setConfig('ok', { show: ['answer'] })(asked) },
  { rule: 'gate-bypass', has: silent, repaired: setConfig('ok', { default: 'reject' })(silent) },
]
