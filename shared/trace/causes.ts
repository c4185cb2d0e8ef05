import { type Plan, RUN } from '../topology/plan.ts'
import type { Recorded } from './recorded.ts'

/**
 * Happened-before over the transitions of a run (Lamport, Time, clocks, and the ordering of events, 1978): each has
 * as direct causes what sent, asked or armed it, and the step before it on its own component. Possibility, not blame.
 */
export class CausalOrder {
  /** Direct causes and consequences by seq; index 0 is unused. */
  private readonly before: number[][] = [[]]
  private readonly after: number[][] = [[]]
  private readonly lastOn = new Map<number, number>()

  readonly plan: Plan

  constructor(plan: Plan) {
    this.plan = plan
  }

  add({ transition, identity }: Recorded): void {
    const { seq, cause } = identity
    const { input } = transition
    const causes = new Set<number>()
    const own = this.lastOn.get(input.component)
    if (own !== undefined) causes.add(own)
    if (input.component !== RUN) {
      // An actor stops because the run does; nothing else hands that on.
      if (input.type === 'cancel') causes.add(this.lastOn.get(RUN) ?? 0)
      else if (input.type !== 'start') causes.add(cause)
    }
    causes.delete(0)
    this.before[seq] = [...causes]
    this.after[seq] = []
    for (const one of causes) this.after[one]?.push(seq)
    this.lastOn.set(input.component, seq)
    if (transition.changed.some(([component]) => component === RUN)) this.lastOn.set(RUN, seq)
  }

  causesOf(seq: number): readonly number[] {
    return this.before[seq] ?? []
  }

  /** All that may have caused it, itself not included. */
  past(seq: number): ReadonlySet<number> {
    return reach(this.before, seq)
  }

  /** All that may come from it, itself not included. */
  future(seq: number): ReadonlySet<number> {
    return reach(this.after, seq)
  }
}

function reach(arcs: readonly (readonly number[])[], from: number): ReadonlySet<number> {
  const seen = new Set<number>()
  const open = [...(arcs[from] ?? [])]
  for (let seq = open.pop(); seq !== undefined; seq = open.pop()) {
    if (seen.has(seq)) continue
    seen.add(seq)
    open.push(...(arcs[seq] ?? []))
  }
  return seen
}
