import { fieldsOf, type Outcome, type Payload } from '../topology/payload.ts'
import { actorAt, type SupervisorPlan, supervisorAt } from '../topology/plan.ts'
import type { Access } from './access.ts'
import type { ActorCell, EffectCell, SagaEntry, SupervisorCell, Unfinished } from './cells.ts'
import { pushMessage } from './channels.ts'
import { isSpent } from './controllers/admission.ts'
import type { Draft } from './draft.ts'
import { goBack, type Interruption, interrupt } from './interrupt.ts'
import { added, kept } from './lists.ts'
import { failRun } from './run.ts'

const RESTART = 'restart'
const WINDOW = 'window'

/**
 * A member has failed. Its message goes back to the head of its queue, and the group deals with it when its pause is
 * over. True: the member takes nothing until then. A failure while another is dealt with is part of that one.
 */
export function failMember(
  draft: Draft,
  supervisor: number,
  came: readonly Unfinished[],
  {
    error,
    activation,
    late: tooLate,
  }: { readonly error: Payload; readonly activation: string; readonly late: boolean },
): boolean {
  const { access, actor } = draft
  const { spec } = supervisorAt(access.plan, supervisor)
  const cell = access.supervisor(supervisor)
  const late = tooLate || isSpent(access, actor)
  if (spec.restart !== undefined && !late) draft.sent.push(...goBack(access, came))
  if (cell.failed !== null || cell.undoing !== null) return true
  const failed = { member: actor.index, error, activation, ...(late ? ({ late } as const) : {}) }
  const ms = spec.restart?.backoff_ms ?? 0
  draft.armed.push({ tag: RESTART, ms, of: supervisor })
  access.set(supervisor, { ...cell, failed, timers: added(cell.timers, { tag: RESTART, ms }) })
  return true
}

/** What a step of a supervisor gathers. */
export interface GroupDraft extends Interruption {
  readonly group: SupervisorPlan
}

export function fireSupervisor(draft: GroupDraft, tag: string): void {
  const { access, group } = draft
  const before = access.supervisor(group.index)
  if (!before.timers.some((timer) => timer.tag === tag)) throw new Error(`no timer ${tag}`)
  const cell = { ...before, timers: kept(before.timers, (timer) => timer.tag !== tag) }
  if (access.run().status !== 'running') {
    access.set(group.index, cell)
    return
  }
  if (tag === WINDOW) {
    access.set(group.index, { ...cell, restarts: 0 })
    return
  }
  const { failed } = cell
  if (failed === null) throw new Error(`${group.id} has no failed member`)
  const { restart, saga } = group.spec
  if (restart !== undefined && failed.late !== true && cell.restarts < restart.most) {
    const first = cell.restarts === 0
    const window = { tag: WINDOW, ms: restart.within_ms }
    if (first) draft.armed.push(window)
    const timers = first ? added(cell.timers, window) : cell.timers
    access.set(group.index, { ...cell, failed: null, restarts: cell.restarts + 1, timers })
    // Who failed while this failure was waiting is restarted with it.
    const also = group.members.filter(
      (one) => access.actor(actorAt(access.plan, one)).status === 'restarting',
    )
    for (const member of new Set([...restarted(group, failed.member), ...also]))
      stopMember(draft, member, 'restarting')
  } else if (saga !== undefined) {
    const left = cell.done.filter(({ message }) => message.activation === failed.activation)
    access.set(group.index, { ...cell, undoing: { left, now: null } })
    for (const member of group.members) stopMember(draft, member, 'stopping')
  } else {
    failRun(access, actorAt(access.plan, failed.member), failed.error)
    access.set(group.index, { ...cell, failed: null })
  }
}

function restarted(group: SupervisorPlan, failed: number): readonly number[] {
  switch (group.spec.restart?.strategy) {
    case 'all-for-one':
      return group.members
    case 'rest-for-one':
      return group.members.slice(group.members.indexOf(failed))
    default:
      return [failed]
  }
}

function stopMember(draft: GroupDraft, member: number, status: 'restarting' | 'stopping'): void {
  const { access, group } = draft
  const actor = actorAt(access.plan, member)
  const before = access.actor(actor)
  if (before.status === 'stopped' || before.status === 'stopping') return
  const again = group.spec.restart !== undefined && status === 'restarting'
  if (again) draft.sent.push(...goBack(access, before.unfinished))
  interrupt(draft, actor, status, again ? [] : before.unfinished)
}

/** A member has finished with a message: what it made of it may have to be taken back. */
export function finishedMember(draft: Draft, came: readonly Unfinished[], made: Payload | null): void {
  const { access, actor } = draft
  if (actor.supervisor !== null && supervisorAt(access.plan, actor.supervisor).undo.has(actor.index))
    for (const { message } of came)
      remember(access, actor.supervisor, actor.index, made ?? message.payload, message.activation)
  if (actor.undoes === null) return
  const cell = access.supervisor(actor.undoes)
  const { undoing } = cell
  const channels = supervisorAt(access.plan, actor.undoes).undo
  const back = came.some(({ channel }) => channel !== undefined && [...channels.values()].includes(channel))
  if (back && undoing !== null) access.set(actor.undoes, { ...cell, undoing: { ...undoing, now: null } })
}

/** An effect of a member that was taken out has happened after all, so it may have to be taken back too. */
export function happenedAfterAll(draft: Draft, cell: ActorCell, effect: EffectCell, outcome: Outcome): void {
  const { access, actor } = draft
  if (actor.supervisor === null || effect.ask.class !== 'once') return
  const group = access.supervisor(actor.supervisor)
  const message = cell.unfinished[0]?.message
  if (group.undoing === null || message === undefined) return
  if (!supervisorAt(access.plan, actor.supervisor).undo.has(actor.index)) return
  const made = { ...fieldsOf(message.payload), ...outcome.refs }
  const entry: SagaEntry = { member: actor.index, message: { payload: made, activation: message.activation } }
  const { left, now } = group.undoing
  access.set(actor.supervisor, { ...group, undoing: { left: [...left, entry], now } })
}

function remember(
  access: Access,
  supervisor: number,
  member: number,
  payload: Payload,
  activation: string,
): void {
  const cell = access.supervisor(supervisor)
  access.set(supervisor, { ...cell, done: added(cell.done, { member, message: { payload, activation } }) })
}

/** May the newest work be taken back now? Only when no member can do more of it. */
export function mayUndo(access: Access, group: SupervisorPlan): boolean {
  const { undoing } = access.supervisor(group.index)
  if (undoing === null || undoing.now !== null) return false
  return group.members.every((member) => access.actor(actorAt(access.plan, member)).status === 'stopped')
}

/** Has the newest work taken back; when nothing is left, the failure goes on to the run. */
export function undo(draft: GroupDraft): void {
  const { access, group } = draft
  if (!mayUndo(access, group)) throw new Error(`${group.id} takes nothing back now`)
  const cell = access.supervisor(group.index)
  const { failed, undoing } = cell as SupervisorCell & { undoing: NonNullable<SupervisorCell['undoing']> }
  const entry = undoing.left.at(-1)
  if (entry === undefined) {
    access.set(group.index, { ...cell, failed: null, undoing: null, done: kept(cell.done, () => false) })
    if (failed !== null) failRun(access, actorAt(access.plan, failed.member), failed.error)
    return
  }
  const channel = group.undo.get(entry.member)
  if (channel === undefined) throw new Error(`${group.id} cannot take back what ${entry.member} did`)
  draft.sent.push(pushMessage(access, channel, entry.message))
  access.set(group.index, { ...cell, undoing: { left: undoing.left.slice(0, -1), now: entry.member } })
}
