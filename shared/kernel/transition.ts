import type { Ask } from '../topology/kind.ts'
import type { Outcome, Payload } from '../topology/payload.ts'
import type { Cell, Message, RunState } from './cells.ts'

/** What may happen next. Each names one component; the driver picks. */
export type Input =
  | { readonly type: 'start'; readonly component: number; readonly payload: Payload }
  /** `place` is the position in the channel's queue: 0 unless its order is `any`. */
  | { readonly type: 'deliver'; readonly component: number; readonly channel: number; readonly place: number }
  /** A resource takes the oldest request of a client. */
  | { readonly type: 'serve'; readonly component: number; readonly client: number }
  /** A resource is told that a request which it has taken is not wanted any more. */
  | { readonly type: 'recall'; readonly component: number; readonly client: number }
  | { readonly type: 'begin'; readonly component: number; readonly tag: string }
  | { readonly type: 'settle'; readonly component: number; readonly tag: string; readonly outcome: Outcome }
  /** A worker takes the oldest reply of a resource. */
  | { readonly type: 'reply'; readonly component: number; readonly client: number }
  | { readonly type: 'doubt'; readonly component: number; readonly tag: string }
  | {
      readonly type: 'resolve'
      readonly component: number
      readonly tag: string
      readonly answer: Resolution
    }
  | { readonly type: 'fire'; readonly component: number; readonly tag: string }
  /** To the run controller: begin to cancel. To an actor: stop, since the run ends. */
  | { readonly type: 'cancel'; readonly component: number }
  /** A pause lets what was begun end; with `abort` what may run again is cut off too. */
  | { readonly type: 'pause'; readonly component: number; readonly abort?: true }
  | { readonly type: 'resume'; readonly component: number }
  /** A pause cuts off an attempt; it begins anew once the run goes on. */
  | { readonly type: 'halt'; readonly component: number; readonly tag: string }
  /** A failure detector's opinion of a begun attempt, and its withdrawal. */
  | { readonly type: 'suspect' | 'trust'; readonly component: number; readonly tag: string }
  /** A person sends a dead letter again, changed or not, or drops it. The component is its receiver. */
  | {
      readonly type: 'resend'
      readonly component: number
      readonly channel: number
      readonly place: number
      readonly payload: Payload | null
    }
  | {
      readonly type: 'discard'
      readonly component: number
      readonly channel: number
      readonly place: number
    }
  /**
   * What a bad edge does to a waiting message: it is lost, comes a second time, or overtakes those before it. Faults
   * of checks and rehearsals; no run on a journal has them. The component is the receiver.
   */
  | {
      readonly type: 'drop' | 'duplicate' | 'reorder'
      readonly component: number
      readonly channel: number
      readonly place: number
    }
  /** A saga has the newest finished work taken back. */
  | { readonly type: 'undo'; readonly component: number }

/** The three answers to "did it happen?". `not-happened` only when the earlier attempt can no longer act. */
export type Resolution =
  | { readonly type: 'happened'; readonly outcome: Outcome }
  | { readonly type: 'not-happened' }
  | { readonly type: 'failed'; readonly error: string }

export interface Sent {
  readonly channel: number
  readonly message: Message
  /** `returned`: taken up by an actor that was restarted, and back at the head of its queue. */
  readonly fate: 'queued' | 'held' | 'rejected' | 'dropped-oldest' | 'returned'
}

export interface Asked {
  readonly ask: Ask
  /** 1 for a new effect; a further attempt keeps the effect's id. */
  readonly attempt: number
  /** Begun with the ask: nothing distinguishes the two (see wrapper.ts, `fuses`). */
  readonly begun: boolean
}

export interface Withdrawn {
  readonly tag: string
  readonly attempt: number
  /** Another actor's than the input's component: a supervisor restarts it. */
  readonly of?: number
}

export interface Armed {
  readonly tag: string
  readonly ms: number
  /** Longer by up to this part of itself, as the driver draws. */
  readonly jitter?: number
  /** Another component's than the input's: a controller's, armed in a user's step. */
  readonly of?: number
}

/** One step of a run: what was put in, which cells changed, and what the world is asked to do. */
export interface Transition {
  readonly input: Input
  readonly changed: readonly (readonly [component: number, cell: Cell])[]
  readonly sent: readonly Sent[]
  /** Effects of the input's component that executors are asked for. */
  readonly asked: readonly Asked[]
  /** Attempts that are to be ended; the executor may still say how they ended. */
  readonly withdrawn: readonly Withdrawn[]
  readonly armed: readonly Armed[]
  readonly disarmed: readonly string[]
}

export function applyTransition(state: RunState, transition: Transition): RunState {
  const next = [...state]
  for (const [component, cell] of transition.changed) next[component] = cell
  return next
}
