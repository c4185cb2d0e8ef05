import type { Plan } from '../../topology/plan.ts'
import type { Counterexample } from '../result.ts'
import { type Judged, judge } from '../topology/judged.ts'
import type { Monitor } from '../topology/monitor.ts'
import type { TopologyModel } from '../topology/topology-model.ts'
import { explainLasso } from './explain-lasso.ts'
import { play, Steps } from './play.ts'
import { playLasso } from './replay-lasso.ts'
import { tell } from './story.ts'
import type { TraceFile } from './trace-file.ts'

/** What became of a kept trace in the drawing as it is now. */
export type Replayed =
  /** It still breaks its property. */
  | { readonly verdict: 'broken'; readonly counterexample: Counterexample }
  /** Played as far as it goes, it breaks nothing any more. */
  | { readonly verdict: 'holds' }
  /** The drawing has no such property, or it was built in for what is no longer there. */
  | { readonly verdict: 'unknown' }

/** Plays a trace by the names of its steps; what the drawing has no place for any more is left out. */
export function replayTrace(plan: Plan, drawn: readonly Monitor[], trace: TraceFile): Replayed {
  const { faults, timing } = trace.assumed
  // What never ends is found, and so told, in the model that leaves nothing out.
  const exact = trace.loop !== undefined
  const { model, judged } = judge(plan, drawn, { faults, timing, exact }, faults)
  const property = judged.find(({ id }) => id === trace.property)
  if (property === undefined) return { verdict: 'unknown' }
  return trace.loop === undefined
    ? replayFor(model, property, trace)
    : replayLoop(model, property.monitor, trace, trace.loop)
}

function replayLoop(model: TopologyModel, monitor: Monitor | null, trace: TraceFile, loop: number): Replayed {
  const { monitors, firstMonitor } = model.layout
  if (monitor?.owes === undefined) return { verdict: 'holds' }
  const cell = firstMonitor + monitors.indexOf(monitor)
  const names = trace.steps.slice(1).map(({ action }) => action)
  const lasso = playLasso(model, names, loop, (state) => monitor.owes?.(state[cell] as number) === true)
  if (lasso === null) return { verdict: 'holds' }
  return { verdict: 'broken', counterexample: explainLasso(model, monitor, lasso) }
}

function replayFor(
  model: TopologyModel,
  { invariant, sentence, elements }: Judged,
  trace: TraceFile,
): Replayed {
  const steps = new Steps(model)
  const names = trace.steps.slice(1).map(({ action }) => action)
  const played = play(steps, names, (state) => !invariant.holds(state))
  if (played === null) return { verdict: 'holds' }
  const same = played.actions.length === names.length
  return {
    verdict: 'broken',
    counterexample: {
      property: trace.property,
      sentence: sentence(played.states.at(-1) as Int32Array),
      elements,
      steps: tell(model, steps, played),
      pivot: same ? trace.pivot : null,
    },
  }
}
