import { fieldsOf, inlineText, type Payload } from '../topology/payload.ts'
import { type ActorPlan, actorAt, channelAt, type DeadlinePlan, deadlineAt } from '../topology/plan.ts'
import type { Access } from './access.ts'
import { within } from './activation.ts'
import type { Unfinished } from './cells.ts'
import { failMessage } from './failure.ts'
import { draftFor, goBack, type Interruption, interrupt } from './interrupt.ts'
import { added, kept } from './lists.ts'
import type { Armed, Sent } from './transition.ts'

const NONE: readonly Armed[] = []

/**
 * A deadline is a slot that all share which descends from one message over one edge: whatever has its activation, or
 * one inside it. When it is over, what descends from that message fails wherever it is, and nothing of it begins.
 * Opens the slots of what a step has sent; a slot that is open already keeps its time.
 */
export function openDeadlines(access: Access, sent: readonly Sent[]): readonly Armed[] {
  let armed: readonly Armed[] = NONE
  for (const { channel, message, fate } of sent) {
    const { deadline } = channelAt(access.plan, channel)
    if (deadline === null || (fate !== 'queued' && fate !== 'held')) continue
    const cell = access.deadline(deadline)
    const tag = message.activation
    if (cell.timers.some((timer) => timer.tag === tag)) continue
    const { ms } = deadlineAt(access.plan, deadline)
    const expired = kept(cell.expired, (slot) => slot !== tag)
    access.set(deadline, { type: 'deadline', expired, timers: added(cell.timers, { tag, ms }) })
    armed = added(armed, { tag, ms, of: deadline })
  }
  return armed
}

/** The deadline that a message has missed; null when it is in time, or comes by a way that has none. */
export function missed(
  access: Access,
  actor: ActorPlan,
  { channel, message }: Unfinished,
): DeadlinePlan | null {
  for (const index of actor.deadlines) {
    const deadline = deadlineAt(access.plan, index)
    if (!isBehind(deadline, channel)) continue
    if (access.deadline(index).expired.some((slot) => within(message.activation, slot))) return deadline
  }
  return null
}

function isBehind({ channels }: DeadlinePlan, channel: number | undefined): boolean {
  return channel !== undefined && channels.has(channel)
}

export function missedError({ edge, ms }: DeadlinePlan, payload: Payload): Payload {
  const error = inlineText(`It was not done within ${ms / 1000} s of passing ${edge}, as its deadline asks`)
  return { ...fieldsOf(payload), error }
}

/** The time of a slot is over: all that is being done for it fails. */
export function fireDeadline(draft: Interruption, deadline: DeadlinePlan, tag: string): void {
  const { access, sent } = draft
  const cell = access.deadline(deadline.index)
  if (!cell.timers.some((timer) => timer.tag === tag)) throw new Error(`no timer ${tag}`)
  const timers = kept(cell.timers, (timer) => timer.tag !== tag)
  access.set(deadline.index, { type: 'deadline', expired: added(cell.expired, tag), timers })
  if (access.run().status !== 'running') return
  for (const index of deadline.reach) {
    const actor = actorAt(access.plan, index)
    const { unfinished, status } = access.actor(actor)
    const late = kept(
      unfinished,
      ({ channel, message }) => isBehind(deadline, channel) && within(message.activation, tag),
    )
    if (status !== 'up' || late.length === 0) continue
    sent.push(
      ...goBack(
        access,
        kept(unfinished, (entry) => !late.includes(entry)),
      ),
    )
    interrupt(draft, actor, 'restarting', [])
    const own = draftFor(access, actor)
    for (const entry of late) {
      const { payload, activation } = entry.message
      failMessage(own, [entry], missedError(deadline, payload), activation, true)
    }
    sent.push(...own.sent)
    draft.armed.push(...own.armed)
  }
  draft.armed.push(...openDeadlines(access, sent))
}
