import type { ActorPlan } from '../topology/plan.ts'
import type { Access } from './access.ts'
import type { ActorCell } from './cells.ts'
import { added, kept } from './lists.ts'
import type { Armed, Asked, Sent, Withdrawn } from './transition.ts'

/** What one step has gathered so far, besides the cells. */
export interface Draft {
  readonly access: Access
  readonly actor: ActorPlan
  readonly sent: Sent[]
  readonly asked: Asked[]
  readonly withdrawn: Withdrawn[]
  readonly armed: Armed[]
  readonly disarmed: string[]
}

export function armTimer(
  draft: Draft,
  cell: ActorCell,
  tag: string,
  ms: number,
  jitter: number = 0,
): ActorCell {
  draft.armed.push(jitter > 0 ? { tag, ms, jitter } : { tag, ms })
  return {
    ...cell,
    timers: added(
      kept(cell.timers, (timer) => timer.tag !== tag),
      { tag, ms },
    ),
  }
}

export function disarmTimer(draft: Draft, cell: ActorCell, tag: string): ActorCell {
  if (!cell.timers.some((timer) => timer.tag === tag)) return cell
  draft.disarmed.push(tag)
  return { ...cell, timers: kept(cell.timers, (timer) => timer.tag !== tag) }
}
