import { createHostClient, type HostClient } from '../../shared/api/client.ts'
import { HostError, type SubscriptionName, type Subscriptions } from '../../shared/api/contract.ts'
import type { FramePort } from '../../shared/api/wire.ts'

export type ConnectionState = 'connecting' | 'open' | 'lost'

export interface ResumingOptions {
  connect(): Promise<FramePort>
  /** Waits, so that tests need no clock. */
  pause(ms: number): Promise<void>
  changed?(state: ConnectionState): void
}

interface Following {
  readonly topic: SubscriptionName
  /** With the last that was seen, so that a new connection goes on from there. */
  params: unknown
  readonly listener: (events: readonly never[]) => void | Promise<void>
  readonly failed: ((error: HostError) => void) | undefined
  stop: (() => void) | null
}

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 5000

/**
 * A client that outlives its connection. 1: a subscription goes on from the last event that its listener was given.
 * 2: a call in flight when the connection breaks is rejected and never sent twice, since it may have happened.
 * 3: a call made while there is no connection waits for one.
 */
export function createResumingClient(options: ResumingOptions): HostClient {
  const following = new Set<Following>()
  const closeListeners: (() => void)[] = []
  let closed = false
  let client: HostClient | null = null
  let waiting: ((client: HostClient) => void)[] = []

  const open = (port: FramePort): void => {
    const opened = createHostClient(port)
    client = opened
    opened.onClose(() => {
      if (client !== opened) return
      client = null
      for (const one of following) one.stop = null
      if (closed) return
      options.changed?.('lost')
      void connect()
    })
    options.changed?.('open')
    for (const one of following) attach(opened, one, following)
    for (const go of waiting.splice(0)) go(opened)
  }

  const connect = async (): Promise<void> => {
    for (let pauseMs = FIRST_PAUSE_MS; !closed; pauseMs = Math.min(pauseMs * 2, LONGEST_PAUSE_MS)) {
      try {
        const port = await options.connect()
        if (closed) port.close()
        else open(port)
        return
      } catch {
        options.changed?.('lost')
        await options.pause(pauseMs)
      }
    }
  }
  options.changed?.('connecting')
  void connect()

  return {
    async call(method, params) {
      if (closed) throw gone()
      const ready = client ?? (await new Promise<HostClient>((resolve) => waiting.push(resolve)))
      return ready.call(method, params)
    },
    follow(topic, params, listener, failed) {
      const one: Following = {
        topic,
        params,
        listener: listener as Following['listener'],
        failed,
        stop: null,
      }
      following.add(one)
      if (client !== null) attach(client, one, following)
      return () => {
        following.delete(one)
        one.stop?.()
      }
    },
    onClose: (listener) => {
      closeListeners.push(listener)
    },
    close() {
      closed = true
      waiting = []
      client?.close()
      for (const listener of closeListeners) listener()
    },
  }
}

function attach(client: HostClient, one: Following, following: Set<Following>): void {
  one.stop = client.follow(
    one.topic,
    one.params as Subscriptions[SubscriptionName]['params'],
    (events) => {
      const seen = lastSeen(one.topic, events as readonly never[])
      if (seen !== null) one.params = { ...(one.params as object), after: seen }
      return one.listener(events as readonly never[])
    },
    (error) => {
      // A lost connection is not the subscription's end: the next connection takes it up again.
      if (error.body.code === 'unavailable') return
      following.delete(one)
      one.failed?.(error)
    },
  )
}

function lastSeen(topic: SubscriptionName, events: readonly never[]): number | null {
  const last: unknown = events.at(-1)
  if (last === undefined) return null
  if (topic === 'run.transitions') return (last as Subscriptions['run.transitions']['event']).identity.seq
  if (topic === 'run.chunks') return (last as Subscriptions['run.chunks']['event']).seq
  return null
}

function gone(): HostError {
  return new HostError({ code: 'unavailable', message: 'The connection to the host is closed' })
}
