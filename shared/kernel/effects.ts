import { type ErrorControl, inlineText, type Outcome, type Ref } from '../topology/payload.ts'
import type { ActorCell, EffectCell } from './cells.ts'
import type { Resolution } from './transition.ts'
import {
  armTimer,
  type Draft,
  disarmTimer,
  dropEffect,
  LIMIT,
  limitOf,
  putEffect,
  RETRY,
  reactTo,
} from './wrapper.ts'

/** Doubling stops here; 20 attempts would otherwise wait for years, and a longer timer than 24 days fires at once. */
const MAX_BACKOFF_MS = 3_600_000

/** As many as a drawing may ask for. */
const MOST_ATTEMPTS = 20

/** The cell of an effect that the input names; a missing one is a driver's mistake. */
export function effectOf(cell: ActorCell, tag: string): EffectCell {
  const effect = cell.effects.find((entry) => entry.ask.tag === tag)
  if (effect === undefined) throw new Error(`no effect ${tag}`)
  return effect
}

export function beginEffect(draft: Draft, cell: ActorCell, tag: string): ActorCell {
  const effect = effectOf(cell, tag)
  if (effect.status !== 'asked') throw new Error(`effect ${tag} is ${effect.status}, not asked`)
  const begun = putEffect(cell, { ...effect, status: 'begun' })
  const limit = limitOf(draft.actor, effect.ask)
  return limit === null ? begun : armTimer(draft, begun, LIMIT + tag, limit)
}

/** An answer from the executor, a person or a resource. */
export function settleEffect(draft: Draft, cell: ActorCell, tag: string, outcome: Outcome): ActorCell {
  const effect = effectOf(cell, tag)
  if (effect.status !== 'begun') throw new Error(`effect ${tag} is ${effect.status}, not begun`)
  const timed = disarmTimer(draft, cell, LIMIT + tag)
  if (outcome.tag === 'error') {
    const error = outcome.control as unknown as ErrorControl
    if (effect.ask.class === 'once' && error.happened !== 'no') return doubtEffect(draft, timed, tag)
    return endAttempt(draft, timed, effect, error.retryable, outcome.refs['error'] as Ref)
  }
  return closeEffect(draft, timed, effect, outcome)
}

/** Nobody knows whether it happened: a probe or a person says. */
export function doubtEffect(draft: Draft, cell: ActorCell, tag: string): ActorCell {
  const effect = effectOf(cell, tag)
  if (effect.ask.class !== 'once' || effect.status !== 'begun')
    throw new Error(`effect ${tag} cannot be in doubt`)
  return putEffect(disarmTimer(draft, cell, LIMIT + tag), { ...effect, status: 'doubt' })
}

export function resolveEffect(draft: Draft, cell: ActorCell, tag: string, answer: Resolution): ActorCell {
  const effect = effectOf(cell, tag)
  if (effect.status !== 'doubt') throw new Error(`effect ${tag} is ${effect.status}, not in doubt`)
  switch (answer.type) {
    case 'happened':
      return closeEffect(draft, cell, effect, answer.outcome)
    case 'failed':
      return failEffect(draft, cell, effect, inlineText(answer.error))
    case 'not-happened':
      if (effect.withdrawn) return stopWhenIdle(dropEffect(cell, tag))
      return afterNothing(draft, cell, effect)
  }
}

/**
 * Nothing happened, so it is run again, whatever attempts the drawing allows: what a crash undid was no failure. Yet
 * an attempt that is cut off each time must neither spin nor go on for ever.
 */
function afterNothing(draft: Draft, cell: ActorCell, effect: EffectCell): ActorCell {
  if (effect.attempt >= MOST_ATTEMPTS)
    return failEffect(draft, cell, effect, inlineText(`It did not happen in ${MOST_ATTEMPTS} attempts`))
  return effect.attempt === 1 ? askAgain(draft, cell, effect) : pauseBeforeNext(draft, cell, effect)
}

/** The start-to-close limit has passed: the attempt is over, whatever its executor still does. */
export function limitPassed(draft: Draft, cell: ActorCell, tag: string): ActorCell {
  const effect = effectOf(cell, tag)
  draft.withdrawn.push({ tag, attempt: effect.attempt })
  if (effect.ask.class === 'once') return doubtEffect(draft, cell, tag)
  const seconds = (draft.actor.timeoutMs ?? 0) / 1000
  return endAttempt(draft, cell, effect, true, inlineText(`No answer within ${seconds} s`))
}

/** The pause after a failed attempt is over. */
export function retryNow(draft: Draft, cell: ActorCell, tag: string): ActorCell {
  return askAgain(draft, cell, effectOf(cell, tag))
}

function askAgain(draft: Draft, cell: ActorCell, effect: EffectCell): ActorCell {
  draft.asked.push({ ask: effect.ask, attempt: effect.attempt + 1, begun: false })
  return putEffect(cell, { ...effect, status: 'asked', attempt: effect.attempt + 1 })
}

/** An attempt that ended without a result: try again while attempts are left, else tell the behaviour. */
function endAttempt(
  draft: Draft,
  cell: ActorCell,
  effect: EffectCell,
  retryable: boolean,
  error: Ref,
): ActorCell {
  const { ask, attempt } = effect
  // A resource's answer is final: there is no executor to ask again.
  if (!effect.withdrawn && retryable && ask.to === undefined && attempt < draft.actor.attempts) {
    return pauseBeforeNext(draft, cell, effect)
  }
  return failEffect(draft, cell, effect, error)
}

function pauseBeforeNext(draft: Draft, cell: ActorCell, effect: EffectCell): ActorCell {
  const pause = Math.min(MAX_BACKOFF_MS, draft.actor.backoffMs * 2 ** (effect.attempt - 1))
  const waiting = putEffect(cell, { ...effect, status: 'waiting' })
  return armTimer(draft, waiting, RETRY + effect.ask.tag, pause)
}

function closeEffect(draft: Draft, cell: ActorCell, effect: EffectCell, outcome: Outcome): ActorCell {
  const without = dropEffect(cell, effect.ask.tag)
  if (effect.withdrawn) return stopWhenIdle(without)
  return reactTo(draft, without, { type: 'outcome', tag: effect.ask.tag, outcome })
}

function failEffect(draft: Draft, cell: ActorCell, effect: EffectCell, error: Ref): ActorCell {
  const without = dropEffect(cell, effect.ask.tag)
  if (effect.withdrawn) return stopWhenIdle(without)
  return reactTo(draft, without, { type: 'failed', tag: effect.ask.tag, error })
}

/** A stopping actor has stopped once the fate of its last begun effect is known. */
export function stopWhenIdle(cell: ActorCell): ActorCell {
  return cell.status === 'stopping' && cell.effects.length === 0 ? { ...cell, status: 'stopped' } : cell
}
