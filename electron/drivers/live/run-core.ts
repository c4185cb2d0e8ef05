import type { RecordedTransition } from '../../../shared/api/contract.ts'
import { SILENCE } from '../../../shared/kernel/attempts.ts'
import {
  type ActorCell,
  type Cell,
  type EffectCell,
  initialState,
  migrateCell,
  type TimerCell,
} from '../../../shared/kernel/cells.ts'
import { next, wakes } from '../../../shared/kernel/enabled.ts'
import { dueOf, IdentityBook } from '../../../shared/kernel/identity.ts'
import { step } from '../../../shared/kernel/step.ts'
import type { Asked, Input } from '../../../shared/kernel/transition.ts'
import { type Verdict, verdict } from '../../../shared/kernel/verdict.ts'
import { type Plan, RUN } from '../../../shared/topology/plan.ts'
import type { EffectRow, RunSnapshot } from '../seams.ts'
import { Gauge } from './gauge.ts'
import { Ledger } from './ledger.ts'

const SNAPSHOT_EVERY = 512

const FIRST = { first: true } as const

const NOBODY: readonly string[] = []

const RUNNING: Verdict = { status: 'running' }

/** What one input did, and the ids of the attempts that are to be ended. */
export interface Put {
  readonly recorded: RecordedTransition
  readonly stopped: readonly string[]
}

/** Components in the order in which they came, each once. A Set would do the same and make a table at each turn. */
class Queue {
  private readonly components: number[] = []
  private head = 0
  private readonly queued: boolean[] = []

  add(component: number): void {
    if (this.queued[component] === true) return
    this.queued[component] = true
    this.components.push(component)
  }

  first(): number | undefined {
    return this.components[this.head]
  }

  dropFirst(): void {
    this.queued[this.components[this.head] as number] = false
    this.head += 1
    if (this.head < this.components.length) return
    this.components.length = 0
    this.head = 0
  }
}

/** Where a run is taken up. */
export interface RunOrigin {
  readonly snapshot: RunSnapshot | null
  readonly transitions: readonly RecordedTransition[]
  readonly effects: readonly EffectRow[]
}

/**
 * A run's state in memory, moved by one input at a time. It is synchronous and touches nothing outside: what it did
 * since the last commit is gathered in `recorded` and `rows`, for its owner to make durable and to act on.
 *
 * 1. `state` is always the fold of every recorded transition.
 * 2. An actor that may have an enabled input is in `dirty`.
 */
export class RunCore {
  readonly plan: Plan
  readonly state: Cell[]
  readonly book: IdentityBook
  readonly gauge = new Gauge()
  readonly ledger: Ledger
  recorded: RecordedTransition[] = []
  rows: EffectRow[] = []
  private readonly dirty = new Queue()
  private snapshotAt: number

  constructor(plan: Plan, origin: RunOrigin) {
    this.plan = plan
    this.state = [...(origin.snapshot?.cells ?? initialState(plan))]
    this.book = new IdentityBook(plan, origin.snapshot?.identity)
    this.ledger = new Ledger(plan, origin.effects)
    for (const { transition, identity } of origin.transitions) {
      for (const [component, cell] of transition.changed) this.state[component] = cell
      this.book.advance(transition, identity.at, identity.due)
    }
    this.snapshotAt = this.book.lastSeq()
    // Before its start nothing can happen in a run, and nothing of it is of an older version.
    if (this.snapshotAt > 0) this.takeUp()
  }

  private takeUp(): void {
    const { plan, state } = this
    for (const component of plan.components) {
      const cell = migrateCell(component, state[component.index] as Cell)
      state[component.index] = cell
      this.gauge.follow(component.index, cell)
    }
    for (const { index } of [...plan.actors, ...plan.supervisors]) this.dirty.add(index)
  }

