import type { Chunk, RecordedTransition } from '../../api/contract.ts'
import { type ActorCell, actorCell, type Cell, initialState } from '../../kernel/cells.ts'
import { next } from '../../kernel/enabled.ts'
import { IdentityBook } from '../../kernel/identity.ts'
import { step } from '../../kernel/step.ts'
import type { Input } from '../../kernel/transition.ts'
import { type Verdict, verdict } from '../../kernel/verdict.ts'
import type { Ask } from '../../topology/kind.ts'
import type { Outcome, Payload } from '../../topology/payload.ts'
import { actorAt, type Plan, RUN } from '../../topology/plan.ts'

/** One effect that is to be performed. */
export interface Work {
  readonly component: number
  readonly node: string
  readonly effect: string
  readonly attempt: number
  readonly ask: Ask
}

export interface Clock {
  now(): number
  /** Resolves later; a test's clock only when it is wound on. */
  wait(ms: number): Promise<void>
}

export interface DriverEvents {
  /** Begun effects come here; the answer comes back by `settle`. */
  perform(work: Work): void
  recorded(record: RecordedTransition): void
  chunk(chunk: Chunk): void
}

/**
 * A live driver for previews and tests: the real kernel, with effects that are performed by whoever made it. It keeps
 * nothing on disk.
 */
export class RunDriver {
  readonly plan: Plan
  readonly records: RecordedTransition[] = []
  readonly chunks: Chunk[] = []
  private readonly state: Cell[]
  private readonly book: IdentityBook
  private readonly clock: Clock
  private readonly events: DriverEvents

  constructor(plan: Plan, clock: Clock, events: DriverEvents) {
    this.plan = plan
    this.clock = clock
    this.events = events
    this.state = [...initialState(plan)]
    this.book = new IdentityBook(plan)
  }

  start(payload: Payload): void {
    this.put({ type: 'start', component: this.plan.entry, payload })
    this.drain()
  }

  /** Puts one input in and all that the kernel itself can do after it. */
  offer(input: Input): void {
    this.put(input)
    this.drain()
  }

  verdict(): Verdict {
    return verdict(this.plan, this.state)
  }

  cell(component: number): ActorCell {
    return actorCell(this.state, component)
  }

  pause(): void {
    this.put({ type: 'pause', component: RUN })
  }

  resume(): void {
    this.offer({ type: 'resume', component: RUN })
  }

  cancel(): void {
    this.offer({ type: 'cancel', component: RUN })
  }

  /** One enabled input of a paused run. */
  stepOnce(): boolean {
    for (const actor of this.plan.actors) {
      const [input] = next(this.plan, this.state, actor.index, { stepping: true })
      if (input === undefined) continue
      this.put(input)
      return true
    }
    return false
  }

  emit(work: Work, type: Chunk['type'], data: string): void {
    const seq = this.chunks.length + 1
    const chunk = { seq, effect: work.effect, attempt: work.attempt, at: this.clock.now(), type, data }
    this.chunks.push(chunk)
    this.events.chunk(chunk)
  }

  /** Settles unless the effect has been taken back or has ended otherwise meanwhile. */
  settle(work: Work, outcome: Outcome): void {
    const { component, ask, attempt } = work
    const known = this.cell(component).effects.find((effect) => effect.ask.tag === ask.tag)
    if (known?.status !== 'begun' || known.attempt !== attempt) return
    if (this.book.effectId(component, ask.tag) !== work.effect) return
    this.offer({ type: 'settle', component, tag: ask.tag, outcome })
  }

  private drain(): void {
    let moved = true
    while (moved) {
      moved = false
      for (const actor of [...this.plan.actors, ...this.plan.supervisors]) {
        for (let input = this.nextOf(actor.index); input !== undefined; input = this.nextOf(actor.index)) {
          this.put(input)
          moved = true
        }
      }
    }
  }

  private nextOf(component: number): Input | undefined {
    return next(this.plan, this.state, component)[0]
  }

  private put(input: Input): void {
    const transition = step(this.plan, this.state, input)
    const identity = this.book.advance(transition, this.clock.now())
    for (const [component, cell] of transition.changed) this.state[component] = cell
    const record = { transition, identity }
    this.records.push(record)
    this.events.recorded(record)
    transition.asked.forEach(({ ask, attempt, begun }, place) => {
      if (begun) this.perform(input.component, identity.asked[place] ?? '', ask, attempt)
    })
    if (input.type === 'begin') {
      const effect = this.cell(input.component).effects.find((one) => one.ask.tag === input.tag)
      if (effect !== undefined)
        this.perform(input.component, identity.effect ?? '', effect.ask, effect.attempt)
    }
    transition.armed.forEach(({ tag, ms, of }) => void this.fireLater(of ?? input.component, tag, ms))
  }

  private perform(component: number, effect: string, ask: Ask, attempt: number): void {
    const node = actorAt(this.plan, component).id
    this.events.perform({ component, node, effect, attempt, ask })
  }

  private async fireLater(component: number, tag: string, ms: number): Promise<void> {
    const due = this.clock.now() + ms
    await this.clock.wait(ms)
    if (this.book.dueAt(component, tag) !== undefined && (this.book.dueAt(component, tag) ?? 0) <= due + 1)
      this.offer({ type: 'fire', component, tag })
  }
}
