import {
  HostError,
  type HostErrorBody,
  type MethodName,
  methods,
  type Params,
  type SubscriptionName,
  type Subscriptions,
  subscriptionParams,
} from '../../shared/api/contract.ts'
import { type ClientFrame, clientFrameSchema, type FramePort, type HostFrame } from '../../shared/api/wire.ts'
import { pathText } from '../../shared/topology/problem.ts'
import { type Batching, batch } from './batching.ts'
import { logUnexpected } from './log.ts'
import type { HostService } from './service.ts'

/** Subscriptions of one connection; a window has a handful. */
const FOLLOWED_MAX = 256

export interface Served {
  /** Takes no further frame and waits for the answers of what was taken, so that what happened is also told. */
  drain(): Promise<void>
}

/**
 * The host's side of the contract over any transport. Every frame and its params are validated; a text that is no
 * frame ends the connection, since nothing that follows it could be trusted.
 */
export function serveConnection(
  service: HostService,
  port: FramePort,
  log: (what: string, error: unknown) => void = logUnexpected,
): Served {
  const followed = new Map<number, Batching>()
  const calls = new Set<Promise<void>>()
  let closed = false
  let draining = false
  const send = (frame: HostFrame): void => {
    if (!closed) port.send(JSON.stringify(frame))
  }
  const fail = (id: number, what: string, error: unknown): void => {
    if (!(error instanceof HostError)) log(what, error)
    send({ type: 'error', id, error: bodyOf(what, error) })
  }

  const call = async (frame: Extract<ClientFrame, { type: 'call' }>): Promise<void> => {
    try {
      const { method, params } = readCall(frame.method, frame.params)
      send({ type: 'result', id: frame.id, result: await service.call(method, params) })
    } catch (error) {
      fail(frame.id, frame.method, error)
    }
  }
  const unfollow = (id: number): void => {
    followed.get(id)?.end()
    followed.delete(id)
  }
  const follow = (frame: Extract<ClientFrame, { type: 'follow' }>): void => {
    try {
      if (followed.has(frame.id)) throw badInput(`subscription ${frame.id} is in use already`)
      if (followed.size >= FOLLOWED_MAX) throw badInput(`at most ${FOLLOWED_MAX} subscriptions at once`)
      const { topic, params } = readFollow(frame.topic, frame.params)
      const events = (some: readonly unknown[]): void => send({ type: 'events', id: frame.id, events: some })
      const failed = (error: unknown): void => {
        unfollow(frame.id)
        fail(frame.id, topic, error)
      }
      followed.set(frame.id, batch(service, topic, params, events, failed))
    } catch (error) {
      fail(frame.id, frame.topic, error)
    }
  }

  port.onText((text) => {
    if (draining) return
    const frame = readFrame(text)
    switch (frame?.type) {
      case undefined:
        port.close()
        return
      case 'call':
        track(calls, call(frame))
        return
      case 'follow':
        follow(frame)
        return
      case 'ack':
        followed.get(frame.id)?.acknowledge()
        return
      case 'unfollow':
        unfollow(frame.id)
    }
  })
  port.onClose(() => {
    closed = true
    for (const one of followed.values()) one.end()
    followed.clear()
  })
  return {
    async drain() {
      draining = true
      await Promise.all(calls)
    },
  }
}

function track(calls: Set<Promise<void>>, call: Promise<void>): void {
  calls.add(call)
  void call.then(() => calls.delete(call))
}

function readFrame(text: string): ClientFrame | undefined {
  let raw: unknown
  try {
    raw = JSON.parse(text)
  } catch {
    return undefined
  }
  const parsed = clientFrameSchema.safeParse(raw)
  // The names of methods and topics are checked where they are looked up, so that a wrong one gets an answer.
  return parsed.success ? (parsed.data as ClientFrame) : undefined
}

function readCall(method: string, raw: unknown): { method: MethodName; params: Params<MethodName> } {
  if (!Object.hasOwn(methods, method)) throw badInput(`there is no method ${quoted(method)}`)
  const known = method as MethodName
  const parsed = methods[known].params.safeParse(raw)
  if (!parsed.success) throw badParams(known, parsed.error.issues)
  return { method: known, params: parsed.data as Params<MethodName> }
}

function readFollow(
  topic: string,
  raw: unknown,
): { topic: SubscriptionName; params: Subscriptions[SubscriptionName]['params'] } {
  if (!Object.hasOwn(subscriptionParams, topic)) throw badInput(`there is no topic ${quoted(topic)}`)
  const known = topic as SubscriptionName
  const parsed = subscriptionParams[known].safeParse(raw)
  if (!parsed.success) throw badParams(known, parsed.error.issues)
  return { topic: known, params: parsed.data as Subscriptions[SubscriptionName]['params'] }
}

function badParams(
  what: string,
  issues: readonly { readonly path: readonly PropertyKey[]; readonly message: string }[],
): HostError {
  const problems = issues.map((issue) => ({ path: pathText(issue.path), message: issue.message }))
  const first = problems[0]
  const place = first === undefined || first.path === '' ? '' : `${first.path}: `
  return new HostError({
    code: 'bad-input',
    message: `${what}: ${place}${first?.message ?? 'wrong parameters'}`,
    problems,
  })
}

function badInput(message: string): HostError {
  return new HostError({ code: 'bad-input', message })
}

function quoted(text: string): string {
  return JSON.stringify(text.length > 64 ? `${text.slice(0, 64)}…` : text)
}

function bodyOf(what: string, error: unknown): HostErrorBody {
  if (error instanceof HostError) return error.body
  return { code: 'internal', message: `${what} failed inside the host; its log says more` }
}
