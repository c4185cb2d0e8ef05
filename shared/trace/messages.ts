import type { ClientCell } from '../kernel/cells.ts'
import type { Sent } from '../kernel/transition.ts'
import type { EffectKind } from '../topology/kind.ts'
import type { Payload } from '../topology/payload.ts'
import { type ChannelPlan, type ClientPlan, channelAt, clientAt, type Plan } from '../topology/plan.ts'
import { exchangeText } from './exchanges.ts'
import { countAtMost, lastAtMost } from './history.ts'
import type { Recorded } from './recorded.ts'

/** One thing that travelled: a message on a channel, or a request or reply on a resource edge. */
export interface MessageTrace {
  readonly id: string
  readonly type: 'message' | 'request' | 'reply'
  /** The channel or client component that it travelled on. */
  readonly component: number
  readonly from: number
  readonly to: number
  readonly port: string
  readonly payload: Payload
  readonly activation: string
  /** How often it has been sent, this time included. */
  readonly attempt: number
  /** What was asked of the resource, in words; empty for a message. */
  readonly label: string
  readonly sentSeq: number
  readonly sentAt: number
  readonly fate: Sent['fate']
  /** 0 while it is under way. */
  readonly endSeq: number
  readonly endAt: number
  readonly end: 'delivered' | 'dropped' | 'rejected' | null
}

type Writable = { -readonly [K in keyof MessageTrace]: MessageTrace[K] }

interface Lane {
  readonly all: Writable[]
  /** Those that have not ended, oldest first; replies of a client stand apart from its requests. */
  readonly open: Writable[]
  readonly replies: Writable[]
  /** What a client last asked for by each of its tags. */
  readonly kinds: Map<string, EffectKind>
  /** Transitions at which one was delivered, ascending. */
  readonly deliveries: number[]
  readonly failures: Writable[]
}

/** Follows what is sent and taken. The identity gives messages their ids; requests are numbered here. */
export class MessageLog {
  private readonly plan: Plan
  private readonly lanes: readonly Lane[]
  private readonly inOrder: Writable[] = []
  private readonly byId = new Map<string, Writable>()

  constructor(plan: Plan) {
    this.plan = plan
    this.lanes = plan.components.map(() => ({
      all: [],
      open: [],
      replies: [],
      kinds: new Map(),
      deliveries: [],
      failures: [],
    }))
  }

  /** All of them, in the order in which they were sent. */
  all(): readonly MessageTrace[] {
    return this.inOrder
  }

  get(id: string): MessageTrace | undefined {
    return this.byId.get(id)
  }

  /** Of one channel or client, in the order in which they were sent. */
  on(component: number): readonly MessageTrace[] {
    return this.lanes[component]?.all ?? []
  }

  /** How many had been sent on a channel by a position. */
  sentBy(component: number, position: number): number {
    return countAtMost(this.lanes[component]?.all ?? [], position, (message) => message.sentSeq)
  }

  lastSentBy(component: number, position: number): MessageTrace | undefined {
    return this.lanes[component]?.all[this.sentBy(component, position) - 1]
  }

  deliveredBy(component: number, position: number): number {
    return lastAtMost(this.lanes[component]?.deliveries ?? [], position) + 1
  }

  /** The transition at which the nth was delivered, counted from 1; 0 when it was not. */
  deliveryOf(component: number, nth: number): number {
    return this.lanes[component]?.deliveries[nth - 1] ?? 0
  }

  /** Those that were dropped or rejected, in the order in which that happened. */
  failuresOn(component: number): readonly MessageTrace[] {
    return this.lanes[component]?.failures ?? []
  }

