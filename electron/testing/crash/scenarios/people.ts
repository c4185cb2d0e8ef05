import { chain, command, edges, node, type Scenario, topology } from '../drawing.ts'

const deploy = command('deploy', ['does'], { class: 'once', probe: ['probe'] })

const gates: Scenario = {
  document: topology(
    'people at gates',
    [
      node('one', 'gate', { ask: 'Go on with {{in.task}}?' }),
      node('two', 'gate', { ask: 'Two of three?', approvers: ['Ann', 'Bo', 'Cy'], needed: 2 }),
      node('three', 'gate', { ask: 'In time?', deadline_ms: 5000, default: 'approve' }),
      deploy,
    ],
    edges(
      [
        'start.out one.in',
        'one.approved two.in',
        'two.approved three.in',
        'three.approved deploy.in',
        'deploy.out end.in',
      ],
      { 'deploy.out end.in': { guard: { ask: 'Show it?' } } },
    ),
  ),
  decisions: { one: { answer: 'approve' }, two: { answer: 'approve' }, 'e4.guard': { answer: 'approve' } },
  timed: true,
}

/** Sent back once, then approved: the loop's round is part of what must survive. */
const sentBack: Scenario = {
  document: topology(
    'work that is sent back',
    [
      command('draft', ['does']),
      node('judge', 'gate', { ask: 'Good enough?' }),
      node('wait', 'timer', { wait_ms: 2000 }),
    ],
    edges(
      [
        'start.out draft.in',
        'draft.out judge.in',
        'judge.revise wait.in',
        'wait.out draft.in',
        'wait.exhausted end.in',
        'judge.approved end.in',
      ],
      { 'wait.out draft.in': { rounds: 2 } },
    ),
  ),
  decisions: {
    'judge:1': { answer: 'revise', comment: 'Once more' },
    'judge:2': { answer: 'approve' },
  },
}

const policy = (approve: 'auto' | 'deny'): Scenario => ({
  document: topology(
    `a policy that answers ${approve}`,
    [node('ok', 'gate', { ask: 'Deploy?' }), deploy, command('note', ['does'])],
    edges([
      'start.out ok.in',
      'ok.approved deploy.in',
      'ok.rejected note.in',
      ...chain('deploy', 'end'),
      'note.out end.in',
    ]),
  ),
  approve,
})

export const peopleScenarios: readonly Scenario[] = [gates, sentBack, policy('auto'), policy('deny')]
