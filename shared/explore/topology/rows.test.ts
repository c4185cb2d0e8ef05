import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { TWINS } from '../../hazards/testing/index.ts'
import type { Twin } from '../../hazards/testing/twins.ts'
import { askedOf, type Evidence, evidenceOf } from './testing/evidence.ts'
import { rowsOf, tableOf } from './testing/rows.ts'

const INDEX = readFileSync(new URL('../../../docs/hazards/README.md', import.meta.url), 'utf8')
const STATES = 120_000

/** Of these no run tells: they lie in how things are drawn, named or handed out, not in the order of what happens. */
const DRAWING_ALONE = [31, 37, 38, 43, 45, 46, 47]
const BY_MODELS = [33, 39, 40]

const known = new Map<Twin, Evidence>()

function evidenceFor(twin: Twin): Evidence {
  const evidence = known.get(twin) ?? evidenceOf(twin, STATES)
  known.set(twin, evidence)
  return evidence
}

const shown = TWINS.filter((twin) => askedOf(twin) !== null)

test.each(shown.map((twin) => [twin.rule, twin.has.name, twin] as const))(
  '%s: a run shows it of "%s", and within the same bounds none where it is repaired',
  (_rule, _name, twin) => {
    const evidence = evidenceFor(twin)
    expect(evidence.shown?.steps).toBeGreaterThan(0)
    expect(evidence.shown?.afterRepair).toBeNull()
    expect(evidence.shown?.coverage).toBe('exhausted within bounds')
  },
)

test('every row is shown by a run, by a model, or is of those that the drawing alone tells', () => {
  const rows = rowsOf(TWINS, evidenceFor)
  expect(rows.map(({ row }) => row)).toEqual(Array.from({ length: 48 }, (_, at) => at + 1))
  for (const { evidence } of rows) {
    expect(evidence.found).toBeGreaterThan(0)
    expect(evidence.left).toBe(0)
  }
  const unshown = rows.filter(({ evidence }) => evidence.shown === null)
  expect(unshown.filter(({ protocol }) => protocol === null).map(({ row }) => row)).toEqual(DRAWING_ALONE)
  const modelled = unshown.filter(({ protocol }) => protocol !== null)
  expect(modelled.map(({ row }) => row)).toEqual(BY_MODELS)
  for (const { protocol } of modelled) {
    expect(protocol?.has.violations).not.toEqual([])
    expect(protocol?.repaired.violations).toEqual([])
    expect(protocol?.repaired.coverage).toBe('proved within bounds')
  }
})

// `npm run -s bench:explore -- --rows` prints it anew.
test('the index of the hazards tells what has shown each of them', () => {
  expect(INDEX).toContain(tableOf(rowsOf(TWINS, evidenceFor)))
})
