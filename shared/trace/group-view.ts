import type { SupervisorCell } from '../kernel/cells.ts'
import type { ActorPlan, SupervisorPlan } from '../topology/plan.ts'
import type { Trace } from './trace.ts'

/** How a supervised group stands at one position. */
export interface GroupView {
  readonly id: string
  readonly name: string
  /** `restarting`: a member failed, and it waits before it restarts. `undone`: all was taken back. */
  readonly word: 'up' | 'restarting' | 'undoing' | 'undone'
  readonly restarts: number
  /** 0 where nobody is restarted. */
  readonly most: number
  /** When the restart comes, ms since 1970. */
  readonly dueAt: number | null
  /** The member that failed, or whose work is being taken back. */
  readonly member: number | null
  /** Of a saga: pieces of work that stand, that are still to be taken back, and that have been. */
  readonly done: number
  readonly left: number
  readonly undone: number
}

export function groupView(trace: Trace, plan: SupervisorPlan, position: number): GroupView {
  const cell = trace.cell(plan.index, position) as SupervisorCell
  const { failed, undoing } = cell
  const sent = undoSent(trace, plan, position)
  const now = undoing?.now ?? null
  const undone = now === null ? sent : Math.max(0, sent - 1)
  const word = undoing !== null ? 'undoing' : failed !== null ? 'restarting' : undone > 0 ? 'undone' : 'up'
  return {
    id: plan.id,
    name: plan.spec.name ?? plan.id,
    word,
    restarts: cell.restarts,
    most: plan.spec.restart?.most ?? 0,
    dueAt: word === 'restarting' ? trace.timers.dueAt(plan.index, 'restart', position) : null,
    member: now ?? (word === 'restarting' ? (failed?.member ?? null) : null),
    done: cell.done.length,
    left: undoing?.left.length ?? 0,
    undone,
  }
}

function undoSent(trace: Trace, { undo }: SupervisorPlan, position: number): number {
  let sent = 0
  for (const channel of undo.values()) sent += trace.messages.sentBy(channel, position)
  return sent
}

/** What a saga does with one member's work: it waits to be taken back, is being, or has been. */
export type UndoWord = 'left' | 'now' | 'undone'

export function undoOf(trace: Trace, actor: ActorPlan, position: number): UndoWord | null {
  const group = trace.plan.components[actor.supervisor ?? -1]
  if (group?.type !== 'supervisor') return null
  const { undoing } = trace.cell(group.index, position) as SupervisorCell
  if (undoing?.now === actor.index) return 'now'
  if (undoing?.left.some((entry) => entry.member === actor.index) === true) return 'left'
  const channel = group.undo.get(actor.index)
  return channel !== undefined && trace.messages.sentBy(channel, position) > 0 ? 'undone' : null
}
