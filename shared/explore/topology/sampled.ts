import type { Plan } from '../../topology/plan.ts'
import { explain } from '../counterexample/explain.ts'
import { Sampling } from '../engine/sampling.ts'
import type { CheckResult, Counterexample } from '../result.ts'
import type { Check } from './check.ts'
import { boundsOf, brokenBy, type Judged, judge } from './judged.ts'
import type { Monitor } from './monitor.ts'
import type { TopologyModel, TopologyOptions } from './topology-model.ts'

export interface Sample {
  readonly schedules: number
  readonly seed: number
  /** Ordering constraints of a bug that is looked for (PCT); null draws each step evenly. */
  readonly depth: number | null
}

/** The most steps of one schedule. */
const STEPS = 2_000
/** A schedule takes about as long as the expansion of so many states. */
const STATES_A_SCHEDULE = 50

/** Beyond what can be exhausted: schedules are drawn, and what they break is made as simple as it gets. */
export class Sampled implements Check {
  private readonly plan: Plan
  private readonly options: Pick<TopologyOptions, 'faults' | 'timing'>
  private readonly sample: Sample
  private readonly model: TopologyModel
  private readonly judged: readonly Judged[]
  private readonly sampling: Sampling
  private readonly broken = new Map<string, Counterexample>()
  private stopped = false

  constructor(
    plan: Plan,
    drawn: readonly Monitor[],
    options: Pick<TopologyOptions, 'faults' | 'timing'>,
    sample: Sample,
  ) {
    this.plan = plan
    this.options = options
    this.sample = sample
    const { model, judged } = judge(plan, drawn, { ...options, exact: false }, options.faults)
    this.model = model
    this.judged = judged
    const invariants = judged.map(({ invariant }) => invariant)
    this.sampling = new Sampling(model, { ...sample, steps: STEPS, invariants })
  }

  advance(states: number): boolean {
    if (this.stopped) return true
    const ended = this.sampling.advance(Math.max(1, Math.floor(states / STATES_A_SCHEDULE)))
    for (const { invariant, trace } of this.sampling.report().violations) {
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
    const { model, judged, broken, sample, stopped } = this
    const { schedules, steps, distinct, cut } = this.sampling.report()
    return {
      coverage: 'sampled',
      states: distinct,
      generated: steps,
      depth: 0,
      frontier: 0,
      omission: 0,
      reductions: model.reductions,
      bounds: [
        ...boundsOf(this.plan, this.options),
        { name: 'schedules', value: `${schedules} of ${sample.schedules}` },
        { name: 'seed', value: String(sample.seed) },
        {
          name: 'PCT depth',
          value: sample.depth === null ? 'none: every step is drawn' : String(sample.depth),
        },
        { name: 'steps of a schedule', value: String(STEPS) },
      ],
      capsHit: [
        ...(stopped ? ['it was stopped'] : []),
        ...(cut > 0 ? [`${cut} schedules were cut at ${STEPS} steps`] : []),
      ],
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
