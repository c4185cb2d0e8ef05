import { chain, command, edges, node, type Scenario, topology } from '../drawing.ts'

const team = {
  id: 'team',
  nodes: [
    node('task', 'input', { fields: [{ name: 'item' }] }),
    command('work', ['does'], { class: 'once', probe: ['probe'] }),
    node('done', 'output'),
  ],
  edges: [...edges(chain('task', 'work', 'done'))],
}

const inside: Scenario = {
  document: topology(
    'a topology inside, and a map',
    [
      command('list', ['does', '1', '["x","y","z"]']),
      node('each', 'map', { of: 'team', over: 'list', concurrency: 2 }),
      node('nested', 'topology', { of: 'team', outputs: ['done'] }),
    ],
    edges(['start.out list.in', 'list.out each.in', 'each.out nested.in', 'nested.done end.in']),
    { topologies: [team] },
  ),
}

const voted: Scenario = {
  document: topology(
    'voters and timers',
    [
      command('a', ['does', '1', '"yes"'], { as: 'answer' }),
      command('b', ['does', '1', '"yes"'], { as: 'answer' }),
      command('c', ['does', '1', '"no"'], { as: 'answer' }),
      node('vote', 'vote', { inputs: ['a', 'b', 'c'], rule: 'majority', ballot: 'answer' }),
      node('wait', 'timer', { wait_ms: 3000 }),
      node('dog', 'timer', { mode: 'watchdog', wait_ms: 2000 }),
    ],
    edges([
      'start.out a.in',
      'start.out b.in',
      'start.out c.in',
      'a.out vote.a',
      'b.out vote.b',
      'c.out vote.c',
      'vote.decided wait.in',
      'wait.out dog.in',
      'dog.out end.in',
      'dog.quiet end.in',
    ]),
  ),
}

export const nestedScenarios: readonly Scenario[] = [inside, voted]
