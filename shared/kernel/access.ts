import type { ActorPlan, Plan } from '../topology/plan.ts'
import { RUN } from '../topology/plan.ts'
import type {
  ActorCell,
  Cell,
  ChannelCell,
  ClientCell,
  ControllerCell,
  DeadlineCell,
  RunCell,
  RunState,
  SupervisorCell,
} from './cells.ts'
import { exact } from './lists.ts'

/** Records which components a step read and wrote, for the explorer's independence relation. */
export interface Recorder {
  read(component: number): void
  write(component: number): void
}

/** A step writes few cells mostly, which are found fastest by looking through them; beyond this many a map knows. */
const FEW = 16

/**
 * One step's view of the state. It lets through the static footprint only, so that a footprint that is too small
 * is a crash in a test and never a wrong reduction.
 */
export class Access {
  readonly plan: Plan
  private readonly state: RunState
  private readonly footprint: ReadonlySet<number>
  private readonly recorder: Recorder | undefined
  /** Null until something is written: most looks at a state only read. */
  private written: (readonly [number, Cell])[] | null = null
  private places: Map<number, number> | null = null

  constructor(plan: Plan, state: RunState, footprint: ReadonlySet<number>, recorder?: Recorder) {
    this.plan = plan
    this.state = state
    this.footprint = footprint
    this.recorder = recorder
  }

  run(): RunCell {
    return this.get(RUN) as RunCell
  }

  actor(actor: ActorPlan): ActorCell {
    return this.get(actor.index) as ActorCell
  }

  channel(index: number): ChannelCell {
    return this.get(index) as ChannelCell
  }

  client(index: number): ClientCell {
    return this.get(index) as ClientCell
  }

  controller(index: number): ControllerCell {
    return this.get(index) as ControllerCell
  }

  deadline(index: number): DeadlineCell {
    return this.get(index) as DeadlineCell
  }

  supervisor(index: number): SupervisorCell {
    return this.get(index) as SupervisorCell
  }

  set(component: number, cell: Cell): void {
    this.guard(component)
    this.recorder?.write(component)
    if (this.written === null) {
      this.written = [[component, cell]]
      return
    }
    const place = this.placeOf(this.written, component)
    if (place >= 0) {
      this.written[place] = [component, cell]
      return
    }
    this.written.push([component, cell])
    if (this.places !== null) this.places.set(component, this.written.length - 1)
    else if (this.written.length > FEW) this.places = new Map(this.written.map(([at], index) => [at, index]))
  }

  changed(): readonly (readonly [number, Cell])[] {
    return exact(this.written ?? [])
  }

  private get(component: number): Cell {
    this.guard(component)
    this.recorder?.read(component)
    const { written } = this
    if (written === null) return this.state[component] as Cell
    const place = this.placeOf(written, component)
    return (place < 0 ? this.state[component] : written[place]?.[1]) as Cell
  }

  private placeOf(written: readonly (readonly [number, Cell])[], component: number): number {
    if (this.places !== null) return this.places.get(component) ?? -1
    for (let place = 0; place < written.length; place += 1)
      if (written[place]?.[0] === component) return place
    return -1
  }

  private guard(component: number): void {
    if (!this.footprint.has(component)) throw new Error(`component ${component} is outside the footprint`)
  }
}
