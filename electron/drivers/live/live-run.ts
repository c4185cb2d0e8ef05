import type { RecordedTransition } from '../../../shared/api/contract.ts'
import type { EffectCell, RunCell } from '../../../shared/kernel/cells.ts'
import { dutyAfterCrash } from '../../../shared/kernel/outbox.ts'
import type { Armed, Input, Resolution } from '../../../shared/kernel/transition.ts'
import type { Verdict } from '../../../shared/kernel/verdict.ts'
import type { Outcome, Payload } from '../../../shared/topology/payload.ts'
import { type Plan, RUN } from '../../../shared/topology/plan.ts'
import type { Batch, EffectCall, EffectRow, RunRecord } from '../seams.ts'
import { effectCall } from './effect-call.ts'
import { type Begun, noteBegun, RunCore } from './run-core.ts'
import type { RunServices } from './run-services.ts'
import { Timers } from './timers.ts'
import { Watch } from './watch.ts'

export type LetterInput = Extract<Input, { readonly type: 'resend' | 'discard' }>

type Waiting = Pick<PromiseWithResolvers<void>, 'resolve' | 'reject'>

/** What one commit makes durable, and what follows from it. */
interface Wave {
  readonly transitions: readonly RecordedTransition[]
  readonly effects: readonly EffectRow[]
  readonly verdict: Verdict
  readonly begun: readonly Begun[]
  readonly stopped: readonly string[]
  readonly waiting: readonly Waiting[]
}

/**
 * The live driver of one run: the world picks.
 *
 * 1. A transition is durable before anything that it asks for is performed, and before anyone is shown it.
 * 2. Everything that asks for nothing is drained first; one commit; then all effects begin.
 * 3. An outcome is put in only while its effect is begun and of the execution that was performed.
 */
export class LiveRun {
  readonly record: RunRecord
  readonly core: RunCore
  private readonly services: RunServices
  private readonly inbox: (() => void)[] = []
  private readonly timers: Timers
  private readonly watch: Watch
  private readonly answered = new Set<string>()
  /** Effects in doubt: what the probe said, or null while it is being asked. */
  private readonly probing = new Map<string, string | null>()
  private waiting: Waiting[] = []
  /** Who waits for something that is not durable yet. */
  private readonly unheard = new Set<Waiting>()
  private begun: Begun[] = []
  private stopped: string[] = []
  private scheduled = false
  private committing = false
  private over = false

  constructor(record: RunRecord, plan: Plan, services: RunServices) {
    this.record = record
    this.services = services
    this.timers = new Timers(services.clock, (component, tag) => this.fire(component, tag))
    const { snapshot, transitions } = services.journal.load(record.run)
    this.core = new RunCore(plan, { snapshot, transitions, effects: services.journal.effects(record.run) })
    this.watch = new Watch(this.core, services.clock, this.timers, {
      put: (input) => this.enqueue(() => this.putIf(input())),
      tell: (call, suspicion) => services.performer.tell(call, 'suspicion', JSON.stringify(suspicion)),
    })
  }

  /** Starts a new run, or takes up one whose host has died, by the outbox protocol. */
  begin(payload: Payload): void {
    const { core } = this
    if (core.book.lastSeq() === 0) {
      this.enqueue(() => this.put({ type: 'start', component: core.plan.entry, payload }))
      return
    }
    for (const { component, tag, due } of core.armedTimers(this.services.clock.now()))
      this.timers.arm(component, tag, due)
    for (const { component, effect, id } of core.openEffects()) {
      const { tag } = effect.ask
      switch (dutyAfterCrash(effect)) {
        case 'perform':
          core.countAgain(id)
          this.begun.push({ component, tag, id })
          break
        case 'stand':
          this.begun.push({ component, tag, id })
          break
        case 'doubt':
          this.enqueue(() => this.put({ type: 'doubt', component, tag }))
          break
        case 'probe':
          this.enqueue(() => this.probe(component, effect))
          break
        case 'begin':
        case 'wait':
          break
      }
    }
    this.enqueue(() => {})
  }

  /** What was begun may end; with `abort` what may run again is cut off, and begins anew when the run goes on. */
  pause(abort = false): Promise<void> {
    return this.control({ type: 'pause', component: RUN, ...(abort ? { abort } : {}) })
  }

  resume(): Promise<void> {
    return this.control({ type: 'resume', component: RUN })
  }

  cancel(): Promise<void> {
    return this.control({ type: 'cancel', component: RUN })
  }

  /** One transition, one message, or on to the next thing at a node; resolves with the last position. */
  async step(by: 'transition' | 'message' | 'node', node: string | null): Promise<number> {
    const target = node === null ? undefined : this.core.plan.byId.get(node)
    await this.enqueueAndCommit(() => {
      // What a person steps to may run to its end.
      if (this.runCell().aborts === true) this.put({ type: 'pause', component: RUN })
      for (let input = this.core.steps()[0]; input !== undefined; input = this.core.steps()[0]) {
        this.put(input)
        if (
          by === 'transition' ||
          (by === 'message' && input.type === 'deliver') ||
          input.component === target
        )
          break
      }
    })
    return this.core.book.lastSeq()
  }

