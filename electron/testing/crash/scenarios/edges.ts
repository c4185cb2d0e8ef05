import type { EdgePolicy } from '../../../../shared/topology/document.ts'
import { chain, command, edges, node, type Scenario, topology } from '../drawing.ts'

/** A source that ticks faster than its consumer works, so that the edge between them fills. */
function full(what: string, policy: EdgePolicy): Scenario {
  return {
    document: topology(
      `an edge that ${what}`,
      [node('clock', 'timer', { mode: 'interval', wait_ms: 100, count: 4 }), command('slow', ['does'])],
      edges(['start.out clock.start', 'clock.tick slow.in', 'slow.out end.in', 'clock.done end.in'], {
        'clock.tick slow.in': policy,
      }),
      { controllers: [{ id: 'rate', type: 'rate', nodes: ['slow'], starts: 1, per_ms: 1000 }] },
    ),
    timed: true,
  }
}

const checked: Scenario = {
  document: topology(
    'contracts, conditions and transforms',
    [
      command('a', ['does']),
      command('b', ['does'], { class: 'once' }),
      command('c', ['does']),
      command('d', ['does']),
    ],
    edges(
      [
        'start.out a.in',
        'a.out b.in',
        'a.out c.in',
        'a.out d.in',
        'b.out end.in',
        'c.out end.in',
        'd.out end.in',
      ],
      {
        'a.out b.in': { contract: { type: 'object', required: ['task', 'a'] } },
        'a.out c.in': { condition: "in.task = 'nothing like it'" },
        'a.out d.in': { transform: "{ 'told': in.a.by }" },
      },
    ),
  ),
}

const late: Scenario = {
  document: topology(
    'a deadline that descends',
    [
      command('quick', ['does']),
      command('slow', ['hangs', '9'], {}, { timeout_ms: 60_000 }),
      command('sorry', ['does']),
      node('told', 'output'),
    ],
    edges([...chain('start', 'quick', 'slow', 'end'), 'slow.error sorry.in', 'sorry.out told.in'], {
      'start.out quick.in': { deadline_ms: 3000 },
    }),
  ),
  timed: true,
}

export const edgeScenarios: readonly Scenario[] = [
  full('blocks', { capacity: 1, full: 'block' }),
  full('rejects', { capacity: 1, full: 'reject' }),
  full('drops the oldest', { capacity: 1, full: 'drop-oldest', order: 'any' }),
  checked,
  late,
]
