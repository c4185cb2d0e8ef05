import { expect, test } from 'vitest'
import { loadTwins } from '../../hazards/testing/load.ts'
import { outcomeTwins } from '../../hazards/testing/outcomes.ts'
import { trustTwins } from '../../hazards/testing/trust.ts'
import { brokenIn, shownTwins } from './testing/show.ts'

// With more states: twins.deep.ts.
const STATES = 6000

test.each(
  shownTwins([...loadTwins, ...outcomeTwins, ...trustTwins]).map(
    ([property, twin]) => [twin.rule, twin.has.name, property, twin] as const,
  ),
)('%s: "%s" breaks %s, and its repaired twin does not', (rule, _name, property, twin) => {
  expect(brokenIn(twin.has, rule, STATES).broken).toContain(property)
  expect(brokenIn(twin.repaired, rule, STATES).broken).not.toContain(property)
})
