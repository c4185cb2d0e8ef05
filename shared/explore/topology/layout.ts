import { initialState, type RunState } from '../../kernel/cells.ts'
import type { ComponentPlan, Plan } from '../../topology/plan.ts'
import type { FaultBudget } from '../result.ts'
import { commonModes } from './common-mode.ts'
import { Interner, keyOf } from './intern.ts'
import type { FaultKind, Monitor } from './monitor.ts'
import { acts } from './moves.ts'
import { hasSite, type Site, siteOf } from './site.ts'
import { Values } from './values.ts'

export const FAULTS: readonly FaultKind[] = [
  'host',
  'crash',
  'error',
  'wrong',
  'drop',
  'duplicate',
  'reorder',
  'cancel',
]

/** What may be left out of a budget is none. */
export function mostOf(budget: FaultBudget, kind: FaultKind): number {
  return budget[kind] ?? 0
}

/** Values of the cell that tells how a run ended. */
export const WELL = 0
export const STUCK = 1
/** An answer is waited for that never comes, and nothing limits the wait. */
export const HANGS = 2
/** It ended, and some property minds that. */
export const ENDED = 3

/**
 * Where everything stands in the vector: the run's components, then the world's cells: what has become of each
 * worker's attempts, the faults that are left, the monitors, and how the run stands when nothing can happen any more.
 */
export class Layout {
  readonly plan: Plan
  readonly interners: readonly Interner[]
  readonly values = new Values()
  readonly monitors: readonly Monitor[]
  /** Cell of a worker's site by its component; -1 for none. */
  readonly sites: readonly number[]
  /** Cell of what is left of each kind of fault that the budget has. */
  readonly faults: ReadonlyMap<FaultKind, number>
  /** By voter, the cell that tells whether one of its common-mode group has misread its task. */
  readonly misread: ReadonlyMap<number, number>
  readonly budget: FaultBudget
  readonly firstMonitor: number
  /** 0 while it is well. */
  readonly end: number
  readonly cells: number
  private readonly edges: readonly Edge[]

  constructor(plan: Plan, budget: FaultBudget, monitors: readonly Monitor[]) {
    this.plan = plan
    this.budget = budget
    this.monitors = monitors
    this.interners = plan.components.map((component) => new Interner(this.values, keyOf(plan, component)))
    this.edges = edgesOf(plan, this.interners)
    let next = plan.components.length
    this.sites = plan.components.map((component) => {
      if (component.type !== 'actor' || !hasSite(component)) return -1
      next += 1
      return next - 1
    })
    const faults = FAULTS.filter((kind) => mostOf(budget, kind) > 0)
    this.faults = new Map(faults.map((kind, at) => [kind, next + at]))
    next += faults.length
    const modes = budget.wrong > 0 ? commonModes(plan) : new Map<number, number>()
    const firstMode = next
    this.misread = new Map([...modes].map(([actor, mode]) => [actor, firstMode + mode]))
    this.firstMonitor = next + new Set(modes.values()).size
    this.end = this.firstMonitor + monitors.length
    this.cells = this.end + 1
  }

  /** The run's state, of cells as they are known. */
  stateOf(vector: Int32Array): RunState {
    return this.interners.map((interner, component) => interner.at(vector[component] as number))
  }

  /** Takes away what lies on the edges of a run that has ended: nothing goes by it, unless a property minds it. */
  clear(vector: Int32Array): void {
    for (const { cell, empty } of this.edges)
      if (this.interners[cell]?.minds(vector[cell] as number) === false) vector[cell] = empty
  }

  /** The whole budget of the kind of fault that a cell counts. */
  mostOf(fault: number): number {
    for (const [kind, cell] of this.faults) if (cell === fault) return mostOf(this.budget, kind)
    return 0
  }

  siteAt(vector: Int32Array, component: number): Site {
    const cell = this.sites[component] ?? -1
    return siteOf(cell < 0 ? 0 : (vector[cell] as number))
  }

  /** Components at which something may happen, each with the cells that tell what. */
  units(): readonly { readonly component: ComponentPlan; readonly cells: readonly number[] }[] {
    return this.plan.components.filter(acts).map((component) => {
      if (!('footprint' in component)) throw new Error(`${component.id} has no footprint`)
      const own = [...component.footprint].sort((a, b) => a - b)
      const sites = own.map((one) => this.sites[one] ?? -1).filter((cell) => cell >= 0)
      const misread = this.misread.get(component.index)
      return { component, cells: [...own, ...sites, ...(misread === undefined ? [] : [misread])] }
    })
  }
}

/** A channel, or a client's line to its resource, with its value when nothing is on it. */
interface Edge {
  readonly cell: number
  readonly empty: number
}

function edgesOf(plan: Plan, interners: readonly Interner[]): readonly Edge[] {
  return initialState(plan).flatMap((cell, at): readonly Edge[] =>
    cell.type === 'channel' || cell.type === 'client'
      ? [{ cell: at, empty: interners[at]?.idOf(cell) ?? 0 }]
      : [],
  )
}