  /** Puts in one input, which must be enabled. */
  put(input: Input, at: number): Put {
    const transition = step(this.plan, this.state, input)
    // The book forgets what the actor lets go of, so the ids of withdrawn attempts are read first.
    const stopped =
      transition.withdrawn.length === 0
        ? NOBODY
        : transition.withdrawn.flatMap(({ tag, of }) => this.book.effectId(of ?? input.component, tag) ?? [])
    for (const [component, cell] of transition.changed) {
      const before = this.state[component] as Cell
      this.state[component] = cell
      this.gauge.follow(component, cell)
      for (const actor of wakes(this.plan, component, before, cell)) this.dirty.add(actor)
    }
    const identity = this.book.advance(transition, at, dueOf(transition, at, Math.random))
    const recorded = { transition, identity }
    this.recorded.push(recorded)
    for (const id of stopped) this.ledger.withdrawn(id, this.rows)
    if (identity.effect !== undefined || transition.asked.length > 0)
      this.ledger.follow(transition, identity, this.rows)
    return { recorded, stopped }
  }

  /** One more execution of an effect that a dead host had begun. */
  countAgain(id: string): void {
    const row = this.ledger.again(id)
    if (row !== null) this.rows.push(row)
  }

  /** The next input that the kernel itself offers, oldest change first; null when there is none. */
  take(): Input | null {
    for (let component = this.dirty.first(); component !== undefined; component = this.dirty.first()) {
      const input = next(this.plan, this.state, component, FIRST)[0]
      if (input !== undefined) return input
      this.dirty.dropFirst()
    }
    return null
  }

  /** The inputs that a person may step to while the run is paused. */
  steps(): readonly Input[] {
    return [...this.plan.actors, ...this.plan.supervisors].flatMap(({ index }) =>
      next(this.plan, this.state, index, { stepping: true }),
    )
  }

  effect(component: number, tag: string): EffectCell | undefined {
    return this.actor(component).effects.find((effect) => effect.ask.tag === tag)
  }

  actor(component: number): ActorCell {
    return this.state[component] as ActorCell
  }

  /** Every effect that the world owes an answer, with its id. */
  openEffects(): readonly { readonly component: number; readonly effect: EffectCell; readonly id: string }[] {
    return this.plan.actors.flatMap((actor) =>
      this.actor(actor.index)
        .effects.filter((effect) => effect.ask.to === undefined)
        .map((effect) => ({
          component: actor.index,
          effect,
          id: this.book.effectId(actor.index, effect.ask.tag) ?? '',
        })),
    )
  }

  /** Those of a run that is taken up; a silence counts anew, since whoever speaks is started anew. */
  armedTimers(
    now: number,
  ): readonly { readonly component: number; readonly tag: string; readonly due: number }[] {
    return this.plan.components.flatMap(({ index }) =>
      timersOf(this.state[index] as Cell).map(({ tag, ms }) => ({
        component: index,
        tag,
        due: tag.startsWith(SILENCE) ? now + ms : (this.book.dueAt(index, tag) ?? 0),
      })),
    )
  }

  isArmed(component: number, tag: string): boolean {
    return timersOf(this.state[component] as Cell).some((timer) => timer.tag === tag)
  }

  isPaused(): boolean {
    const run = this.state[RUN]
    return run?.type === 'run' && run.paused
  }

  verdict(): Verdict {
    return this.gauge.waits() ? RUNNING : verdict(this.plan, this.state)
  }

  /** A snapshot when one is due, so that recovery reads few transitions. */
  dueSnapshot(): RunSnapshot | null {
    const seq = this.book.lastSeq()
    if (seq - this.snapshotAt < SNAPSHOT_EVERY) return null
    this.snapshotAt = seq
    return { seq, cells: [...this.state], identity: this.book.snapshot() }
  }
}

function timersOf(cell: Cell): readonly TimerCell[] {
  return 'timers' in cell ? cell.timers : []
}

/** Notes the attempts that a transition begins: asked and begun in one, or begun by this input. */
export function noteBegun({ transition, identity }: RecordedTransition, core: RunCore, begun: Begun[]): void {
  const { input, asked } = transition
  const { component } = input
  for (let at = 0; at < asked.length; at += 1) {
    const { ask, begun: atOnce } = asked[at] as Asked
    if (atOnce && isBegun(core, component, ask.tag))
      begun.push({ component, tag: ask.tag, id: identity.asked[at] ?? '' })
  }
  if (input.type === 'begin' && isBegun(core, component, input.tag))
    begun.push({ component, tag: input.tag, id: identity.effect ?? '' })
}

function isBegun(core: RunCore, component: number, tag: string): boolean {
  return core.effect(component, tag)?.status === 'begun'
}

export interface Begun {
  readonly component: number
  readonly tag: string
  readonly id: string
}
