import { expect, test } from 'vitest'
import { TWINS } from '../../hazards/testing/index.ts'
import { brokenIn, shownTwins } from './testing/show.ts'

// With more states: twins.deep.ts.
const STATES = 6000

test.each(shownTwins(TWINS).map(([property, twin]) => [twin.rule, twin.has.name, property, twin] as const))(
  '%s: "%s" breaks %s, and its repaired twin does not',
  (rule, _name, property, twin) => {
    expect(brokenIn(twin.has, rule, STATES).broken).toContain(property)
    expect(brokenIn(twin.repaired, rule, STATES).broken).not.toContain(property)
  },
)
