import type { Plan } from '../../topology/plan.ts'
import { explain } from '../counterexample/explain.ts'
import type { Violation } from '../engine/report.ts'
import type { Invariant, Model } from '../model.ts'
import type { CheckResult, Counterexample } from '../result.ts'
import type { Check } from './check.ts'
import { boundsOf, brokenBy, type Judged, judge } from './judged.ts'
import type { Monitor } from './monitor.ts'
import type { TopologyModel, TopologyOptions } from './topology-model.ts'

/** A way to look at a part of a space that is too large to be exhausted. */
export interface Sampler {
  /** Does about as much as the expansion of so many states; true once it has ended. */
  advance(states: number): boolean
  report(): Samples
}

export interface Samples {
  readonly violations: readonly Violation[]
  readonly states: number
  readonly generated: number
  readonly depth: number
  readonly bounds: CheckResult['bounds']
  readonly capsHit: readonly string[]
}

/** Beyond what can be exhausted: schedules are sampled, and what they break is made as simple as it gets. */
export class Sampled implements Check {
  private readonly plan: Plan
  private readonly options: Pick<TopologyOptions, 'faults' | 'timing'>
  private readonly model: TopologyModel
  private readonly judged: readonly Judged[]
  private readonly sampler: Sampler
  private readonly broken = new Map<string, Counterexample>()
  private stopped = false

  constructor(
    plan: Plan,
    drawn: readonly Monitor[],
    options: Pick<TopologyOptions, 'faults' | 'timing'>,
    begin: (model: Model, invariants: readonly Invariant[]) => Sampler,
  ) {
    this.plan = plan
    this.options = options
    const { model, judged } = judge(plan, drawn, { ...options, exact: false }, options.faults)
    this.model = model
    this.judged = judged
    this.sampler = begin(
      model,
      judged.map(({ invariant }) => invariant),
    )
  }

  advance(states: number): boolean {
    if (this.stopped) return true
    const ended = this.sampler.advance(states)
    for (const { invariant, trace } of this.sampler.report().violations) {
      const found = this.judged.find(({ id }) => id === invariant)
      if (found === undefined || this.broken.has(found.id)) continue
      this.broken.set(found.id, explain(this.model, brokenBy(found), trace.actions))
    }
    return ended
  }

  cancel(): void {
    this.stopped = true
  }

  result(seconds: number): CheckResult {
    const { model, judged, broken, stopped } = this
    const { states, generated, depth, bounds, capsHit } = this.sampler.report()
    return {
      coverage: 'sampled',
      states,
      generated,
      depth,
      frontier: 0,
      omission: 0,
      reductions: model.reductions,
      bounds: [...boundsOf(this.plan, this.options), ...bounds],
      capsHit: [...(stopped ? ['it was stopped'] : []), ...capsHit],
      neverFired: model.neverFired(),
      properties: judged.map(({ id, title, elements }) => ({
        id,
        title,
        elements,
        verdict: broken.has(id) ? 'violated' : 'open',
      })),
      violated: judged.flatMap(({ id }) => broken.get(id) ?? []),
      levels: [],
      seconds,
    }
  }
}
