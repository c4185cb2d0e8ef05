import type { Payload } from '../topology/payload.ts'
import type { Unfinished } from './cells.ts'
import { sendFrom } from './channels.ts'
import type { Draft } from './draft.ts'
import { bury } from './letters.ts'
import { failRun } from './run.ts'
import { failMember } from './supervision.ts'

/**
 * A message that its actor could not deal with goes the first way that the drawing has for it: as it came to the
 * fallback, as an error to the error port, to the dead letters, to the group, to the run. True when the actor itself
 * is taken out by its group. What came too late is not tried again.
 */
export function failMessage(
  draft: Draft,
  came: readonly Unfinished[],
  error: Payload,
  activation: string,
  late = false,
): boolean {
  const { access, actor, sent } = draft
  if (came.length > 0 && actor.outOf.has('fallback')) {
    for (const { message } of came)
      sent.push(...sendFrom(access, actor, 'fallback', message.payload, message.activation))
    return false
  }
  if (actor.outOf.has('error')) {
    sent.push(...sendFrom(access, actor, 'error', error, activation))
    return false
  }
  const buried = actor.deadLetter ? came.filter((entry) => entry.channel !== undefined) : []
  if (buried.length > 0) {
    for (const { channel, message } of buried)
      bury(access, channel as number, { message, reason: 'failed', error })
    return false
  }
  if (actor.supervisor !== null) return failMember(draft, actor.supervisor, came, { error, activation, late })
  failRun(access, actor, error)
  return false
}
