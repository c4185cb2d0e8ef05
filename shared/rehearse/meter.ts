import type { Plan } from '../topology/plan.ts'
import type { Flight } from './flight.ts'
import type { KnownStep } from './known-steps.ts'
import type { Onlooker } from './virtual-run.ts'

/** A figure over time: its integral and its greatest value. */
class Level {
  area = 0
  most = 0
  private value = 0
  private since = 0

  set(value: number, at: number): void {
    this.area += this.value * (at - this.since)
    this.since = at
    this.value = value
    if (value > this.most) this.most = value
  }
}

/** What is counted of one run, component by component. */
export class Meter implements Onlooker {
  tokens = 0
  microUsd = 0
  attempts = 0
  crashes = 0
  /** Something wrong has come out of an output, or was given to an effect that happens once. */
  wrong = false
  /** Messages that wait on an edge. */
  readonly depths: readonly Level[]
  /** Whether a node is at work: 1 while an attempt of its is under way. */
  readonly busy: readonly Level[]
  /** Effects that wait for a controller. */
  readonly held: readonly Level[]
  readonly performs: number[]

  constructor(plan: Plan) {
    this.depths = plan.components.map(() => new Level())
    this.busy = plan.components.map(() => new Level())
    this.held = plan.components.map(() => new Level())
    this.performs = plan.components.map(() => 0)
  }

  moved({ depths, busy, held }: KnownStep, at: number): void {
    for (const { component, value } of depths) this.depths[component]?.set(value, at)
    for (const { component, value } of busy) this.busy[component]?.set(value, at)
    for (const { component, value } of held) this.held[component]?.set(value, at)
  }

  performed({ component, ask, fate }: Flight): void {
    // A look at a message costs nobody anything.
    if (ask.kind === 'eval') return
    this.attempts += 1
    this.performs[component] = (this.performs[component] ?? 0) + 1
    if (fate.usage !== null) {
      this.tokens += fate.usage.tokens
      this.microUsd += fate.usage.microUsd
    }
    if (ask.class === 'once' && fate.misled) this.wrong = true
  }

  crashed(): void {
    this.crashes += 1
  }

  /** Levels go on to the end of the run. */
  close(at: number): void {
    for (const level of [...this.depths, ...this.busy, ...this.held]) level.set(0, at)
  }
}
