import {
  HostError,
  type MethodName,
  methods,
  type Params,
  type Result,
  type SubscriptionName,
  type Subscriptions,
} from './contract.ts'
import { type ClientFrame, type FramePort, hostFrameSchema } from './wire.ts'

export interface HostClient {
  call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>>
  /**
   * Follows a topic. Batches arrive in order and are acknowledged when the listener returns (or its promise
   * settles); returns a function that ends it.
   */
  follow<S extends SubscriptionName>(
    topic: S,
    params: Subscriptions[S]['params'],
    listener: (events: readonly Subscriptions[S]['event'][]) => void | Promise<void>,
    failed?: (error: HostError) => void,
  ): () => void
  onClose(listener: () => void): void
  close(): void
}

interface Pending {
  readonly resolve: (result: unknown) => void
  readonly reject: (error: HostError) => void
}

interface Following {
  readonly listener: (events: readonly never[]) => void | Promise<void>
  readonly failed: ((error: HostError) => void) | undefined
}

/** The calling side of the contract over any transport. Results are validated; a bad frame closes the port. */
export function createHostClient(port: FramePort): HostClient {
  const pending = new Map<number, Pending & { readonly method: MethodName }>()
  const following = new Map<number, Following>()
  let last = 0
  let closed = false
  const send = (frame: ClientFrame): void => port.send(JSON.stringify(frame))
  const gone = new HostError({ code: 'unavailable', message: 'The connection to the host was lost' })

  port.onText((text) => {
    const frame = hostFrameSchema.parse(JSON.parse(text))
    if (frame.type === 'events') {
      const one = following.get(frame.id)
      if (one === undefined) return
      const acknowledge = (): void => {
        if (!closed && following.has(frame.id)) send({ type: 'ack', id: frame.id })
      }
      Promise.resolve(one.listener(frame.events as unknown as readonly never[])).then(
        acknowledge,
        acknowledge,
      )
      return
    }
    if (frame.type === 'error') {
      const error = new HostError(frame.error)
      pending.get(frame.id)?.reject(error)
      following.get(frame.id)?.failed?.(error)
      following.delete(frame.id)
    } else {
      const call = pending.get(frame.id)
      if (call !== undefined) settle(call, frame.result)
    }
    pending.delete(frame.id)
  })
  port.onClose(() => {
    closed = true
    for (const call of pending.values()) call.reject(gone)
    for (const one of following.values()) one.failed?.(gone)
    pending.clear()
    following.clear()
  })

  return {
    call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>> {
      if (closed) return Promise.reject(gone)
      last += 1
      const id = last
      return new Promise<Result<M>>((resolve, reject) => {
        pending.set(id, { method, resolve: resolve as (result: unknown) => void, reject })
        send({ type: 'call', id, method, params })
      })
    },
    follow(topic, params, listener, failed) {
      last += 1
      const id = last
      following.set(id, { listener: listener as Following['listener'], failed })
      send({ type: 'follow', id, topic, params })
      return () => {
        if (following.delete(id) && !closed) send({ type: 'unfollow', id })
      }
    },
    onClose: (listener) => port.onClose(listener),
    close: () => port.close(),
  }
}

function settle(call: Pending & { readonly method: MethodName }, result: unknown): void {
  const parsed = methods[call.method].result.safeParse(result)
  if (parsed.success) call.resolve(parsed.data)
  else
    call.reject(
      new HostError({ code: 'internal', message: `The host answered ${call.method} in an unknown form` }),
    )
}
