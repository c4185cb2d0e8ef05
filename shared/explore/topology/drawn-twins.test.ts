import { expect, test } from 'vitest'
import { TWINS } from '../../hazards/testing/index.ts'
import { kinds } from '../../nodes/index.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import { checkTopology } from './check.ts'

const BOUNDS = { timing: 'async', maxStates: 5000, maxBytes: 1_000_000_000, exact: false } as const
const FAULTS = { host: 1, crash: 0, error: 0, wrong: 0, drop: 0, duplicate: 0, reorder: 0 }

/** Is a property that the drawing says itself broken, with one crash of the machine and timers at any moment? */
function breaksItsOwn(document: TopologyDocument): boolean {
  const checked = checkTopology(document, kinds, { faults: FAULTS, ...BOUNDS })
  if (!checked.ok) throw new Error(JSON.stringify(checked.problems))
  const names = (document.properties ?? []).flatMap((one) => Object.values(one).map(String))
  return checked.value.violated.some(({ property }) => names.every((name) => property.includes(name)))
}

const drawn = TWINS.filter(({ has }) => (has.properties ?? []).length > 0)

test.each(drawn.map((twin) => [twin.rule, twin.has.name, twin] as const))(
  '%s: "%s" breaks what it says must not be, and its repaired twin does not',
  (_rule, _name, twin) => {
    expect(breaksItsOwn(twin.has)).toBe(true)
    expect(breaksItsOwn(twin.repaired)).toBe(false)
  },
)
