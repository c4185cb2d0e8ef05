import { expect, test } from 'vitest'
import { draw, type Sketch, type Wire } from '../../../hazards/testing/draw.ts'
import { kinds } from '../../../nodes/index.ts'
import { checkTopology } from '../check.ts'
import { NO_FAULTS } from '../testing/seen.ts'

const AGENT: Sketch = ['agent', { model: 'standin', script: [{ answer: 'done' }] }]
const DESIGN: Sketch = ['agent', { model: 'standin', script: [{ answer: 'so' }], as: 'design' }]

/** Two agents at one repository; `more` is what stands before them, from `shop.opened`. */
function verdictOf(more: { readonly [id: string]: Sketch }, wires: readonly Wire[]): string | undefined {
  const document = draw(
    'Two on one repository',
    {
      task: ['input'],
      shop: ['repo', { path: '/shop' }],
      ...{ one: AGENT, two: AGENT, lost: ['output'], end: ['output'] },
      ...more,
    },
    [
      ...['task.out shop.open', 'one shop read-modify-write', 'two shop read-modify-write'],
      ...['one.conflict lost.in', 'two.conflict lost.in', 'two.out end.in'],
      ...wires,
    ],
  )
  const options = { timing: 'partial-sync', maxStates: 20_000, maxBytes: 1e9, exact: false } as const
  const checked = checkTopology(document, kinds, { faults: { ...NO_FAULTS, wrong: 1 }, ...options })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  return checked.value.properties.find(({ id }) => id === 'decided-once shop')?.verdict
}

const APART = ['shop.opened one.in', 'shop.opened two.in', 'one.out end.in']

test('two that read the task each for itself may build by two readings', () => {
  expect(verdictOf({}, APART)).toBe('violated')
})

test('two that are given one design build by one reading, right or wrong', () => {
  const wires = ['shop.opened design.in', 'design.out one.in', 'design.out two.in', 'one.out end.in']
  expect(verdictOf({ design: DESIGN }, wires)).toBe('holds')
})

test('two that are given two designs may build by two readings', () => {
  const designs = ['shop.opened design.in', 'shop.opened other.in', 'design.out one.in', 'other.out two.in']
  expect(verdictOf({ design: DESIGN, other: DESIGN }, [...designs, 'one.out end.in'])).toBe('violated')
})

test('the second of two in turn goes by what the first has made of it', () => {
  expect(verdictOf({}, ['shop.opened one.in', 'one.out two.in'])).toBe('holds')
})

test('what a person has approved is settled', () => {
  const ok: Sketch = ['gate', { ask: 'Is this what is to be built?' }]
  const wires = ['shop.opened ok.in', 'ok.approved one.in', 'ok.approved two.in', 'ok.rejected end.in']
  expect(verdictOf({ ok }, [...wires, 'one.out end.in'])).toBeUndefined()
})
