import type { Input, Sent } from '../kernel/transition.ts'
import { channelAt, type Plan } from '../topology/plan.ts'
import type { StandIns } from './flight.ts'
import type { KnownStep, Offer } from './known-steps.ts'

export interface Partition {
  readonly from_ms: number
  readonly to_ms: number
}

/** A message that a bad edge spoils, where it stands in its queue. */
export interface Spoilt {
  readonly type: 'drop' | 'duplicate' | 'reorder'
  readonly channel: number
  readonly place: number
}

const AT_ONCE = { after_ms: 0, fault: null } as const

/** One slow or bad edge: when its messages arrive, in the order of its queue, those that are held back included. */
interface Edge {
  readonly arrivals: number[]
  readonly partitions: readonly Partition[]
}

/** When messages arrive on edges that are slow or bad; on all others they do at once. */
export class Transit {
  private readonly plan: Plan
  private readonly standIns: StandIns
  private readonly edges = new Map<number, Edge>()

  constructor(plan: Plan, standIns: StandIns, partitions: ReadonlyMap<number, readonly Partition[]>) {
    this.plan = plan
    this.standIns = standIns
    for (const [channel, cut] of partitions) this.edges.set(channel, { arrivals: [], partitions: cut })
  }

  isIdle(): boolean {
    return this.edges.size === 0
  }

  /** Those that may happen at an instant: what is still on its way is not delivered. */
  arrived(offers: readonly Offer[], now: number): readonly Offer[] {
    return offers.filter(
      ({ input }) => input.type !== 'deliver' || this.openAt(input.channel, input.place, now) <= now,
    )
  }

  /** Follows the queues through a step; says at which instants who may receive something. */
  follow(
    { transition: { input, sent }, places }: KnownStep,
    now: number,
    arrival: (at: number, component: number) => void,
  ): readonly Spoilt[] {
    if ('place' in input) this.taken(input)
    const spoilt: Spoilt[] = []
    sent.forEach(({ channel, fate }, at) => {
      const edge = this.edges.get(channel)
      if (edge === undefined) return
      const plan = channelAt(this.plan, channel)
      const copied = input.type === 'duplicate' || fate !== 'queued'
      const { after_ms, fault } = copied ? AT_ONCE : this.standIns.passage(plan)
      put(edge.arrivals, fate, now + after_ms)
      if (after_ms > 0) arrival(now + after_ms, plan.to)
      const place = places[at] as number
      if (fault !== null && place >= 0) spoilt.push({ type: fault, channel, place })
    })
    return spoilt
  }

  private openAt(channel: number, place: number, now: number): number {
    const edge = this.edges.get(channel)
    if (edge === undefined) return 0
    const cut = edge.partitions.find(({ from_ms, to_ms }) => from_ms <= now && now < to_ms)
    return Math.max(edge.arrivals[place] ?? 0, cut?.to_ms ?? 0)
  }

  private taken(input: Extract<Input, { readonly place: number }>): void {
    const arrivals = this.edges.get(input.channel)?.arrivals
    if (arrivals === undefined) return
    if (input.type === 'resend' || input.type === 'discard' || input.type === 'duplicate') return
    const [arrival = 0] = arrivals.splice(input.place, 1)
    if (input.type === 'reorder') arrivals.unshift(arrival)
  }
}

/** The inputs that spoil them one after the other, the last in a queue first: what is before it keeps its place. */
export function spoilInputs(plan: Plan, spoilt: readonly Spoilt[]): readonly Input[] {
  const overtaken = new Map<number, number>()
  return spoilt.toReversed().flatMap(({ type, channel, place: sentAt }): readonly Input[] => {
    const ahead = overtaken.get(channel) ?? 0
    const place = sentAt + ahead
    if (type === 'reorder') {
      if (place === 0) return []
      overtaken.set(channel, ahead + 1)
    }
    return [{ type, component: channelAt(plan, channel).to, channel, place }]
  })
}

function put(arrivals: number[], fate: Sent['fate'], arrival: number): void {
  if (fate === 'rejected') return
  if (fate === 'dropped-oldest') arrivals.shift()
  if (fate === 'returned') arrivals.unshift(arrival)
  else arrivals.push(arrival)
}
