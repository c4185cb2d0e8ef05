import type { ChannelPlan, Plan } from '../../topology/plan.ts'
import type { Broken } from '../counterexample/explain.ts'
import type { Invariant } from '../model.ts'
import type { CheckResult, FaultBudget } from '../result.ts'
import { builtInMonitors, builtInPredicates } from './builtin/index.ts'
import { FAULTS, mostOf } from './layout.ts'
import type { Monitor } from './monitor.ts'
import { REDUCED, STEP_BY_STEP, WHOLE } from './reductions.ts'
import { type TopologyModel, type TopologyOptions, topologyModel } from './topology-model.ts'

/** What a property is to the search, wherever it came from. */
export interface Judged {
  readonly id: string
  readonly title: string
  readonly elements: readonly string[]
  readonly invariant: Invariant
  sentence(state: Int32Array): string
  /** Null where it has no premise. */
  readonly monitor: Monitor | null
}

/** The model of a drawing under some of a budget's faults, with every property that is looked at. */
export function judge(
  plan: Plan,
  drawn: readonly Monitor[],
  options: Pick<TopologyOptions, 'faults' | 'timing'> & {
    readonly exact: boolean
    /** For a search alone: its paths are told in a model that goes step by step. */
    readonly searches?: boolean
  },
  faults: FaultBudget,
): { readonly model: TopologyModel; readonly judged: readonly Judged[] } {
  // Of the whole budget, so that every stage knows the same properties.
  const monitors = [...drawn, ...builtInMonitors(plan, options.faults)]
  const model = topologyModel(plan, {
    faults,
    timing: options.timing,
    monitors,
    reductions: options.exact ? WHOLE : options.searches === true ? REDUCED : STEP_BY_STEP,
  })
  return { model, judged: judgedOf(model, monitors) }
}

export function brokenBy({ id, elements, invariant, sentence }: Judged): Broken {
  return { property: id, elements, sentence, isBroken: (state) => !invariant.holds(state) }
}

/** The edges of a run on a journal lose nothing, double nothing and keep their order. */
const BAD_EDGES = { name: 'bad edges', value: 'every edge, as if its messages went over something worse' }

/** What an answer is bounded by, as a person reads it. */
export function boundsOf(
  plan: Plan,
  { faults, timing }: Pick<TopologyOptions, 'faults' | 'timing'>,
): CheckResult['bounds'] {
  const rounds = plan.components
    .filter((one): one is ChannelPlan => one.type === 'channel' && one.raise !== null)
    .map(({ id, raise }) => ({ name: `rounds by ${id}`, value: String(raise?.rounds) }))
  return [
    ...FAULTS.map((kind) => ({ name: `faults: ${kind}`, value: String(mostOf(faults, kind)) })),
    { name: 'timers', value: timing === 'async' ? 'at any moment' : 'when nothing else happens' },
    ...rounds,
    ...(faults.drop + faults.duplicate + faults.reorder > 0 ? [BAD_EDGES] : []),
    { name: 'a run that ends', value: 'stops its workers in one step' },
  ]
}

function judgedOf(model: TopologyModel, monitors: readonly Monitor[]): readonly Judged[] {
  const { layout } = model
  const ofMonitors = monitors.map((monitor, at): Judged => {
    const cell = layout.firstMonitor + at
    const { id, title, elements } = monitor
    return {
      id,
      title,
      elements,
      monitor,
      invariant: { name: id, holds: (state) => !monitor.bad(state[cell] as number), reads: [cell] },
      sentence: (state) => monitor.sentence(state[cell] as number),
    }
  })
  const ofStates = builtInPredicates(layout).map((predicate): Judged => {
    const { id, title, elements, reads } = predicate
    return {
      id,
      title,
      elements,
      monitor: null,
      invariant: { name: id, holds: (state) => !predicate.bad(state), reads },
      sentence: (state) => predicate.sentence(state),
    }
  })
  return [...ofMonitors, ...ofStates]
}
