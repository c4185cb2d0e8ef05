import { findHazards } from '../../../hazards/index.ts'
import { type Protection, protectionsOf } from '../../../hazards/testing/protections/index.ts'
import { kinds } from '../../../nodes/index.ts'
import { compile } from '../../../topology/compile.ts'
import type { TopologyDocument } from '../../../topology/document.ts'
import type { Property } from '../../../topology/properties.ts'
import { compileProperties } from '../../properties/compile.ts'
import type { CheckResult, FaultBudget } from '../../result.ts'
import { startCheck } from '../check.ts'
import type { TopologyOptions } from '../topology-model.ts'
import { NO_FAULTS } from './seen.ts'

interface Bounds {
  readonly name: string
  readonly faults: FaultBudget
  readonly timing: TopologyOptions['timing']
}

/** Within which a drawing and what is left of it are compared, in this order. */
const BOUNDS: readonly Bounds[] = [
  { name: 'no fault', faults: NO_FAULTS, timing: 'partial-sync' },
  { name: 'host 1', faults: { ...NO_FAULTS, host: 1 }, timing: 'partial-sync' },
  { name: 'crash 1', faults: { ...NO_FAULTS, crash: 1 }, timing: 'partial-sync' },
  { name: 'error 1', faults: { ...NO_FAULTS, error: 1 }, timing: 'partial-sync' },
  { name: 'wrong 1', faults: { ...NO_FAULTS, wrong: 1 }, timing: 'partial-sync' },
]

const SLICE = 2000
const MOST_STATES = 100_000

/** What the drawing alone tells of a protection that is gone. */
export interface Told extends Protection {
  /** Why such a drawing is refused; null where it compiles. */
  readonly refused: string | null
  /** Rules that find more than before. */
  readonly rules: readonly string[]
}

export function toldOf(document: TopologyDocument): readonly Told[] {
  const before = countByRule(document)
  return protectionsOf(document).map((one) => {
    const compiled = compile(one.without, kinds)
    if (!compiled.ok) return { ...one, refused: compiled.problems[0]?.message ?? '', rules: [] }
    const after = [...countByRule(one.without)]
    const more = after.filter(([rule, count]) => count > (before.get(rule) ?? 0))
    return { ...one, refused: null, rules: more.map(([rule]) => rule) }
  })
}

function countByRule(document: TopologyDocument): ReadonlyMap<string, number> {
  const rules = Map.groupBy(findHazards(document, kinds), ({ rule }) => rule.id)
  return new Map([...rules].map(([rule, found]) => [rule, found.length]))
}

/** What the checker says of a protection that is gone. */
export interface Searched {
  /** A property that only the whole drawing keeps, in how many steps it is broken, and what was looked at. */
  readonly shown: {
    readonly property: string
    readonly bounds: string
    readonly steps: number
    readonly states: number
    /** Null where the whole drawing has nothing of which the property could speak. */
    readonly before: 'holds' | 'vacuous' | null
  } | null
  /** Was everything looked at, within all bounds? Only told where nothing is shown. */
  readonly exhausted: boolean
}

/** Compares drawings with one whole drawing, of which what is known is worked out once. */
export function comparedWith(whole: TopologyDocument): (without: TopologyDocument) => Searched {
  const known = new Map<Bounds, CheckResult>()
  const wholeIn = (bounds: Bounds): CheckResult => {
    const result = known.get(bounds) ?? run(whole, bounds, null)
    known.set(bounds, result)
    return result
  }
  return (without) => {
    let exhausted = true
    for (const bounds of BOUNDS) {
      const before = wholeIn(bounds)
      const broken = new Set(before.violated.map(({ property }) => property))
      const after = run(without, bounds, broken)
      const found = after.violated.find(({ property }) => !broken.has(property))
      exhausted &&=
        after.coverage !== 'partial' && after.properties.every(({ verdict }) => verdict !== 'open')
      if (found === undefined) continue
      const { property, steps } = found
      const verdict = before.properties.find(({ id }) => id === property)?.verdict ?? null
      if (verdict === 'violated' || verdict === 'open')
        throw new Error(`${property} is ${verdict} in the whole drawing`)
      const shown = {
        property,
        bounds: bounds.name,
        steps: steps.length,
        states: after.states,
        before: verdict,
      }
      return { shown, exhausted }
    }
    return { shown: null, exhausted }
  }
}

/** To the end; where it is known what is broken anyway, only until something else is. */
function run(
  document: TopologyDocument,
  { faults, timing }: Bounds,
  known: ReadonlySet<string> | null,
): CheckResult {
  const options = { faults, timing, maxStates: MOST_STATES, maxBytes: 1_000_000_000, exact: false }
  const started = startCheck(speakable(document), kinds, options)
  if (!started.ok) throw new Error(JSON.stringify(started.problems))
  const check = started.value
  while (!check.advance(SLICE)) {
    if (known === null) continue
    const result = check.result(0)
    if (result.violated.some(({ property }) => !known.has(property))) return result
  }
  return check.result(0)
}

/** Without properties that speak of what is gone. */
function speakable(document: TopologyDocument): TopologyDocument {
  const compiled = compile(document, kinds)
  if (!compiled.ok) return document
  const { properties = [] } = document
  const alone = (one: Property): TopologyDocument => ({ ...document, properties: [one] })
  return {
    ...document,
    properties: properties.filter((one) => compileProperties(alone(one), compiled.value).ok),
  }
}
