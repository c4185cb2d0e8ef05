import type { EffectCell } from './cells.ts'
import type { Transition } from './transition.ts'

/**
 * The outbox protocol, the same for every driver: a transition is durable before any effect that it asks for
 * begins; the begin of a `once` effect is durable before the effect is performed.
 */
export type Duty =
  /** Put in `begin` (and, for `once`, commit it) before performing. */
  | 'begin'
  | 'perform'
  /** Keep the question open: it stands with whom it was put to, and nothing is done again. */
  | 'stand'
  /** Put in `doubt`: it was begun and nobody saw it end. */
  | 'doubt'
  /** Ask the tool's probe, then a person. */
  | 'probe'
  /** A timer of the actor's brings it back. */
  | 'wait'

/** What a driver owes an effect that it finds in a durable state, after a host crash. */
export function dutyAfterCrash(effect: EffectCell): Duty {
  switch (effect.status) {
    case 'asked':
      return 'begin'
    case 'waiting':
      return 'wait'
    case 'doubt':
      return 'probe'
    case 'begun':
      if (effect.ask.class === 'once') return 'doubt'
      return isQuestion(effect) ? 'stand' : 'perform'
  }
}

function isQuestion({ ask }: EffectCell): boolean {
  return ask.kind === 'human.ask' || ask.kind === 'human.steer'
}

/** Whether an input's transition must be durable before what it asks for is performed. */
export function mustCommitFirst(
  transition: Transition,
  effectClass: 'pure' | 'idempotent' | 'once' | null,
): boolean {
  return transition.input.type === 'begin' ? effectClass === 'once' : transition.asked.length > 0
}

/**
 * Whether "it did not happen" may be answered: only when no earlier attempt can still act, since a child that
 * outlived its host may yet push after a truthful probe said no.
 */
export function mayResolveNotHappened(attemptsThatMayAct: number): boolean {
  return attemptsThatMayAct === 0
}
