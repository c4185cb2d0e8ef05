import type { ControllerSpec } from '../../../../shared/topology/controls.ts'
import { chain, command, edges, node, type Scenario, topology } from '../drawing.ts'

const breaker: ControllerSpec = {
  id: 'fuse',
  type: 'breaker',
  nodes: ['a'],
  failures: 2,
  cooldown_ms: 5000,
  probes: 1,
  open: 'wait',
}
const bulkhead: ControllerSpec = { id: 'slots', type: 'bulkhead', nodes: ['b', 'c'], at_once: 1 }
const rate: ControllerSpec = { id: 'rate', type: 'rate', nodes: ['b', 'c'], starts: 1, per_ms: 1000 }

const held: Scenario = {
  document: topology(
    'a breaker, a bulkhead and a rate',
    [
      command('a', ['fails', '2'], {}, { attempts: 4, backoff_ms: 100 }),
      command('b', ['does'], { class: 'once', probe: ['probe'] }),
      command('c', ['does'], { class: 'once' }),
      node('all', 'join', { inputs: ['b', 'c'] }),
    ],
    edges(['start.out a.in', 'a.out b.in', 'a.out c.in', 'b.out all.b', 'c.out all.c', 'all.out end.in']),
    { controllers: [breaker, bulkhead, rate] },
  ),
}

const spent: Scenario = {
  document: topology(
    'budgets that run out',
    [
      command('a', ['fails', '9'], {}, { attempts: 5, backoff_ms: 10 }),
      command('b', ['does']),
      command('c', ['does']),
      command('d', ['does']),
    ],
    edges([
      'start.out a.in',
      'a.out end.in',
      'a.error b.in',
      ...chain('b', 'c', 'end'),
      'c.error d.in',
      'd.out end.in',
    ]),
    {
      controllers: [
        { id: 'few', type: 'budget', nodes: ['a'], retries: 1 },
        { id: 'one', type: 'budget', nodes: ['b', 'c'], steps: 1 },
        { id: 'much', type: 'budget', tokens: 100_000, usd: 5, wall_ms: 3_600_000 },
      ],
    },
  ),
  timed: true,
}

export const limitScenarios: readonly Scenario[] = [held, spent]
