import type {
  MethodName,
  Params,
  Result,
  SubscriptionName,
  Subscriptions,
} from '../../shared/api/contract.ts'

/** Ends a subscription. */
export type Unfollow = () => void

/** The host as every shell sees it. Params have been validated; errors are `HostError`s. */
export interface HostService {
  call<M extends MethodName>(method: M, params: Params<M>): Promise<Result<M>>
  /** Emits from the last that was seen, in order, as batches; only what is committed. */
  follow<S extends SubscriptionName>(
    topic: S,
    params: Subscriptions[S]['params'],
    emit: (events: readonly Subscriptions[S]['event'][]) => void,
  ): Unfollow
}

/** A running host: the one owner of a home. */
export interface Host {
  readonly service: HostService
  readonly home: string
  /** What to tell people of a journal that is damaged and can only be read; absent while all is well. */
  readonly damage?: string
  /**
   * Stops timers and executors, waits until what they ran has ended, commits what is under way and closes the journal;
   * runs go on when it is opened again.
   */
  close(): Promise<void>
}

export interface HostOptions {
  readonly home: string
  /** Environment that keys are taken from; `process.env` unless a test says otherwise. */
  readonly environment?: { readonly [name: string]: string | undefined }
  /** Runs are there to be looked at; none is taken up, and nothing is performed. For commands that only show. */
  readonly dormant?: boolean
}
