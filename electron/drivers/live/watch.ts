import { SILENCE } from '../../../shared/kernel/attempts.ts'
import type { Input } from '../../../shared/kernel/transition.ts'
import { actorAt } from '../../../shared/topology/plan.ts'
import type { EffectCall } from '../seams.ts'
import type { Clock } from './clock.ts'
import { firstWord, nextWord, type Pace, phi, suspectedAt } from './phi.ts'
import type { RunCore } from './run-core.ts'
import { Timers } from './timers.ts'

/** What is known of a begun attempt that has said something. */
interface Watched {
  readonly call: EffectCall
  pace: Pace
}

/** What a detector holds of an attempt, for those who watch. */
export interface Suspicion {
  readonly phi: number
  readonly silent_ms: number
}

export interface Watcher {
  /** Puts in an input, once it is this run's turn. */
  put(input: () => Input | null): void
  tell(call: EffectCall, suspicion: Suspicion): void
}

/**
 * Every word of an attempt counts as progress: it puts the limit of its silence off, and from the pace of the words a
 * failure detector knows when a silence is suspicious. Costs nothing until an attempt says something.
 */
export class Watch {
  private readonly core: RunCore
  private readonly clock: Clock
  private readonly limits: Timers
  private readonly alarms: Timers
  private readonly watcher: Watcher
  private readonly watched = new Map<string, Watched>()

  constructor(core: RunCore, clock: Clock, limits: Timers, watcher: Watcher) {
    this.core = core
    this.clock = clock
    this.limits = limits
    this.watcher = watcher
    this.alarms = new Timers(clock, (component, tag) => this.alarm(component, tag))
  }

  /** An attempt has said something. A method kept as a value, so that no attempt needs a closure of its own. */
  readonly heard = (call: EffectCall): void => {
    const component = this.core.plan.byId.get(call.node)
    if (component === undefined || !this.isBegun(component, call)) return
    const now = this.clock.now()
    const known = this.watched.get(call.effect)
    const same = known !== undefined && known.call.execution === call.execution
    const pace = same ? nextWord(known.pace, now) : firstWord(now)
    if (same) known.pace = pace
    else this.watched.set(call.effect, { call, pace })
    this.putOff(component, call.tag, now)
    const at = suspectedAt(pace)
    if (at !== null) this.alarms.arm(component, call.tag, at)
    if (this.core.effect(component, call.tag)?.suspected === true)
      this.watcher.put(() =>
        this.core.effect(component, call.tag)?.suspected === true
          ? { type: 'trust', component, tag: call.tag }
          : null,
      )
  }

  /** An execution is over; the one that followed it, if any, is watched on. */
  forget(component: number, { effect, execution, tag }: EffectCall): void {
    if (this.watched.get(effect)?.call.execution !== execution) return
    this.watched.delete(effect)
    this.alarms.disarm(component, tag)
  }

  clear(): void {
    this.alarms.clear()
    this.watched.clear()
  }

  private putOff(component: number, tag: string, now: number): void {
    const { chunkMs, firstChunkMs } = actorAt(this.core.plan, component)
    if (chunkMs !== null) this.limits.arm(component, SILENCE + tag, now + chunkMs)
    else if (firstChunkMs !== null) this.limits.disarm(component, SILENCE + tag)
  }

  private isBegun(component: number, call: EffectCall): boolean {
    return (
      this.core.effect(component, call.tag)?.status === 'begun' &&
      this.core.book.effectId(component, call.tag) === call.effect &&
      this.core.ledger.executions(call.effect) === call.execution
    )
  }

  private alarm(component: number, tag: string): void {
    const id = this.core.book.effectId(component, tag)
    const found = id === undefined ? undefined : this.watched.get(id)
    if (found === undefined) return
    const { call, pace } = found
    this.watcher.put(() => {
      const effect = this.core.effect(component, tag)
      // It may have spoken while this waited its turn.
      if (!this.isBegun(component, call) || found.pace !== pace) return null
      const now = this.clock.now()
      const silent_ms = now - pace.last
      this.watcher.tell(call, { phi: phi(pace, now), silent_ms })
      // The silence goes on, and makes it surer: that is told each time that it has become twice as long.
      this.alarms.arm(component, tag, now + silent_ms)
      return effect?.suspected === true ? null : { type: 'suspect', component, tag }
    })
  }
}
