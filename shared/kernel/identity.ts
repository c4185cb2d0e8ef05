import type { Plan } from '../topology/plan.ts'
import {
  arm,
  type ComponentIdentity,
  drop,
  find,
  followed,
  keepOpen,
  type StoredComponent,
  spoil,
  stored,
} from './component-identity.ts'
import { each } from './lists.ts'
import type { Armed, Transition } from './transition.ts'

/**
 * What tells two equal-looking messages or effects apart: ids, instants, attempts of the past. It stands beside the
 * state, never in it, so that independent steps commute. Ids derive from (component, that component's own
 * counter): `fix:m3` is the third message of `fix`, `deploy:1` its first effect; the run's id goes in front outside.
 */
export interface Identity {
  /** Position in the run, from 1. */
  readonly seq: number
  /** Wall clock, ms since 1970. */
  readonly at: number
  /** The transition that made this one possible: sent the message, asked the effect, armed the timer. */
  readonly cause: number
  /** Id of the message that was delivered. */
  readonly message?: string
  /** Id of the effect that the input is about. */
  readonly effect?: string
  /** Ids of what was sent and asked, in the transition's order. */
  readonly sent: readonly string[]
  readonly asked: readonly string[]
  /** Instants at which the armed timers are due, in the transition's order. */
  readonly due: readonly number[]
}

/** All of a run's identity, as JSON: part of a snapshot. */
export interface IdentitySnapshot {
  readonly seq: number
  readonly components: readonly StoredComponent[]
}

/** Follows a run's transitions and gives each its identity. Deterministic: the same transitions and instants, the same ids. */
export class IdentityBook {
  private readonly plan: Plan
  private seq: number
  /** Made when something is first known of a component: many of a large drawing's never move. */
  private readonly components: (ComponentIdentity | undefined)[]

  constructor(plan: Plan, snapshot?: IdentitySnapshot) {
    this.plan = plan
    this.seq = snapshot?.seq ?? 0
    this.components = snapshot?.components.map(followed) ?? []
  }

  snapshot(): IdentitySnapshot {
    return { seq: this.seq, components: this.plan.components.map(({ index }) => stored(this.of(index))) }
  }

  lastSeq(): number {
    return this.seq
  }

  effectId(component: number, tag: string): string | undefined {
    return find(this.components[component]?.open, tag)?.id
  }

  /** When an open effect was last asked, begun or doubted, ms since 1970. */
  openSince(component: number, tag: string): number | undefined {
    return find(this.components[component]?.open, tag)?.at
  }

  /** When an armed timer is due, ms since 1970. */
  dueAt(component: number, tag: string): number | undefined {
    return find(this.components[component]?.timers, tag)?.due
  }

  /** Gives the next transition of the run its identity; `due` are the instants of the timers that it arms. */
  advance(transition: Transition, at: number, due: readonly number[] = dueOf(transition, at)): Identity {
    this.seq += 1
    const seq = this.seq
    const { input } = transition
    const own = this.of(input.component)
    let cause = seq - 1
    let message: string | undefined
    let effect: string | undefined
    if (input.type === 'drop' || input.type === 'duplicate' || input.type === 'reorder') {
      const known = spoil(this.of(input.channel), input.type, input.place)
      message = known?.id
      cause = known?.seq ?? cause
    } else if (input.type === 'deliver') {
      const { queue } = this.of(input.channel)
      const known = input.place === 0 ? queue.shift() : queue.splice(input.place, 1)[0]
      message = known?.id
      cause = known?.seq ?? cause
    } else if (input.type === 'serve') {
      cause = this.of(input.client).queue.shift()?.seq ?? cause
    } else if (input.type === 'reply') {
      cause = this.of(input.client).replies.shift()?.seq ?? cause
    } else if (input.type === 'fire') {
      cause = find(own.timers, input.tag)?.seq ?? cause
      effect = find(own.open, input.tag.slice(input.tag.indexOf(':') + 1))?.id
      drop(own.timers, input.tag)
    } else if ('tag' in input) {
      const known = find(own.open, input.tag)
      if (known !== undefined) {
        effect = known.id
        cause = known.seq
        known.seq = seq
        known.at = at
      }
    }
    this.followCells(transition, seq, at)
    const sent = each(transition.sent, ({ channel, fate }) =>
      this.send(input.component, channel, fate, seq, at),
    )
    const asked = each(transition.asked, ({ ask, attempt }) =>
      this.ask(own, input.component, ask.tag, attempt, seq, at),
    )
    for (const tag of transition.disarmed) drop(own.timers, tag)
    for (let place = 0; place < transition.armed.length; place += 1) {
      const { tag, of } = transition.armed[place] as Armed
      arm((of === undefined ? own : this.of(of)).timers, tag, due[place] ?? at, seq)
    }
    // Each is made in one piece: a field that is put in later would have a store of its own.
    if (message !== undefined) return { seq, at, cause, message, sent, asked, due }
    if (effect !== undefined) return { seq, at, cause, effect, sent, asked, due }
    return { seq, at, cause, sent, asked, due }
  }

  private of(component: number): ComponentIdentity {
    const found = this.components[component]
    if (found !== undefined) return found
    if (this.plan.components[component] === undefined) throw new Error(`no component ${component}`)
    const fresh = { messages: 0, effects: 0, queue: [], replies: [], open: [], timers: [] }
    this.components[component] = fresh
    return fresh
  }

  /** Forgets what the actor no longer waits for, and notes who made a client's new requests and replies. */
  private followCells({ changed }: Transition, seq: number, at: number): void {
    for (const [component, cell] of changed) {
      if (cell.type === 'actor') {
        const open = this.components[component]?.open
        if (open !== undefined && open.length > 0) keepOpen(open, cell)
      } else if (cell.type === 'client') {
        const client = this.of(component)
        // What its client took back was asked last.
        if (client.queue.length > cell.requests.length) client.queue.length = cell.requests.length
        while (client.queue.length < cell.requests.length) client.queue.push({ id: '', seq, at })
        while (client.replies.length < cell.replies.length) client.replies.push({ id: '', seq, at })
      }
    }
  }

  private send(sender: number, channel: number, fate: string, seq: number, at: number): string {
    const own = this.of(sender)
    own.messages += 1
    const id = `${this.plan.components[sender]?.id}:m${own.messages}`
    const { queue } = this.of(channel)
    if (fate === 'dropped-oldest') queue.shift()
    if (fate === 'returned') queue.unshift({ id, seq, at })
    else if (fate !== 'rejected') queue.push({ id, seq, at })
    return id
  }

  /** A further attempt keeps its effect's id: it is the idempotency key. */
  private ask(
    own: ComponentIdentity,
    component: number,
    tag: string,
    attempt: number,
    seq: number,
    at: number,
  ): string {
    const retried = find(own.open, tag)
    if (attempt > 1 && retried !== undefined) {
      retried.seq = seq
      retried.at = at
      return retried.id
    }
    own.effects += 1
    const id = `${this.plan.components[component]?.id}:${own.effects}`
    drop(own.open, tag)
    own.open.push({ tag, id, seq, at })
    return id
  }
}

/** When the timers of a transition are due, ms since 1970; `draw` gives numbers from 0 to below 1, for their jitter. */
export function dueOf({ armed }: Transition, at: number, draw: () => number = () => 0): readonly number[] {
  return each(armed, ({ ms, jitter = 0 }) => at + (jitter > 0 ? Math.round(ms * (1 + jitter * draw())) : ms))
}
