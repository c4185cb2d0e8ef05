import { findTerm } from '../explore/properties/term.ts'
import type { CheckResult } from '../explore/result.ts'
import type { CheckSettings } from '../explore/settings.ts'
import { kinds } from '../nodes/index.ts'
import { compile } from '../topology/compile.ts'
import type { TopologyDocument } from '../topology/document.ts'
import type { Lesson } from './lesson.ts'

/**
 * A drawing that says of each thing that the team must still be able to do that it never happens: where the checker
 * breaks that, it can. What the drawing has no element for is left out. Null where nothing is left to ask.
 */
export function probeOf({ keep }: Lesson, document: TopologyDocument): TopologyDocument | null {
  const compiled = compile(document, kinds)
  if (!compiled.ok) return null
  const known = keep.reach.filter((term) => typeof findTerm(compiled.value, term) !== 'string')
  if (known.length === 0) return null
  return { ...document, properties: known.map((term) => ({ never: term })) }
}

/** A team does its work when nothing fails, so the probe is checked without faults. */
export function probeSettings({ settings }: Lesson): CheckSettings {
  const faults = { host: 0, crash: 0, error: 0, wrong: 0, drop: 0, duplicate: 0, reorder: 0 }
  return { ...settings, faults }
}

/** The terms that the checker has seen happen. */
export function reachedIn({ keep }: Lesson, { violated }: CheckResult): readonly string[] {
  return keep.reach.filter((term) => violated.some(({ property }) => property === `never ${term}`))
}
