import type { TopologyDocument } from '../../topology/document.ts'
import { setConfig } from '../edit.ts'
import { draw, type Wire } from './draw.ts'
import type { Twin } from './twins.ts'

const KEYS = { keys: [{ name: 'notes' }, { name: 'plan' }] }

type Config = { readonly [key: string]: unknown }

/** Two workers at once at one store, joined behind it. */
function two(
  name: string,
  one: Config,
  other: Config,
  board: Config,
  more: readonly Wire[] = [],
): TopologyDocument {
  return draw(
    name,
    {
      task: ['input'],
      one: ['command', { run: ['true'], class: 'pure', ...one }],
      two: ['command', { run: ['true'], class: 'pure', ...other }],
      board: ['store', { ...KEYS, ...board }],
      both: ['join', { inputs: ['a', 'b'] }],
      end: ['output'],
    },
    [
      'task.out one.in',
      'task.out two.in',
      'one board read-modify-write',
      'two board read-modify-write',
      'one.out both.a',
      'two.out both.b',
      'both.out end.in',
      ...more,
    ],
  )
}

const NOTES = { reads: ['notes'], updates: [{ key: 'notes' }] }
const writers = two('Two writers', NOTES, NOTES, {})

const skewed = two(
  'Each sets what the other reads',
  { reads: ['notes', 'plan'], updates: [{ key: 'notes' }] },
  { reads: ['notes', 'plan'], updates: [{ key: 'plan' }] },
  { mode: 'compare-and-swap' },
)

const early = two('A reader too early', NOTES, { reads: ['notes'] }, {})

const NODES = {
  task: ['input'],
  one: ['command', { run: ['true'], class: 'pure', ...NOTES }],
  two: ['command', { run: ['true'], class: 'pure', reads: ['notes'] }],
  board: ['store', KEYS],
  end: ['output'],
} as const

const later = draw('A reader after the writer', NODES, [
  'task.out one.in',
  'one.out two.in',
  'one board read-modify-write',
  'two board read',
  'two.out end.in',
])

const leased = two(
  'Deploys under a lease',
  { ...NOTES, class: 'once', run: ['deploy'] },
  { ...NOTES, class: 'once', run: ['deploy'] },
  { mode: 'lease', expiry_ms: 60_000 },
)

/** What counts is in the store, which refuses it under a lease that is over. */
const recorded = { ...NOTES, class: 'pure', run: ['true'] }
const outside = two(
  'Acts outside under a lease',
  { ...NOTES, class: 'once', run: ['deploy'], probe: ['deployed'] },
  recorded,
  { mode: 'lease', expiry_ms: 60_000 },
)

const hungry = draw(
  'One that ticks and one that thinks',
  {
    task: ['input'],
    clock: ['timer', { mode: 'interval', wait_ms: 1000, count: 3 }],
    quick: ['command', { run: ['true'], class: 'pure', ...NOTES }],
    slow: ['command', { run: ['true'], class: 'pure', ...NOTES }],
    board: ['store', { ...KEYS, mode: 'compare-and-swap' }],
    ticked: ['output'],
    end: ['output'],
  },
  [
    'task.out clock.start',
    'task.out slow.in',
    'clock.tick quick.in',
    'quick board read-modify-write',
    'slow board read-modify-write',
    'quick.out ticked.in',
    'slow.out end.in',
  ],
)

export const storeTwins: readonly Twin[] = [
  { rule: 'lost-update', has: writers, repaired: setConfig('board', { mode: 'compare-and-swap' })(writers) },
  {
    rule: 'write-skew',
    has: skewed,
    repaired: two(
      'Each sets both',
      { reads: ['notes', 'plan'], updates: [{ key: 'notes' }, { key: 'plan', value: 'store.plan' }] },
      { reads: ['notes', 'plan'], updates: [{ key: 'plan' }, { key: 'notes', value: 'store.notes' }] },
      { mode: 'compare-and-swap' },
    ),
  },
  { rule: 'stale-read', has: early, repaired: later },
  { rule: 'expired-lease', has: leased, repaired: setConfig('board', { expiry_ms: 900_000 })(leased) },
  { rule: 'expired-lease', has: outside, repaired: setConfig('one', recorded)(outside) },
  {
    rule: 'starvation',
    has: hungry,
    repaired: setConfig('board', { mode: 'lease', expiry_ms: 660_000 })(hungry),
  },
]
