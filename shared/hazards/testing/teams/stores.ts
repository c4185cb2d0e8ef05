import { setConfig } from '../../edit.ts'
import type { Sketch } from '../draw.ts'
import type { Twin } from '../twins.ts'
import { pair, RUN, shipping, WORK } from './shipping.ts'

const KEYS = { keys: [{ name: 'notes' }, { name: 'plan' }] }
const NOTES: Sketch = ['command', { ...WORK, reads: ['notes'], updates: [{ key: 'notes' }] }]
const AT_BOARD = ['one board read-modify-write', 'two board read-modify-write']

function atBoard(name: string, one: Sketch, two: Sketch, board: { readonly [key: string]: unknown } = {}) {
  const nodes = { board: ['store', { ...KEYS, ...board }] } as const
  return shipping(name, pair(one, two, { nodes, wires: AT_BOARD }))
}

const writers = atBoard('Two who keep one list of notes', NOTES, NOTES)

const both = (key: string, other: string): Sketch => [
  'command',
  { ...WORK, reads: ['notes', 'plan'], updates: [{ key }, { key: other, value: `store.${other}` }] },
]
const oneOf = (key: string): Sketch => ['command', { ...WORK, reads: ['notes', 'plan'], updates: [{ key }] }]
const SWAPS = { mode: 'compare-and-swap' }

const LOOK: Sketch = ['command', { ...WORK, reads: ['notes'] }]
const inTurn = shipping('The reader comes after the writer', {
  nodes: { one: NOTES, two: LOOK, board: ['store', KEYS], sum: RUN },
  wires: ['plan.out one.in', 'one.out two.in', 'two.out sum.in', 'sum.out tests.in', ...AT_BOARD],
})

const clocked = (order: 'any' | 'fifo') =>
  shipping('A clock keeps the latest', {
    nodes: {
      clock: ['timer', { mode: 'interval', wait_ms: 1000, count: 3 }],
      look: RUN,
      keep: ['command', { ...WORK, updates: [{ key: 'notes' }] }],
      board: ['store', KEYS],
      kept: ['output'],
    },
    wires: [
      ...['plan.out clock.start', 'clock.tick look.in', 'clock.done tests.in'],
      ['look.out keep.in', { order }],
      ...['keep.out kept.in', 'keep board write'],
    ],
  })

const hungry = shipping('A clock and one that thinks', {
  nodes: {
    clock: ['timer', { mode: 'interval', wait_ms: 1000, count: 3 }],
    quick: NOTES,
    slow: NOTES,
    board: ['store', { ...KEYS, ...SWAPS }],
    ticked: ['output'],
  },
  wires: [
    ...['plan.out clock.start', 'plan.out slow.in', 'clock.tick quick.in', 'slow.out tests.in'],
    ...['quick.out ticked.in', 'quick board read-modify-write', 'slow board read-modify-write'],
  ],
})

const DRAFT = { ...WORK, as: 'draft' }
const USE = ['plan.out use.in', 'use.out used.in', 'use board read']
const unjudged = shipping('Notes before they are judged', {
  nodes: {
    write: ['command', { ...DRAFT, updates: [{ key: 'notes' }] }],
    use: LOOK,
    board: ['store', { ...KEYS, ...SWAPS }],
    used: ['output'],
  },
  wires: ['plan.out write.in', 'write.out tests.in', 'write board write', ...USE],
})
const judged = shipping('Notes once they are judged', {
  nodes: {
    write: ['command', DRAFT],
    publish: ['command', { ...WORK, as: 'published', updates: [{ key: 'notes', value: 'in.draft' }] }],
    use: LOOK,
    board: ['store', { ...KEYS, ...SWAPS }],
    used: ['output'],
  },
  wires: [
    ...['plan.out write.in', 'write.out tests.in', 'ok.approved publish.in', 'publish.out used.in'],
    ...['publish board write', ...USE],
  ],
})

export const storeTeams: readonly Twin[] = [
  { rule: 'lost-update', has: writers, repaired: setConfig('board', SWAPS)(writers) },
  {
    rule: 'write-skew',
    has: atBoard('Each sets what the other reads', oneOf('notes'), oneOf('plan'), SWAPS),
    repaired: atBoard('Each sets both', both('notes', 'plan'), both('plan', 'notes'), SWAPS),
  },
  { rule: 'stale-read', has: atBoard('A reader beside the writer', NOTES, LOOK), repaired: inTurn },
  { rule: 'reordering', has: clocked('any'), repaired: clocked('fifo') },
  {
    rule: 'starvation',
    has: hungry,
    repaired: setConfig('board', { mode: 'lease', expiry_ms: 660_000 })(hungry),
  },
  { rule: 'dirty-read', has: unjudged, repaired: judged },
]
