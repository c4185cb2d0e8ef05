import { expect, test } from 'vitest'
import { loadTwins } from '../../hazards/testing/load.ts'
import { outcomeTwins } from '../../hazards/testing/outcomes.ts'
import { storeTwins } from '../../hazards/testing/stores.ts'
import { trustTwins } from '../../hazards/testing/trust.ts'
import { brokenIn, shownTwins } from './testing/show.ts'

const STATES = 60_000
const TWINS = [...loadTwins, ...outcomeTwins, ...storeTwins, ...trustTwins]

test.each(shownTwins(TWINS).map(([property, twin]) => [twin.rule, twin.has.name, property, twin] as const))(
  '%s: "%s" breaks %s, and its repaired twin does not',
  (rule, _name, property, twin) => {
    expect(brokenIn(twin.has, rule, STATES).broken).toContain(property)
    const { broken, whole } = brokenIn(twin.repaired, rule, STATES)
    expect(broken).not.toContain(property)
    if (!whole) console.warn(`${rule}: the repaired drawing has more than ${STATES} states`)
  },
)
