import { actorCell, type RunState } from '../../../kernel/cells.ts'
import type { Plan } from '../../../topology/plan.ts'
import { search } from '../../engine/search.ts'
import type { Model } from '../../model.ts'
import type { FaultBudget } from '../../result.ts'
import { builtInMonitors, builtInPredicates } from '../builtin/index.ts'
import type { Monitor } from '../monitor.ts'
import type { Reduction } from '../reductions.ts'
import { type TopologyModel, type TopologyOptions, topologyModel } from '../topology-model.ts'

export const NO_FAULTS: FaultBudget = {
  host: 0,
  crash: 0,
  error: 0,
  wrong: 0,
  drop: 0,
  duplicate: 0,
  reorder: 0,
}

/** What a search sees of a plan: properties that are broken anywhere, and how runs may end. */
export interface Seen {
  readonly broken: readonly string[]
  readonly ends: readonly string[]
  readonly states: number
  readonly whole: boolean
}

export function seenIn(
  plan: Plan,
  faults: FaultBudget,
  timing: TopologyOptions['timing'],
  reductions: readonly Reduction[],
  maxStates: number,
): Seen {
  const monitors = builtInMonitors(plan, faults)
  return seenBy(topologyModel(plan, { faults, timing, monitors, reductions }), monitors, null, maxStates)
}

/**
 * All states but those in which a worker of a run that ends may still be stopped; null where there are too many. What
 * faults are left is not told: one may be wasted on a worker that is about to be stopped.
 */
export function restsIn(
  plan: Plan,
  faults: FaultBudget,
  timing: TopologyOptions['timing'],
  reductions: readonly Reduction[],
  maxStates: number,
): { readonly rests: ReadonlySet<string>; readonly states: number } | null {
  const model = topologyModel(plan, { faults, timing, monitors: [], reductions })
  const rests = new Set<string>()
  const all = {
    name: 'all',
    holds(state: Int32Array): boolean {
      const cells = model.layout.stateOf(state)
      const world = state.slice(cells.length)
      for (const fault of model.layout.faults.values()) world[fault - cells.length] = 0
      if (!mayStop(model, state, cells)) rests.add(JSON.stringify([cells, ...world]))
      return true
    },
  }
  const { distinct, coverage } = search(model, { invariants: [all], maxStates, keys: 'exact' })
  return coverage === 'partial' ? null : { rests, states: distinct }
}

function mayStop(model: TopologyModel, state: Int32Array, cells: RunState): boolean {
  let may = false
  model.expand(state, {
    set: () => {},
    emit(action) {
      for (const input of model.inputs(state, action))
        if (input.type === 'cancel')
          may ||= actorCell(cells, input.component).effects.every(({ ask }) => ask.class !== 'once')
    },
  })
  return may
}

/** What is searched is the model itself, or a `view` of it. */
export function seenBy(
  model: TopologyModel,
  monitors: readonly Monitor[],
  view: Model | null,
  maxStates: number,
): Seen {
  const predicates = builtInPredicates(model.layout)
  const broken = new Set<string>()
  const ends = new Set<string>()
  const all = {
    name: 'all',
    holds(state: Int32Array): boolean {
      monitors.forEach((monitor, at) => {
        if (monitor.bad(state[model.layout.firstMonitor + at] as number)) broken.add(monitor.id)
      })
      for (const predicate of predicates) if (predicate.bad(state)) broken.add(predicate.id)
      return true
    },
  }
  const searched = view ?? model
  const watched: Model = {
    name: model.name,
    cells: model.cells,
    sizes: model.sizes,
    initial: () => searched.initial(),
    describe: (action) => model.describe(action),
    expand(state, out) {
      const verdict = model.verdictAt(state)
      if (verdict !== null) ends.add(verdict.status)
      searched.expand(state, out)
    },
  }
  const { distinct, coverage } = search(watched, { invariants: [all], maxStates, keys: 'exact' })
  return {
    broken: [...broken].sort(),
    ends: [...ends].sort(),
    states: distinct,
    whole: coverage !== 'partial',
  }
}
