import { actorCell } from '../kernel/cells.ts'
import { inputFields } from '../nodes/input/index.ts'
import { receivedBy } from '../nodes/output/index.ts'
import type { Payload } from '../topology/payload.ts'
import { actorAt, type Plan } from '../topology/plan.ts'
import type { Recorded } from '../trace/recorded.ts'
import { KnownSteps } from './known-steps.ts'
import { Meter } from './meter.ts'
import { SeededRandom } from './random.ts'
import type { Settings } from './settings.ts'
import { DrawnStandIns, isWrongIn, type KnownAnswers } from './stand-ins.ts'
import { type RehearsedEnd, VirtualRun, type VirtualRunOptions } from './virtual-run.ts'

/** Far more than any drawing of ours needs; a run that takes longer goes round for ever. */
const MOST_TRANSITIONS = 20_000
const MOST_MS = 90 * 24 * 3_600_000
/** Steps and cells that are remembered: some hundred MB at most. */
const MOST_KNOWN = 150_000

/** How one rehearsed run went. */
export interface RehearsedRun {
  /** Plays the same run again, with the same drawing and faults. */
  readonly seed: number
  readonly end: RehearsedEnd
  /** Something wrong came out, or was given to an effect that happens once. */
  readonly wrong: boolean
  /** Virtual ms. */
  readonly ms: number
  readonly transitions: number
  /** Effects of class `once` that happened twice. */
  readonly twice: number
  readonly meter: Meter
}

/** A drawing and its faults, ready to be run by many seeds. What one run learns of the kernel's steps serves the next. */
export class Stage {
  readonly plan: Plan
  private readonly settings: Settings
  private readonly answers: KnownAnswers = new WeakMap()
  private readonly task: Payload
  private steps: KnownSteps

  constructor(plan: Plan, settings: Settings) {
    this.plan = plan
    this.settings = settings
    this.task = taskOf(plan)
    this.steps = new KnownSteps(plan)
  }

  /** One run of a seed, to its end. */
  run(seed: number): RehearsedRun {
    const meter = new Meter(this.plan)
    const run = this.prepared(seed, { onlooker: meter })
    const end = run.run(MOST_TRANSITIONS, MOST_MS)
    meter.close(run.now)
    const wrong = meter.wrong || outputsOf(this.plan, run).some((payload) => isWrongIn([payload]))
    const { now: ms, transitions, flights } = run
    return { seed, end, wrong, ms, transitions, twice: flights.twice, meter }
  }

  /** The same run as `run` of that seed, as a player plays it; its instants are virtual ms since its start. */
  replay(seed: number): readonly Recorded[] {
    const run = this.prepared(seed, { record: true })
    run.run(MOST_TRANSITIONS, MOST_MS)
    return run.recorded
  }

  private prepared(seed: number, more: Pick<VirtualRunOptions, 'onlooker' | 'record'>): VirtualRun {
    const { plan, settings } = this
    if (this.steps.size > MOST_KNOWN) this.steps = new KnownSteps(plan)
    const random = new SeededRandom(seed)
    const standIns = new DrawnStandIns(settings, random, this.answers)
    const edges = new Map([...settings.edges].map(([channel, { partition = [] }]) => [channel, partition]))
    const run = new VirtualRun(plan, { random, standIns, steps: this.steps, edges, ...more })
    run.start(this.task)
    return run
  }
}

/** A token for each field of the form. */
export function taskOf(plan: Plan): Payload {
  const { id, bound } = actorAt(plan, plan.entry)
  return Object.fromEntries(inputFields(bound.config).map(({ name }) => [name, `${id}.${name}@`]))
}

function outputsOf(plan: Plan, { state }: VirtualRun): readonly Payload[] {
  return plan.actors
    .filter(({ kind }) => kind.kind === 'output')
    .flatMap(({ index }) => receivedBy(actorCell(state, index).local))
}
