import { HostError, type SubscriptionName, type Subscriptions } from '../../shared/api/contract.ts'
import { getHost, useConnection } from './host.ts'

/** What long work says while it goes on; anything but `running` is its end. */
interface TaskProgress {
  readonly phase: 'running' | 'done' | 'failed'
  readonly message: string
}

type TaskTopic = {
  [N in SubscriptionName]: Subscriptions[N]['event'] extends TaskProgress ? N : never
}[SubscriptionName]

/** Follows long work of the host until it ends; rejects where it failed, is no longer there or the host is gone. */
export function followTask<N extends TaskTopic>(
  topic: N,
  params: Subscriptions[N]['params'],
  take: (progress: Subscriptions[N]['event']) => void,
): Promise<void> {
  return new Promise((resolve, reject) => {
    let ended = false
    const end = (settle: () => void): void => {
      if (ended) return
      ended = true
      settle()
      // The subscription may end before it is known how to stop it.
      queueMicrotask(() => {
        stop()
        forgetHost()
      })
    }
    // A host that was started again knows nothing of it, and a button that stops it would reach nobody.
    const forgetHost = useConnection.subscribe(({ problem }) => {
      if (problem !== null)
        end(() => reject(new Error('The host does not answer any more, so this has no result.')))
    })
    const stop = getHost().follow(
      topic,
      params,
      (events) => {
        const last = events.at(-1)
        if (last === undefined || ended) return
        take(last)
        if (last.phase === 'done') end(resolve)
        else if (last.phase === 'failed') end(() => reject(new Error(last.message)))
      },
      (error) => end(() => reject(error)),
    )
  })
}

/** What went wrong, with the places in the drawing where the host names them. */
export function problemText(error: unknown): string {
  const body = error instanceof HostError ? error.body : null
  const places = (body?.problems ?? []).map(({ path, message }) => `${path}: ${message}`)
  // The message repeats the first of the places, with the name of the file that is open.
  if (places.length > 0) return places.join('; ')
  return body?.message ?? (error instanceof Error ? error.message : String(error))
}
