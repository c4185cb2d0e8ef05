import { chain, command, edges, node, type Scenario, topology } from '../drawing.ts'

const ONCE = { class: 'once' }
const PROBED = { ...ONCE, probe: ['probe'] }
const TWICE = { attempts: 2, backoff_ms: 10 }

/** Commands of each class, well and not, one after the other. */
const classes: Scenario = {
  document: topology(
    'classes of effects',
    [
      command('pure', ['does'], { class: 'pure' }),
      command('again', ['does']),
      command('push', ['does'], PROBED),
      command('mail', ['does'], ONCE),
    ],
    edges(chain('start', 'pure', 'again', 'push', 'mail', 'end')),
  ),
}

const unwell: Scenario = {
  document: topology(
    'effects that fail, hang and are cut off',
    [
      command('flaky', ['fails', '2'], {}, { attempts: 4, backoff_ms: 100, jitter: 0.5 }),
      command('slow', ['hangs', '1'], {}, { attempts: 3, backoff_ms: 10, timeout_ms: 1000 }),
      command(
        'silent',
        ['hangs', '1'],
        {},
        { attempts: 3, backoff_ms: 10, first_chunk_ms: 500, chunk_ms: 500, takeover: true },
      ),
      command('late', ['hangs', '1'], PROBED, { timeout_ms: 1000 }),
      command('cut', ['breaks', '1'], PROBED),
      command('lost', ['breaks', '1'], ONCE),
      command('shy', ['fails', '1'], PROBED, TWICE),
    ],
    edges(chain('start', 'flaky', 'slow', 'silent', 'late', 'cut', 'lost', 'shy', 'end')),
  ),
}

/** `once` effects side by side, so that a crash finds several in the air. */
const parallel: Scenario = {
  document: topology(
    'effects side by side',
    [
      command('a', ['does'], PROBED),
      command('b', ['does'], ONCE),
      command('c', ['does']),
      node('all', 'join', { inputs: ['a', 'b', 'c'] }),
    ],
    edges([
      'start.out a.in',
      'start.out b.in',
      'start.out c.in',
      'a.out all.a',
      'b.out all.b',
      'c.out all.c',
      'all.out end.in',
    ]),
  ),
}

const tool = (name: string, effect: string): object => ({
  name,
  run: ['does'],
  class: effect,
  output: 'json',
})

/** An agent that calls a tool of each class, checks that pass and fail, and a router. */
const agents: Scenario = {
  document: topology(
    'an agent, its tools and its checks',
    [
      node('fix', 'agent', {
        model: 'standin',
        prompt: 'Do {{in.task}}.',
        tools: [tool('look', 'pure'), tool('write', 'idempotent'), tool('post', 'once')],
        script: [
          { call: { tool: 'look', args: {} } },
          { call: { tool: 'write', args: {} } },
          { say: 'Posting.', call: { tool: 'post', args: {} } },
          { answer: 'It is done.' },
        ],
      }),
      node('tests', 'verifier', { run: ['does'], output: 'json', as: 'tests' }),
      node('types', 'verifier', { run: ['refuses', '99'], output: 'json', as: 'types' }),
      node('which', 'router', { cases: [{ port: 'done', when: "in.answer = 'It is done.'" }] }),
      node('first', 'join', { inputs: ['a', 'b', 'c'], wait: 'some', count: 2 }),
      node('any', 'join', { inputs: ['a'], wait: 'any' }),
    ],
    edges([
      'start.out fix.in',
      'fix.out tests.in',
      'tests.pass types.in',
      'types.fail which.in',
      'which.done first.a',
      'tests.pass first.b',
      'which.otherwise first.c',
      'first.out any.a',
      'any.out end.in',
    ]),
  ),
}

/** An agent whose calls are seen by a person, and that asks one in mid-turn. */
const asking: Scenario = {
  document: topology(
    'an agent that asks',
    [
      node('fix', 'agent', {
        model: 'standin',
        prompt: 'Do {{in.task}}.',
        ask_person: true,
        steer: true,
        tools: [{ ...tool('push', 'once'), approve: 'ask' }],
        script: [
          { call: { tool: 'ask_person', args: { question: 'Which one?' } } },
          { call: { tool: 'push', args: {} } },
          { answer: 'It is done.' },
        ],
      }),
    ],
    edges(chain('start', 'fix', 'end')),
  ),
  decisions: { 'fix:3': { answer: 'answer', comment: 'The first' }, fix: { answer: 'approve' } },
}

export const effectScenarios: readonly Scenario[] = [classes, unwell, parallel, agents, asking]
