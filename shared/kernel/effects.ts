import { type ErrorControl, inlineOf, inlineText, type Outcome, type Ref } from '../topology/payload.ts'
import {
  byMachine,
  disarmLimits,
  dropEffect,
  LIMIT,
  limitOf,
  putEffect,
  RETRY,
  SILENCE,
  silenceOf,
  whenIdle,
} from './attempts.ts'
import type { ActorCell, EffectCell } from './cells.ts'
import { admission, takeRetry } from './controllers/admission.ts'
import { armTimer, type Draft } from './draft.ts'
import { happenedAfterAll } from './supervision.ts'
import type { Resolution } from './transition.ts'
import { reactTo } from './wrapper.ts'

/** Doubling stops here; 20 attempts would otherwise wait for years, and a longer timer than 24 days fires at once. */
const MAX_BACKOFF_MS = 3_600_000

/** As many as a drawing may ask for. */
export const MOST_ATTEMPTS = 20

/** The cell of an effect that the input names; a missing one is a driver's mistake. */
export function effectOf(cell: ActorCell, tag: string): EffectCell {
  const effect = cell.effects.find((entry) => entry.ask.tag === tag)
  if (effect === undefined) throw new Error(`no effect ${tag}`)
  return effect
}

/** Begins what its controllers admit; what they will never admit fails here, without having begun. */
export function beginEffect(draft: Draft, cell: ActorCell, tag: string): ActorCell {
  const effect = effectOf(cell, tag)
  if (effect.status !== 'asked') throw new Error(`effect ${tag} is ${effect.status}, not asked`)
  const { access, actor } = draft
  const admits = admission(access, actor, effect.ask)
  if (admits === 'wait') throw new Error(`effect ${tag} is not admitted yet`)
  if (admits !== 'yes') return failEffect(draft, cell, effect, inlineText(admits.refused))
  let begun = putEffect(cell, { ...effect, status: 'begun' })
  const limit = limitOf(actor, effect.ask)
  if (limit !== null) begun = armTimer(draft, begun, LIMIT + tag, limit)
  const silence = silenceOf(actor, effect.ask)
  return silence === null ? begun : armTimer(draft, begun, SILENCE + tag, silence)
}

/** An answer from the executor, a person or a resource. */
export function settleEffect(draft: Draft, cell: ActorCell, tag: string, outcome: Outcome): ActorCell {
  const effect = effectOf(cell, tag)
  if (effect.status !== 'begun') throw new Error(`effect ${tag} is ${effect.status}, not begun`)
  const timed = disarmLimits(draft, cell, tag)
  if (outcome.tag === 'error') {
    const error = outcome.control as unknown as ErrorControl
    if (effect.ask.class === 'once' && error.happened !== 'no') return doubtEffect(draft, timed, tag)
    return endAttempt(draft, timed, effect, error.retryable, outcome.refs['error'] as Ref)
  }
  if (mayHelp(draft, effect, outcome)) return pauseBeforeNext(draft, timed, effect)
  return closeEffect(draft, timed, effect, outcome)
}

/** A failure that is an answer too goes on as that answer once there are no more attempts. */
function mayHelp(
  { access, actor }: Draft,
  { ask, attempt, withdrawn }: EffectCell,
  outcome: Outcome,
): boolean {
  if (withdrawn || ask.class === 'once' || attempt >= actor.attempts) return false
  return actor.kind.fails?.(ask, outcome) === true && takeRetry(access, actor, ask) === null
}