  /**
   * A person's answer to a begun effect; false when it is not open any more, whatever ended it a moment ago. Resolves
   * once it is durable. It is put in whole or not at all, so of two answers to one question the first counts.
   */
  async answer(id: string, outcome: Outcome): Promise<boolean> {
    if (this.find(id)?.effect.status !== 'begun') return false
    let taken = false
    await this.enqueueAndCommit(() => {
      const open = this.find(id)
      if (open?.effect.status !== 'begun') return
      taken = true
      this.put({ type: 'settle', component: open.component, tag: open.effect.ask.tag, outcome })
      this.services.performer.abort(this.record.run, id)
    })
    return taken
  }

  /**
   * A person's word on an effect in doubt. That it did not happen counts only once no attempt can act any more, and an
   * attempt that says at its end how it went knows better. Throws when an attempt cannot be ended.
   */
  async resolveDoubt(id: string, answer: Resolution): Promise<boolean> {
    const open = this.find(id)
    if (open?.effect.status !== 'doubt' || this.answered.has(id)) return false
    if (answer.type === 'not-happened') {
      await this.services.performer.end(this.callOf(open.component, open.effect, id))
      await this.settled()
      if (this.find(id)?.effect.status !== 'doubt' || this.answered.has(id)) return false
    }
    this.answered.add(id)
    await this.enqueueAndCommit(() => {
      if (this.find(id)?.effect.status === 'doubt')
        this.put({ type: 'resolve', component: open.component, tag: open.effect.ask.tag, answer })
    })
    this.answered.delete(id)
    return true
  }

  /** A person's word on a dead letter, looked up at its turn; false when the letter is not there any more. */
  async settleLetter(find: () => LetterInput | null): Promise<boolean> {
    let input: LetterInput | null = null
    await this.enqueueAndCommit(() => {
      input = this.runCell().status === 'running' ? find() : null
      if (input !== null) this.put(input)
    })
    return input !== null
  }

  /** What the probe said of an effect that it could not settle; null while it is being asked. */
  probeEvidence(id: string): string | null {
    return this.probing.get(id) ?? null
  }

  find(id: string): { readonly component: number; readonly effect: EffectCell } | undefined {
    return this.core.openEffects().find((open) => open.id === id)
  }

  /** Waits until all that was put in is durable. */
  settled(): Promise<void> {
    return this.enqueueAndCommit(() => {})
  }

  /** Lets go of timers and executors without ending the run: the host closes. */
  detach(): void {
    this.over = true
    this.timers.clear()
    this.watch.clear()
    this.services.performer.abortRun(this.record.run)
  }

  private control(input: Input): Promise<void> {
    return this.enqueueAndCommit(() => this.put(input))
  }

  private enqueueAndCommit(work: () => void): Promise<void> {
    if (this.over) return Promise.resolve()
    const waiting = Promise.withResolvers<void>()
    this.unheard.add(waiting)
    this.inbox.push(() => {
      work()
      this.waiting.push(waiting)
    })
    this.schedule()
    return waiting.promise
  }

  private enqueue(work: () => void): void {
    this.inbox.push(work)
    this.schedule()
  }

  /** Outcomes that come in the same turn of the event loop are drained together. */
  private schedule(): void {
    if (this.scheduled || this.committing) return
    this.scheduled = true
    queueMicrotask(() => {
      this.scheduled = false
      void this.pump()
    })
  }

  private async pump(): Promise<void> {
    if (this.committing || this.over) return
    this.committing = true
    try {
      while (this.inbox.length > 0 || this.begun.length > 0 || this.core.rows.length > 0) {
        this.drain()
        const wave = this.wave()
        await this.append(wave)
        this.follow(wave)
        if (this.over) return
      }
    } catch (error) {
      // What is on disk is whole up to the last commit; this process must not go on from anything else.
      this.detach()
      for (const { reject } of this.unheard) reject(error)
      this.services.broke(error as Error)
    } finally {
      this.committing = false
    }
  }

  private drain(): void {
    do {
      this.inbox.shift()?.()
      // A run that ends has stopped its actors before another outcome comes: checks rely on it.
      if (this.inbox.length > 0 && this.runCell().status === 'running') continue
      for (let input = this.core.take(); input !== null; input = this.core.take()) this.put(input)
    } while (this.inbox.length > 0)
  }

  private putIf(input: Input | null): void {
    if (input !== null && !this.over) this.put(input)
  }

