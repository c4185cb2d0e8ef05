import { type Plan, RUN } from '../topology/plan.ts'
import {
  actorCell,
  type ChannelCell,
  type DeadlineCell,
  type RunCell,
  type RunState,
  type SupervisorCell,
} from './cells.ts'
import { enabled } from './enabled.ts'
import { waitsForPerson } from './letters.ts'

export type Verdict =
  | { readonly status: 'running' }
  | { readonly status: 'done' }
  | { readonly status: 'cancelled' }
  | { readonly status: 'failed'; readonly actor: string }
  /** Nothing can happen any more, yet something is left waiting: never success. */
  | { readonly status: 'stuck'; readonly waiting: readonly string[] }

/** How a run stands. O(components): drivers ask it only when they have nothing left to do. */
export function verdict(plan: Plan, state: RunState): Verdict {
  const run = state[RUN] as RunCell
  if (isBusy(plan, state)) return { status: 'running' }
  if (run.status === 'failing') return { status: 'failed', actor: run.failure?.actor ?? '' }
  if (run.status === 'cancelling') return { status: 'cancelled' }
  if (run.paused) return { status: 'running' }
  const waiting = waitingAt(plan, state)
  if (waiting.length === 0) return { status: 'done' }
  // What waits for ever is not stuck while its deadline can still come.
  const late = plan.components.some(
    ({ index, type }) => type === 'deadline' && (state[index] as DeadlineCell).timers.length > 0,
  )
  return late ? { status: 'running' } : { status: 'stuck', waiting }
}

function isBusy(plan: Plan, state: RunState): boolean {
  for (const actor of plan.actors) {
    const cell = actorCell(state, actor.index)
    if (cell.timers.length > 0) return true
    // A request to a resource is answered inside the run; only the world's effects keep a run alive by themselves.
    if (cell.effects.some((effect) => effect.ask.to === undefined)) return true
  }
  for (const { index } of plan.supervisors) {
    const cell = state[index] as SupervisorCell
    if (cell.failed !== null && cell.timers.some(({ tag }) => tag === 'restart')) return true
  }
  return enabled(plan, state).length > 0 || lettersWait(plan, state)
}

/** A message that failed waits for a person, as a gate does. */
function lettersWait(plan: Plan, state: RunState): boolean {
  if ((state[RUN] as RunCell).status !== 'running') return false
  return plan.components.some(
    ({ index, type }) => type === 'channel' && waitsForPerson(state[index] as ChannelCell),
  )
}

/** Actors that have not come to rest and channels that still hold messages, by id. */
export function waitingAt(plan: Plan, state: RunState): readonly string[] {
  const waiting: string[] = []
  for (const component of plan.components) {
    const cell = state[component.index]
    if (component.type === 'actor' && cell?.type === 'actor') {
      const resting = component.kind.rest(component.bound, cell.local)
      if (!resting || cell.unfinished.length > 0) waiting.push(component.id)
    }
    if (cell?.type === 'channel' && cell.queue.length + cell.held.length > 0) waiting.push(component.id)
    if (cell?.type === 'supervisor' && (cell.failed !== null || cell.undoing !== null))
      waiting.push(component.id)
    if (cell?.type === 'client' && cell.requests.length + cell.replies.length > 0) waiting.push(component.id)
  }
  return waiting
}
