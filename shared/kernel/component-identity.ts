import type { ActorCell } from './cells.ts'

interface Known {
  readonly id: string
  readonly seq: number
  readonly at: number
}

/** The identity of what one component holds, as a snapshot has it. */
export interface StoredComponent {
  readonly messages: number
  readonly effects: number
  /** Ids of a channel's messages, queue first, then held; of a client, what asked for its requests. */
  readonly queue: readonly Known[]
  /** Of a client: what sent its replies. */
  readonly replies: readonly Known[]
  /** Effects and timers of an actor by tag; a timer's id is its due instant. */
  readonly open: Readonly<Record<string, Known>>
  readonly timers: Readonly<Record<string, { readonly due: number; readonly seq: number }>>
}

interface OpenEffect {
  readonly tag: string
  readonly id: string
  seq: number
  at: number
}

interface ArmedTimer {
  readonly tag: string
  due: number
  seq: number
}

/** The same while a run is followed: an actor has one or two effects and timers, found fastest by looking. */
export interface ComponentIdentity {
  messages: number
  effects: number
  readonly queue: Known[]
  readonly replies: Known[]
  readonly open: OpenEffect[]
  readonly timers: ArmedTimer[]
}

export function find<T extends { readonly tag: string }>(
  list: readonly T[] | undefined,
  tag: string,
): T | undefined {
  if (list === undefined) return undefined
  for (const one of list) if (one.tag === tag) return one
  return undefined
}

export function drop(list: { readonly tag: string }[], tag: string): void {
  for (let at = 0; at < list.length; at += 1) {
    if (list[at]?.tag !== tag) continue
    if (at === list.length - 1) list.pop()
    else list.splice(at, 1)
    return
  }
}

export function arm(timers: ArmedTimer[], tag: string, due: number, seq: number): void {
  const known = find(timers, tag)
  if (known === undefined) {
    timers.push({ tag, due, seq })
    return
  }
  known.due = due
  known.seq = seq
}

/** What a bad edge does to the identity of a waiting message; a copy gets one of its own, as all that is sent. */
export function spoil(
  { queue }: ComponentIdentity,
  fault: 'drop' | 'duplicate' | 'reorder',
  place: number,
): Known | undefined {
  const known = queue[place]
  if (fault !== 'duplicate') queue.splice(place, 1)
  if (fault === 'reorder' && known !== undefined) queue.unshift(known)
  return known
}

export function keepOpen(open: OpenEffect[], cell: ActorCell): void {
  for (let at = open.length - 1; at >= 0; at -= 1) {
    const { tag } = open[at] as OpenEffect
    if (!cell.effects.some((effect) => effect.ask.tag === tag)) open.splice(at, 1)
  }
}

export function stored({
  messages,
  effects,
  queue,
  replies,
  open,
  timers,
}: ComponentIdentity): StoredComponent {
  return {
    messages,
    effects,
    queue: queue.slice(),
    replies: replies.slice(),
    open: Object.fromEntries(open.map(({ tag, id, seq, at }) => [tag, { id, seq, at }])),
    timers: Object.fromEntries(timers.map(({ tag, due, seq }) => [tag, { due, seq }])),
  }
}

export function followed({
  messages,
  effects,
  queue,
  replies,
  open,
  timers,
}: StoredComponent): ComponentIdentity {
  return {
    messages,
    effects,
    queue: queue.slice(),
    replies: replies.slice(),
    open: Object.entries(open).map(([tag, known]) => ({ tag, ...known })),
    timers: Object.entries(timers).map(([tag, known]) => ({ tag, ...known })),
  }
}
