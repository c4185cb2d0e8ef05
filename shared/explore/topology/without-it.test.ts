import { expect, test } from 'vitest'
import { EXAMPLES, keyOf, NOT_NEEDED, ONLY_SHOWN } from './testing/purposes.ts'
import { comparedWith, toldOf } from './testing/without-it.ts'

// What only runs show is shown in without-it.deep.ts, and that what is not needed is not.
test('a guard that is taken out of an example is told by the linter, or it is known that only a run shows it', () => {
  const untold = EXAMPLES.flatMap(({ name, document }) =>
    toldOf(document)
      .filter(({ refused, rules }) => refused === null && rules.length === 0)
      .map((one) => keyOf(name, one)),
  )
  const names = new Set(EXAMPLES.map(({ name }) => name))
  const known = [...NOT_NEEDED.keys()].filter((key) => names.has(key.slice(0, key.indexOf(':'))))
  expect(untold.toSorted()).toEqual([...ONLY_SHOWN, ...known].toSorted())
})

test.each([
  ['store/lease', 'lease'],
  ['store/compare-and-swap', 'compare-and-swap'],
  ['when-things-fail/nobody-knows', 'effect class'],
  ['when-things-fail/take-it-back', 'saga'],
  ['two-on-one-repository/two-on-one-repository', 'effect class'],
  ['two-on-one-repository/two-on-one-repository', 'probe'],
])('%s is broken without its %s, which a run shows', (name, what) => {
  const { document } = EXAMPLES.find((one) => one.name === name) ?? {}
  if (document === undefined) throw new Error(`no example ${name}`)
  const compare = comparedWith(document)
  const without = toldOf(document).filter((one) => one.what === what)
  expect(without).not.toEqual([])
  for (const one of without) expect(compare(one.without).shown?.before).toBe('holds')
})
