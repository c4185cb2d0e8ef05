import type { EffectTrace } from '../../shared/trace/effects.ts'
import { type Bar, barsOf, type Mark, marksOf } from '../../shared/trace/lanes.ts'
import type { Trace } from '../../shared/trace/trace.ts'

/** Marks of each lane, made once for each transition however often they are drawn. */
interface LaneMarks {
  upTo: number
  readonly marks: Mark[][]
  readonly bars: Map<EffectTrace, readonly Bar[]>
}

const kept = new WeakMap<Trace, LaneMarks>()

function laneMarks(trace: Trace): LaneMarks {
  let known = kept.get(trace)
  if (known === undefined) {
    known = { upTo: 0, marks: trace.plan.components.map(() => []), bars: new Map() }
    kept.set(trace, known)
  }
  for (let seq = known.upTo + 1; seq <= trace.last; seq += 1) {
    const record = trace.record(seq)
    if (record === undefined) break
    const lane = known.marks[record.transition.input.component]
    for (const type of marksOf(record)) lane?.push({ type, seq, at: record.identity.at })
  }
  known.upTo = trace.last
  return known
}

export function marksOn(trace: Trace, component: number): readonly Mark[] {
  return laneMarks(trace).marks[component] ?? []
}

/** Bars of an effect; those of one that has ended never change. */
export function barsOn(trace: Trace, effect: EffectTrace): readonly Bar[] {
  const { bars } = laneMarks(trace)
  const known = bars.get(effect)
  if (known !== undefined) return known
  const made = barsOf(effect)
  if (effect.end !== null) bars.set(effect, made)
  return made
}
