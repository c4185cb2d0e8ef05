import { Search } from '../explore/engine/search.ts'
import { compileProperties } from '../explore/properties/compile.ts'
import { findTerm } from '../explore/properties/term.ts'
import { REDUCED } from '../explore/topology/reductions.ts'
import { topologyModel } from '../explore/topology/topology-model.ts'
import { kinds } from '../nodes/index.ts'
import { compile } from '../topology/compile.ts'
import type { TopologyDocument } from '../topology/document.ts'
import type { Lesson } from './lesson.ts'

const FAULTS = { host: 0, crash: 0, error: 0, wrong: 0, drop: 0, duplicate: 0, reorder: 0 }
const MAX_BYTES = 256 * 2 ** 20

/** A search for what a team must still be able to do; whoever runs it decides when to give up. */
export interface Probe {
  /** Looks at so many more states; true once all was seen, or there is no more to see. */
  advance(states: number): boolean
  /** The terms of `keep.reach` that have been seen to happen. */
  reached(): readonly string[]
}

/**
 * The drawing is searched for a way to break "never", for each thing that must be able to happen. No faults: a team
 * does its work when nothing fails. What the drawing has no element for cannot happen.
 */
export function startProbe({ keep, settings }: Lesson, document: TopologyDocument): Probe {
  const compiled = compile(document, kinds)
  if (!compiled.ok) return NOTHING
  const plan = compiled.value
  const known = keep.reach.filter((term) => typeof findTerm(plan, term) !== 'string')
  const never = compileProperties({ ...document, properties: known.map((term) => ({ never: term })) }, plan)
  if (!never.ok || known.length === 0) return NOTHING
  const monitors = never.value
  const { timing, maxStates } = settings
  const model = topologyModel(plan, { faults: FAULTS, timing, monitors, reductions: REDUCED })
  const invariants = monitors.map(({ id, bad }, at) => {
    const cell = model.layout.firstMonitor + at
    return { name: id, holds: (state: Int32Array) => !bad(state[cell] as number), reads: [cell] }
  })
  const search = new Search(model, { invariants, maxStates, maxBytes: MAX_BYTES })
  return {
    advance: (states) => search.advance(states),
    reached() {
      const broken = new Set(search.report().violations.map(({ invariant }) => invariant))
      return known.filter((_, at) => broken.has(monitors[at]?.id ?? null))
    },
  }
}

const NOTHING: Probe = { advance: () => true, reached: () => [] }
