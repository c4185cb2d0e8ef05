import type { Plan } from '../topology/plan.ts'
import { each } from './lists.ts'
import type { Transition } from './transition.ts'

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

interface Known {
  readonly id: string
  readonly seq: number
  readonly at: number
}

interface ComponentIdentity {
  messages: number
  effects: number
  /** Ids of a channel's messages, queue first, then held; of a client, what asked for its requests. */
  queue: Known[]
  /** Of a client: what sent its replies. */
  replies: Known[]
  /** Effects and timers of an actor by tag; a timer's id is its due instant. */
  open: Record<string, Known>
  timers: Record<string, { due: number; seq: number }>
}

/** All of a run's identity, as JSON: part of a snapshot. */
export interface IdentitySnapshot {
  readonly seq: number
  readonly components: readonly ComponentIdentity[]
}

/** Follows a run's transitions and gives each its identity. Deterministic: the same transitions and instants, the same ids. */
export class IdentityBook {
  private readonly plan: Plan
  private seq: number
  private readonly components: ComponentIdentity[]

  constructor(plan: Plan, snapshot?: IdentitySnapshot) {
    this.plan = plan
    this.seq = snapshot?.seq ?? 0
    this.components =
      snapshot === undefined
        ? plan.components.map(() => ({
            messages: 0,
            effects: 0,
            queue: [],
            replies: [],
            open: {},
            timers: {},
          }))
        : (structured(snapshot.components) as ComponentIdentity[])
  }

  snapshot(): IdentitySnapshot {
    return { seq: this.seq, components: structured(this.components) }
  }

  lastSeq(): number {
    return this.seq
  }

  effectId(component: number, tag: string): string | undefined {
    return this.components[component]?.open[tag]?.id
  }

  /** When an open effect was last asked, begun or doubted, ms since 1970. */
  openSince(component: number, tag: string): number | undefined {
    return this.components[component]?.open[tag]?.at
  }

  /** When an armed timer is due, ms since 1970. */
  dueAt(component: number, tag: string): number | undefined {
    return this.components[component]?.timers[tag]?.due
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
    if (input.type === 'deliver') {
      const known = this.of(input.channel).queue.splice(input.place, 1)[0]
      message = known?.id
      cause = known?.seq ?? cause
    } else if (input.type === 'serve') {
      cause = this.of(input.client).queue.shift()?.seq ?? cause
    } else if (input.type === 'reply') {
      cause = this.of(input.client).replies.shift()?.seq ?? cause
    } else if (input.type === 'fire') {
      cause = own.timers[input.tag]?.seq ?? cause
      effect = own.open[input.tag.slice(input.tag.indexOf(':') + 1)]?.id
      delete own.timers[input.tag]
    } else if ('tag' in input) {
      const known = own.open[input.tag]
      effect = known?.id
      cause = known?.seq ?? cause
      if (known !== undefined) own.open[input.tag] = { id: known.id, seq, at }
    }
    this.followCells(transition, own, seq, at)
    const sent = each(transition.sent, ({ channel, fate }) =>
      this.send(input.component, channel, fate, seq, at),
    )
    const asked = each(transition.asked, ({ ask, attempt }) =>
      this.ask(own, input.component, ask.tag, attempt, seq, at),
    )
    for (const tag of transition.disarmed) delete own.timers[tag]
    transition.armed.forEach(({ tag, of }, place) => {
      const { timers } = of === undefined ? own : this.of(of)
      timers[tag] = { due: due[place] ?? at, seq }
    })
    const identity: { -readonly [field in keyof Identity]: Identity[field] } = {
      seq,
      at,
      cause,
      sent,
      asked,
      due,
    }
    if (message !== undefined) identity.message = message
    if (effect !== undefined) identity.effect = effect
    return identity
  }

  private of(component: number): ComponentIdentity {
    const found = this.components[component]
    if (found === undefined) throw new Error(`no component ${component}`)
    return found
  }

  /** Forgets what the actor no longer waits for, and notes who made a client's new requests and replies. */
  private followCells(transition: Transition, own: ComponentIdentity, seq: number, at: number): void {
    for (const [component, cell] of transition.changed) {
      if (cell.type === 'actor') {
        for (const tag in own.open) {
          if (!cell.effects.some((effect) => effect.ask.tag === tag)) delete own.open[tag]
        }
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
    const retried = own.open[tag]
    if (attempt > 1 && retried !== undefined) {
      own.open[tag] = { id: retried.id, seq, at }
      return retried.id
    }
    own.effects += 1
    const id = `${this.plan.components[component]?.id}:${own.effects}`
    own.open[tag] = { id, seq, at }
    return id
  }
}

/** When the timers of a transition are due, ms since 1970; `draw` gives numbers from 0 to below 1, for their jitter. */
export function dueOf({ armed }: Transition, at: number, draw: () => number = () => 0): readonly number[] {
  return each(armed, ({ ms, jitter = 0 }) => at + (jitter > 0 ? Math.round(ms * (1 + jitter * draw())) : ms))
}

function structured<T>(value: T): T {
  return JSON.parse(JSON.stringify(value)) as T
}
