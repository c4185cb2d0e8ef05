import type { Identity } from '../kernel/identity.ts'
import type { Transition } from '../kernel/transition.ts'

/** A transition with its identity: all that is kept of a step of a run. */
export interface Recorded {
  readonly transition: Transition
  readonly identity: Identity
}
