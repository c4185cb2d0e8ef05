import { expect, test } from 'vitest'
import { planOf, team } from './testing/team.ts'
import { placeAt } from './words.ts'

test('a place is called by what is written on the cards, across all that stands on an edge', () => {
  const plan = planOf(team)
  expect(placeAt(plan, 'both')).toBe('Both')
  expect(placeAt(plan, 'e3')).toBe(`${placeAt(plan, 'review')} → Both`)
  expect(placeAt(plan, 'r1')).toBe(`${placeAt(plan, 'test')} → ${placeAt(plan, 'minimist')}`)
  for (const { id } of plan.components) expect(placeAt(plan, id)).not.toMatch(/undefined|^$/)
  expect(placeAt(plan, 'gone')).toBe('gone')
})