  add({ transition, identity }: Recorded): void {
    const { seq, at } = identity
    const { input } = transition
    if (input.type === 'deliver' && identity.message !== undefined) {
      const lane = this.lane(input.channel)
      const place = lane.open.findIndex((message) => message.id === identity.message)
      const message = place < 0 ? undefined : lane.open.splice(place, 1)[0]
      if (message !== undefined) end(lane, message, 'delivered', seq, at)
    }
    if (input.type === 'drop' || input.type === 'reorder') {
      const lane = this.lane(input.channel)
      const place = lane.open.findIndex((message) => message.id === identity.message)
      const message = place < 0 ? undefined : lane.open.splice(place, 1)[0]
      if (message !== undefined && input.type === 'drop') end(lane, message, 'dropped', seq, at)
      else if (message !== undefined) lane.open.unshift(message)
    }
    if (input.type === 'serve') this.take(input.client, 'request', seq, at)
    if (input.type === 'reply') this.take(input.client, 'reply', seq, at)
    for (const [place, sent] of transition.sent.entries())
      this.send(sent, identity.sent[place] ?? '', seq, at)
    for (const [component, cell] of transition.changed) {
      if (cell.type === 'client') this.follow(clientAt(this.plan, component), cell, seq, at)
    }
  }

  private lane(component: number): Lane {
    const lane = this.lanes[component]
    if (lane === undefined) throw new Error(`no component ${component}`)
    return lane
  }

  private take(client: number, type: 'request' | 'reply', seq: number, at: number): void {
    const lane = this.lane(client)
    const message = (type === 'request' ? lane.open : lane.replies).shift()
    if (message !== undefined) end(lane, message, 'delivered', seq, at)
  }

  private send(sent: Sent, id: string, seq: number, at: number): void {
    const channel: ChannelPlan = channelAt(this.plan, sent.channel)
    const lane = this.lane(sent.channel)
    const { payload, activation, attempt = 1 } = sent.message
    const { from, to, fromPort: port } = channel
    const message: Writable = {
      ...{
        id,
        type: 'message',
        component: sent.channel,
        from,
        to,
        port,
        payload,
        activation,
        attempt,
        label: '',
      },
      ...{ sentSeq: seq, sentAt: at, fate: sent.fate, endSeq: 0, endAt: 0, end: null },
    }
    this.keep(lane, message)
    if (sent.fate === 'rejected') end(lane, message, 'rejected', seq, at)
    else if (sent.fate === 'returned') lane.open.unshift(message)
    else lane.open.push(message)
    if (sent.fate === 'dropped-oldest') {
      const oldest = lane.open.shift()
      if (oldest !== undefined) end(lane, oldest, 'dropped', seq, at)
    }
  }

  /** What is new in a client's cell was put there by this transition. */
  private follow(plan: ClientPlan, cell: ClientCell, seq: number, at: number): void {
    const lane = this.lane(plan.index)
    for (const ask of cell.requests.slice(lane.open.length)) {
      lane.kinds.set(ask.tag, ask.kind)
      const label = exchangeText('request', ask.kind, '')
      lane.open.push(this.exchange(plan, 'request', ask.payload, ask.activation, label, seq, at))
    }
    for (const { tag, outcome } of cell.replies.slice(lane.replies.length)) {
      const label = exchangeText('reply', lane.kinds.get(tag) ?? 'repo.checkout', outcome.tag)
      lane.replies.push(this.exchange(plan, 'reply', outcome.refs, '', label, seq, at))
    }
  }

  private exchange(
    plan: ClientPlan,
    type: 'request' | 'reply',
    payload: Payload,
    activation: string,
    label: string,
    seq: number,
    at: number,
  ): Writable {
    const lane = this.lane(plan.index)
    const [from, to] = type === 'request' ? [plan.client, plan.resource] : [plan.resource, plan.client]
    const id = `${plan.id}:${type === 'request' ? 'q' : 'a'}${lane.all.length + 1}`
    const message: Writable = {
      ...{ id, type, component: plan.index, from, to, port: '', payload, activation, attempt: 1, label },
      ...{ sentSeq: seq, sentAt: at, fate: 'queued', endSeq: 0, endAt: 0, end: null },
    }
    this.keep(lane, message)
    return message
  }

  private keep(lane: Lane, message: Writable): void {
    lane.all.push(message)
    this.inOrder.push(message)
    this.byId.set(message.id, message)
  }
}

function end(
  lane: Lane,
  message: Writable,
  how: 'delivered' | 'dropped' | 'rejected',
  seq: number,
  at: number,
): void {
  message.end = how
  message.endSeq = seq
  message.endAt = at
  if (how === 'delivered') lane.deliveries.push(seq)
  else lane.failures.push(message)
}
