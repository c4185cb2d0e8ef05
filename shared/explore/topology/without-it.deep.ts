import { expect, test } from 'vitest'
import { kinds } from '../../nodes/index.ts'
import type { TopologyDocument } from '../../topology/document.ts'
import { checkTopology } from './check.ts'
import { EXAMPLES, keyOf, LESSONS, NOT_NEEDED } from './testing/purposes.ts'
import { NO_FAULTS } from './testing/seen.ts'
import { comparedWith, type Searched, type Told, toldOf } from './testing/without-it.ts'

/** What a run must show, whatever the linter tells of it. */
const DYNAMIC: ReadonlySet<string> = new Set([
  'gate',
  'verifier',
  'effect class',
  'probe',
  'compare-and-swap',
  'lease',
  'saga',
  'compensator',
  'rule of a vote',
  'breaker',
  'join waits',
])

/** Told by the linter alone: this deploy may fail by itself, so that nothing promises that it is ever done. */
const UNPROMISED = 'stale-approval/repaired: probe deploy'

function searched({ name, document }: (typeof EXAMPLES)[number]): readonly (Told & Partial<Searched>)[] {
  const compare = comparedWith(document)
  return toldOf(document).map((one) => {
    const told = one.refused !== null || (one.rules.length > 0 && !DYNAMIC.has(one.what))
    const all = told ? one : { ...one, ...compare(one.without) }
    console.info(lineOf(name, all))
    return all
  })
}

/** A line of the table: what is gone, and what tells of it. */
function lineOf(name: string, one: Told & Partial<Searched>): string {
  const by = one.refused === null ? one.rules.join(', ') : 'the drawing is refused'
  const { shown } = one
  const run =
    shown === undefined || shown === null
      ? (NOT_NEEDED.get(keyOf(name, one)) ?? '')
      : `${shown.property} (${shown.bounds}) in ${shown.steps} steps, ${shown.states} states`
  return `| ${one.what} | ${name} ${one.element} | ${by} | ${run} |`
}

test.each([...EXAMPLES, ...LESSONS])(
  'a guard that is taken out of $name is found, or nothing needs it',
  (drawing) => {
    for (const one of searched(drawing)) {
      const key = keyOf(drawing.name, one)
      const found = one.refused !== null || one.rules.length > 0 || (one.shown ?? null) !== null
      expect(found, key).toBe(!NOT_NEEDED.has(key))
      // Not needed: everything was looked at without it.
      if (!found) expect(one.exhausted, key).toBe(true)
      else if (DYNAMIC.has(one.what) && key !== UNPROMISED) expect(one.shown?.before, key).toBe('holds')
    }
  },
)

// With all turns there are too many states to look at.
test.each(['effect class', 'probe'])(
  'schedules that are drawn miss the %s of the largest as it stands',
  (what) => {
    const { drawn } = EXAMPLES.find(({ name }) => name.startsWith('two-on')) as (typeof EXAMPLES)[number]
    const { without } = toldOf(drawn).find((one) => one.what === what) as Told
    const broken = (document: TopologyDocument): readonly string[] => {
      const checked = checkTopology(document, kinds, {
        faults: { ...NO_FAULTS, host: 1 },
        timing: 'partial-sync',
        maxStates: 1_000_000,
        maxBytes: 1_000_000_000,
        exact: false,
        sample: { schedules: 2000, seed: 1, depth: null },
      })
      return checked.ok ? checked.value.violated.map(({ property }) => property) : ['refused']
    }
    expect(broken(drawn)).toEqual([])
    expect(broken(without)).toHaveLength(1)
  },
)

test('what nothing needs is there to be taken out', () => {
  const all = [...EXAMPLES, ...LESSONS].flatMap(({ name, document }) =>
    toldOf(document).map((one) => keyOf(name, one)),
  )
  expect(all).toEqual(expect.arrayContaining([...NOT_NEEDED.keys(), UNPROMISED]))
})
