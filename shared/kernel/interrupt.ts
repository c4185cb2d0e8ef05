import { type ActorPlan, channelAt } from '../topology/plan.ts'
import type { Access } from './access.ts'
import { whenIdle, withdrawEffect } from './attempts.ts'
import type { ActorCell, Unfinished } from './cells.ts'
import { returnMessage } from './channels.ts'
import { report } from './controllers/admission.ts'
import type { Draft } from './draft.ts'
import { bury } from './letters.ts'
import type { Armed, Input, Sent, Withdrawn } from './transition.ts'

/** What a step of a group or a deadline gathers of the actors that it takes out of their work. */
export interface Interruption {
  readonly access: Access
  readonly input: Input
  readonly sent: Sent[]
  readonly withdrawn: Withdrawn[]
  readonly armed: Armed[]
}

/**
 * Takes an actor out of what it does. Effects that may have happened are waited for; then it begins anew, or has
 * stopped. `unfinished` is what stays its own; the caller sees to the rest.
 */
export function interrupt(
  { access, input, withdrawn, armed }: Interruption,
  actor: ActorPlan,
  status: 'restarting' | 'stopping',
  unfinished: readonly Unfinished[],
): void {
  const before = access.actor(actor)
  const own = draftFor(access, actor)
  let cell: ActorCell = { ...before, timers: [] }
  for (const effect of before.effects) cell = withdrawEffect(own, cell, effect.ask.tag)
  withdrawn.push(...own.withdrawn.map((one) => ({ ...one, of: actor.index })))
  const after = whenIdle(actor, { ...cell, timers: [], unfinished, status })
  access.set(actor.index, after)
  for (const { component, timer } of report(access, actor, before, after, input))
    armed.push({ ...timer, of: component })
}

export function draftFor(access: Access, actor: ActorPlan): Draft {
  return { access, actor, sent: [], asked: [], withdrawn: [], armed: [], disarmed: [] }
}

/**
 * Puts messages back at the head of their queues, in the order in which they came. What an edge delivers at most once
 * does not come again: it lies among the dead letters.
 */
export function goBack(access: Access, came: readonly Unfinished[]): readonly Sent[] {
  return came.toReversed().flatMap(({ channel, message }) => {
    if (channel === undefined) return []
    if (channelAt(access.plan, channel).delivery === 'at-least-once')
      return [returnMessage(access, channel, message)]
    bury(access, channel, { message, reason: 'abandoned', error: null })
    return []
  })
}