/** Nobody knows whether it happened: a probe or a person says. */
export function doubtEffect(draft: Draft, cell: ActorCell, tag: string): ActorCell {
  const effect = effectOf(cell, tag)
  if (effect.ask.class !== 'once' || effect.status !== 'begun')
    throw new Error(`effect ${tag} cannot be in doubt`)
  return putEffect(disarmLimits(draft, cell, tag), { ...effect, status: 'doubt' })
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
      if (effect.withdrawn) return whenIdle(draft.actor, dropEffect(cell, tag))
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

/** A limit has passed: the attempt is over, whatever its executor still does. */
export function limitPassed(
  draft: Draft,
  cell: ActorCell,
  tag: string,
  limit: typeof LIMIT | typeof SILENCE,
): ActorCell {
  const { actor } = draft
  const text =
    limit === LIMIT
      ? `No answer within ${(actor.timeoutMs ?? 0) / 1000} s`
      : `No sign of life: it said nothing for ${(actor.chunkMs ?? actor.firstChunkMs ?? 0) / 1000} s`
  return giveUp(draft, cell, effectOf(cell, tag), text)
}

/** One that may have happened is in doubt; any other is tried again while it may be. */
function giveUp(draft: Draft, cell: ActorCell, effect: EffectCell, text: string): ActorCell {
  const { tag } = effect.ask
  draft.withdrawn.push({ tag, attempt: effect.attempt })
  const untimed = disarmLimits(draft, cell, tag)
  if (effect.ask.class === 'once') return doubtEffect(draft, untimed, tag)
  return endAttempt(draft, untimed, effect, true, inlineText(text))
}

/**
 * A failure detector suspects an attempt. That alone does no harm; where the drawing wants a takeover, a new attempt
 * begins, and what the old one still says is of an attempt that is over. What may happen only once is never taken over.
 */
export function suspectEffect(draft: Draft, cell: ActorCell, tag: string): ActorCell {
  const effect = effectOf(cell, tag)
  if (effect.status !== 'begun' || effect.suspected === true)
    throw new Error(`effect ${tag} cannot be suspected`)
  if (draft.actor.takeover && effect.ask.class !== 'once' && effect.attempt < draft.actor.attempts)
    return giveUp(
      draft,
      cell,
      effect,
      'It seems dead: its progress stopped for longer than its past explains',
    )
  return putEffect(cell, { ...effect, suspected: true })
}

/** A question may stand while its run rests, and what may happen only once is waited for. */
export function mayHalt({ ask, status }: EffectCell): boolean {
  return status === 'begun' && ask.class !== 'once' && byMachine(ask)
}

/** Cuts an attempt off. That was no failure: it begins anew as the same attempt, once the run goes on. */
export function haltEffect(draft: Draft, cell: ActorCell, tag: string): ActorCell {
  const effect = effectOf(cell, tag)
  if (draft.access.run().aborts !== true || !mayHalt(effect)) throw new Error(`effect ${tag} is not cut off`)
  draft.withdrawn.push({ tag, attempt: effect.attempt })
  const { suspected: _, ...rest } = effect
  return putEffect(disarmLimits(draft, cell, tag), { ...rest, status: 'asked' })
}

export function trustEffect(cell: ActorCell, tag: string): ActorCell {
  const { suspected: _, ...effect } = effectOf(cell, tag)
  return putEffect(cell, effect)
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
    const denied = takeRetry(draft.access, draft.actor, ask)
    if (denied === null) return pauseBeforeNext(draft, cell, effect)
    return failEffect(draft, cell, effect, withReason(error, denied))
  }
  return failEffect(draft, cell, effect, error)
}

function pauseBeforeNext(draft: Draft, cell: ActorCell, effect: EffectCell): ActorCell {
  const pause = Math.min(MAX_BACKOFF_MS, draft.actor.backoffMs * 2 ** (effect.attempt - 1))
  const { suspected: _, ...rest } = effect
  const waiting = putEffect(cell, { ...rest, status: 'waiting' })
  return armTimer(draft, waiting, RETRY + effect.ask.tag, pause, draft.actor.jitter)
}

/** Why there is no further attempt stands beside the error, where the error's own text is at hand. */
function withReason(error: Ref, reason: string): Ref {
  const text = inlineOf(error)
  return text === null ? error : inlineText(`${text}; ${reason}`)
}

function closeEffect(draft: Draft, cell: ActorCell, effect: EffectCell, outcome: Outcome): ActorCell {
  const without = dropEffect(cell, effect.ask.tag)
  if (effect.withdrawn) {
    happenedAfterAll(draft, without, effect, outcome)
    return whenIdle(draft.actor, without)
  }
  return reactTo(draft, without, { type: 'outcome', tag: effect.ask.tag, outcome })
}

function failEffect(draft: Draft, cell: ActorCell, effect: EffectCell, error: Ref): ActorCell {
  const without = dropEffect(cell, effect.ask.tag)
  if (effect.withdrawn) return whenIdle(draft.actor, without)
  return reactTo(draft, without, { type: 'failed', tag: effect.ask.tag, error })
}
