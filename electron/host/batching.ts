import type { SubscriptionName, Subscriptions } from '../../shared/api/contract.ts'
import { UNACKNOWLEDGED_MAX } from '../../shared/api/wire.ts'
import type { HostService, Unfollow } from './service.ts'

/** A window draws a frame in this time, so more batches than one would not be seen. */
const BATCH_MS = 16
/** Events of a log that wait for a slow reader. Beyond, the log is read again once these are gone. */
const GATHERED_MAX = 5_000
const BATCH_MAX = 1_000

type Event = Subscriptions[SubscriptionName]['event']

/** A subscription on its way to a reader that acknowledges. */
export interface Batching {
  acknowledge(): void
  end(): void
}

/**
 * Follows a topic for one reader. 1: events go out in order and none is left out, except that of a summary or an
 * inbox only the newest counts. 2: at most UNACKNOWLEDGED_MAX batches are out. 3: what waits is bounded: of a log, the
 * reading stops and begins again after the last that was gathered.
 */
export function batch(
  service: HostService,
  topic: SubscriptionName,
  params: Subscriptions[SubscriptionName]['params'],
  send: (events: readonly Event[]) => void,
  failed: (error: unknown) => void,
): Batching {
  const gathered = gatherFor(topic)
  let unfollow: Unfollow | null = null
  let timer: NodeJS.Timeout | null = null
  let unacknowledged = 0
  let reading = 0
  let ended = false

  const stopReading = (): void => {
    reading += 1
    unfollow?.()
    unfollow = null
  }
  const startReading = (): void => {
    reading += 1
    const mine = reading
    const stop = service.follow(topic, gathered.resume(params), (events) => {
      // An emit that was already under way when the reading stopped is read again later.
      if (ended || mine !== reading) return
      gathered.add(events)
      if (gathered.size() > GATHERED_MAX) stopReading()
      schedule()
    })
    if (ended || mine !== reading) stop()
    else unfollow = stop
  }
  const schedule = (): void => {
    if (timer !== null || ended || unacknowledged >= UNACKNOWLEDGED_MAX || gathered.size() === 0) return
    timer = setTimeout(flush, BATCH_MS)
  }
  const flush = (): void => {
    timer = null
    const events = gathered.take(BATCH_MAX)
    if (events.length > 0) {
      unacknowledged += 1
      send(events)
    }
    try {
      if (unfollow === null && !ended && gathered.size() === 0) startReading()
    } catch (error) {
      failed(error)
    }
    schedule()
  }
  startReading()

  return {
    acknowledge() {
      unacknowledged = Math.max(0, unacknowledged - 1)
      schedule()
    },
    end() {
      ended = true
      if (timer !== null) clearTimeout(timer)
      stopReading()
    },
  }
}

interface Gathered {
  add(events: readonly Event[]): void
  size(): number
  take(limit: number): readonly Event[]
  /** The params that go on after the last event that was added. */
  resume(params: Subscriptions[SubscriptionName]['params']): Subscriptions[SubscriptionName]['params']
}

function gatherFor(topic: SubscriptionName): Gathered {
  switch (topic) {
    case 'run.transitions':
      return gatherLog((event) => (event as Subscriptions['run.transitions']['event']).identity.seq)
    case 'run.chunks':
      return gatherLog((event) => (event as Subscriptions['run.chunks']['event']).seq)
    case 'runs':
      return gatherNewest((event) => (event as Subscriptions['runs']['event']).run)
    case 'inbox':
    case 'check.progress':
    case 'rehearse.progress':
      return gatherNewest(() => topic)
  }
}

function gatherLog(positionOf: (event: Event) => number): Gathered {
  let waiting: Event[] = []
  let last: number | null = null
  return {
    add(events) {
      for (const event of events) waiting.push(event)
      const newest = events.at(-1)
      if (newest !== undefined) last = positionOf(newest)
    },
    size: () => waiting.length,
    take(limit) {
      const taken = waiting.slice(0, limit)
      waiting = waiting.slice(limit)
      return taken
    },
    resume: (params) =>
      last === null ? params : { ...(params as Subscriptions['run.chunks']['params']), after: last },
  }
}

function gatherNewest(keyOf: (event: Event) => string): Gathered {
  const waiting = new Map<string, Event>()
  return {
    add(events) {
      for (const event of events) waiting.set(keyOf(event), event)
    },
    size: () => waiting.size,
    take(limit) {
      const taken = [...waiting.entries()].slice(0, limit)
      for (const [key] of taken) waiting.delete(key)
      return taken.map(([, event]) => event)
    },
    resume: (params) => params,
  }
}
