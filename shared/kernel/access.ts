import type { ActorPlan, Plan } from '../topology/plan.ts'
import { RUN } from '../topology/plan.ts'
import type { ActorCell, Cell, ChannelCell, ClientCell, RunCell, RunState } from './cells.ts'

/** Records which components a step read and wrote, for the explorer's independence relation. */
export interface Recorder {
  read(component: number): void
  write(component: number): void
}

/**
 * One step's view of the state. It lets through the static footprint only, so that a footprint that is too small
 * is a crash in a test and never a wrong reduction.
 */
export class Access {
  readonly plan: Plan
  private readonly state: RunState
  private readonly footprint: ReadonlySet<number>
  private readonly recorder: Recorder | undefined
  private readonly written = new Map<number, Cell>()

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

  set(component: number, cell: Cell): void {
    this.guard(component)
    this.recorder?.write(component)
    this.written.set(component, cell)
  }

  changed(): readonly (readonly [number, Cell])[] {
    return [...this.written]
  }

  private get(component: number): Cell {
    this.guard(component)
    this.recorder?.read(component)
    return this.written.get(component) ?? (this.state[component] as Cell)
  }

  private guard(component: number): void {
    if (!this.footprint.has(component)) throw new Error(`component ${component} is outside the footprint`)
  }
}
