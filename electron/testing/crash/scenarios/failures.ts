import type { GroupSpec } from '../../../../shared/topology/controls.ts'
import { chain, command, edges, type Scenario, topology } from '../drawing.ts'

const restarted = (strategy: NonNullable<GroupSpec['restart']>['strategy']): Scenario => ({
  document: topology(
    `a group restarted ${strategy}`,
    [
      command('a', ['does'], { class: 'once', probe: ['probe'] }),
      command('b', ['refuses', '1']),
      command('c', ['does']),
    ],
    edges(chain('start', 'a', 'b', 'c', 'end')),
    {
      groups: [
        {
          id: 'team',
          members: ['a', 'b', 'c'],
          restart: { strategy, most: 3, within_ms: 60_000, backoff_ms: 500 },
        },
      ],
    },
  ),
})

/** What its member failed at is not delivered a second time; what came after it is. */
const atMostOnce: Scenario = {
  document: topology(
    'a group on an edge that delivers at most once',
    [command('a', ['does']), command('b', ['refuses', '1'])],
    edges(['start.out a.in', 'start.out b.in', 'a.out b.in', 'b.out end.in'], {
      'start.out b.in': { delivery: 'at-most-once' },
      'a.out b.in': { delivery: 'at-most-once' },
    }),
    {
      groups: [
        {
          id: 'team',
          members: ['b'],
          restart: { strategy: 'one-for-one', most: 3, within_ms: 60_000, backoff_ms: 500 },
        },
      ],
    },
  ),
}

const escalated: Scenario = {
  document: topology(
    'a group that gives up',
    [command('a', ['refuses', '99'])],
    edges(chain('start', 'a', 'end')),
    {
      groups: [
        {
          id: 'team',
          members: ['a'],
          restart: { strategy: 'one-for-one', most: 1, within_ms: 60_000, backoff_ms: 0 },
        },
      ],
    },
  ),
  ends: 'failed',
  timed: true,
}

/** Two acts are taken back when the third fails; taking back is done once as well. */
const saga: Scenario = {
  document: topology(
    'a saga that compensates',
    [
      command('book', ['does'], { class: 'once', probe: ['probe'] }),
      command('pay', ['does'], { class: 'once' }),
      command('send', ['refuses', '99']),
      command('unsend', ['does']),
      command('unbook', ['does'], { class: 'once', probe: ['probe'] }),
      command('refund', ['does'], { class: 'once' }),
    ],
    edges([
      ...chain('start', 'book', 'pay', 'send', 'end'),
      'unbook.out end.in',
      'refund.out end.in',
      'unsend.out end.in',
    ]),
    {
      groups: [
        {
          id: 'trip',
          members: ['book', 'pay', 'send'],
          saga: { undo: { book: 'unbook', pay: 'refund', send: 'unsend' } },
        },
      ],
    },
  ),
  ends: 'failed',
}

const fallen: Scenario = {
  document: topology(
    'fallbacks, dead letters and error ports',
    [
      command('first', ['refuses', '9'], {}, { fallback: true }),
      command('second', ['refuses', '9']),
      command('third', ['does']),
      command('fourth', ['refuses', '2'], {}, { dead_letter: true }),
    ],
    edges([
      'start.out first.in',
      'first.fallback second.in',
      'first.out end.in',
      'second.error third.in',
      'second.out end.in',
      ...chain('third', 'fourth', 'end'),
    ]),
  ),
  decisions: { fourth: { answer: 'resend' } },
}

export const failureScenarios: readonly Scenario[] = [
  restarted('one-for-one'),
  restarted('all-for-one'),
  restarted('rest-for-one'),
  atMostOnce,
  escalated,
  saga,
  fallen,
]
