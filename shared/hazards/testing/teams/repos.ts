import { draw, type Wire } from '../draw.ts'
import type { Twin } from '../twins.ts'
import { RUN, STANDIN } from './shipping.ts'

const nodes = {
  task: ['input', { fields: [{ name: 'task' }] }],
  shop: ['repo', { path: '/shop' }],
  brief: RUN,
  rate: ['agent', { ...STANDIN, prompt: 'Add a rate: {{in.task}}' }],
  sale: ['agent', { ...STANDIN, prompt: 'Add a discount: {{in.task}}' }],
  both: ['join', { inputs: ['a', 'b'] }],
  tests: ['verifier', { run: ['npm', 'test'] }],
  end: ['output'],
  lost: ['output'],
} as const
const SHOP = ['task.out shop.open', 'rate shop read-modify-write', 'sale shop read-modify-write']
const SOLD = [
  'rate.out both.a',
  'sale.out both.b',
  'both.out tests.in',
  'tests.pass end.in',
  'tests.fail lost.in',
]
const APART = ['shop.opened brief.in', 'brief.out rate.in', 'brief.out sale.in']
const AGAIN: readonly Wire[] = [
  ['rate.conflict rate.in', { rounds: 2 }],
  ['sale.conflict sale.in', { rounds: 2 }],
  ...['rate.exhausted lost.in', 'sale.exhausted lost.in'],
]

const alone = draw('Two on one repository', nodes, [...SHOP, ...APART, ...SOLD])
const settled = draw('Two on one repository, conflicts led back', nodes, [
  ...SHOP,
  ...APART,
  ...SOLD,
  ...AGAIN,
])
const designed = draw(
  'One design for both',
  { ...nodes, design: ['agent', { ...STANDIN, prompt: 'Settle the design: {{in.task}}', as: 'design' }] },
  [
    ...SHOP,
    ...['shop.opened brief.in', 'brief.out design.in', 'design.out rate.in', 'design.out sale.in'],
    ...SOLD,
    ...AGAIN,
  ],
)

export const repoTeams: readonly Twin[] = [
  { rule: 'merge-lost-work', has: alone, repaired: settled },
  { rule: 'decision-divergence', has: settled, repaired: designed },
]