  private put(input: Input): void {
    const { recorded, stopped } = this.core.put(input, this.services.clock.now())
    const { transition, identity } = recorded
    noteBegun(recorded, this.core, this.begun)
    const { component } = input
    for (const tag of transition.disarmed) this.timers.disarm(component, tag)
    if (input.type === 'fire') this.timers.disarm(component, input.tag)
    for (let at = 0; at < transition.armed.length; at += 1) {
      const { tag, of } = transition.armed[at] as Armed
      this.timers.arm(of ?? component, tag, identity.due[at] ?? 0)
    }
    for (const id of stopped) this.stopped.push(id)
  }

  /** All that is to be made durable now, and what waits for that. */
  private wave(): Wave {
    const { core, begun, stopped, waiting } = this
    const wave = {
      transitions: core.recorded,
      effects: core.rows,
      verdict: core.verdict(),
      begun,
      stopped,
      waiting,
    }
    core.recorded = []
    core.rows = []
    this.begun = []
    this.stopped = []
    this.waiting = []
    return wave
  }

  private append({ transitions, effects, verdict }: Wave): Promise<void> | null {
    const snapshot = this.core.dueSnapshot()
    if (transitions.length === 0 && effects.length === 0) return null
    const { services, record } = this
    const audit = services.audit?.(transitions) ?? []
    const batch: Batch = { transitions, effects, progress: services.progress(verdict) }
    const more = { ...(snapshot === null ? {} : { snapshot }), ...(audit.length === 0 ? {} : { audit }) }
    return services.journal.append(record.run, { ...batch, ...more })
  }

  private follow({ transitions, verdict, begun, stopped, waiting }: Wave): void {
    const { core, services } = this
    if (transitions.length > 0) services.committed(transitions)
    for (const one of waiting) one.resolve()
    for (const one of waiting) this.unheard.delete(one)
    for (const id of stopped) services.performer.abort(this.record.run, id)
    for (const one of begun) this.perform(one)
    if (core.gauge.inDoubt())
      for (const { transition } of transitions) this.probeDoubts(transition.input.component)
    if (verdict.status !== 'running' && !this.over) this.end(verdict)
  }

  private end(verdict: Verdict): void {
    this.over = true
    this.timers.clear()
    this.watch.clear()
    // What came too late is not put in; whoever brought it looks again and sees the end.
    for (const { resolve } of this.unheard) resolve()
    this.services.ended(verdict)
  }

  private perform({ component, tag, id }: Begun): void {
    const effect = this.core.effect(component, tag)
    // It was withdrawn before its begin was durable.
    if (effect?.status !== 'begun') return
    const call = this.callOf(component, effect, id)
    this.services.performer.perform(call, this.watch.heard).then((outcome) => {
      if (this.over) return
      this.watch.forget(component, call)
      this.enqueue(() => {
        const { book, ledger } = this.core
        const isLast = book.effectId(component, tag) === id && ledger.executions(id) === call.execution
        if (!isLast || this.answered.has(id)) return
        const now = this.core.effect(component, tag)
        if (now?.status === 'begun') this.put({ type: 'settle', component, tag, outcome })
        else if (now?.status === 'doubt') this.settleLate(component, tag, outcome)
      })
    })
  }

  /** An attempt that was given up on has said after all how it ended: its executor saw it, so that is the answer. */
  private settleLate(component: number, tag: string, outcome: Outcome): void {
    if (outcome.tag !== 'error') {
      this.put({ type: 'resolve', component, tag, answer: { type: 'happened', outcome } })
    } else if (outcome.control['happened'] === 'no') {
      this.put({ type: 'resolve', component, tag, answer: { type: 'not-happened' } })
    }
  }

  private probeDoubts(component: number): void {
    if (this.core.plan.components[component]?.type !== 'actor' || !this.core.gauge.inDoubt()) return
    for (const effect of this.core.actor(component).effects)
      if (effect.status === 'doubt') this.probe(component, effect)
  }

  /** Asks the tool's probe once; what it cannot say is left to a person. */
  private probe(component: number, effect: EffectCell): void {
    const { tag } = effect.ask
    const id = this.core.book.effectId(component, tag)
    if (id === undefined || this.probing.has(id)) return
    this.probing.set(id, null)
    this.services.performer.probe(this.callOf(component, effect, id)).then((answer) => {
      this.enqueue(() => {
        if (this.core.effect(component, tag)?.status !== 'doubt' || this.answered.has(id)) return
        if (answer.type === 'unknown') {
          this.probing.set(id, answer.evidence)
          this.services.probed()
          return
        }
        this.probing.delete(id)
        this.put({ type: 'resolve', component, tag, answer })
      })
    })
  }

  private callOf(component: number, effect: EffectCell, id: string): EffectCall {
    return effectCall(this.record, this.core, this.services.folders, { component, effect, id })
  }

  private fire(component: number, tag: string): void {
    this.enqueue(() => {
      if (this.core.isArmed(component, tag)) this.put({ type: 'fire', component, tag })
    })
  }

  runCell(): RunCell {
    return this.core.state[RUN] as RunCell
  }
}
