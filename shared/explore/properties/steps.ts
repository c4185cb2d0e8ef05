import type { ActorCell, Cell, ChannelCell, RunCell } from '../../kernel/cells.ts'
import type { Input, Transition } from '../../kernel/transition.ts'
import { type ActorPlan, RUN } from '../../topology/plan.ts'
import type { MonitorEvent } from '../topology/monitor.ts'

/** One step of the kernel, as a property sees it. */
export type Step = Extract<MonitorEvent, { readonly type: 'kernel' }>

const TAKING: ReadonlySet<Input['type']> = new Set(['start', 'deliver', 'serve'])

export function isStarted({ transition: { input } }: Step): boolean {
  return TAKING.has(input.type)
}

/** Attempts that begin: with their ask, or by an input of their own that no controller refused. */
export function attemptsBegun({ transition: { input, asked, changed } }: Step): number {
  const fused = asked.filter(({ begun }) => begun).length
  if (input.type !== 'begin') return fused
  const effect = actorIn(changed, input.component)?.effects.find(({ ask }) => ask.tag === input.tag)
  return fused + (effect?.status === 'begun' ? 1 : 0)
}

export function newDoubts({ transition: { input, changed }, before }: Step): boolean {
  const after = actorIn(changed, input.component)
  if (after === undefined) return false
  const doubts = ({ effects }: ActorCell): number => effects.filter(({ status }) => status === 'doubt').length
  return doubts(after) > doubts(before(input.component) as ActorCell)
}

/** A message is finished with in the very step that brings it, or later. */
export function isFinished({ transition: { input, changed }, before }: Step): boolean {
  const after = actorIn(changed, input.component)
  if (after === undefined || after.status !== 'up') return false
  const came = input.type === 'deliver' ? 1 : 0
  return after.unfinished.length < (before(input.component) as ActorCell).unfinished.length + came
}

/** By whichever way its failure goes: a port, the dead letters, its group, the run. */
export function isFailure(actor: ActorPlan, { transition, before }: Step): boolean {
  const { input, sent, changed } = transition
  const ways = [...(actor.outOf.get('error') ?? []), ...(actor.outOf.get('fallback') ?? [])]
  if (input.component === actor.index && sent.some(({ channel }) => ways.includes(channel))) return true
  return changed.some(([component, cell]) => {
    if (cell.type === 'run') {
      // What its group hands on to the run has failed before.
      if (input.component === actor.supervisor) return false
      return cell.failure?.actor === actor.id && (before(component) as RunCell).failure === null
    }
    if (cell.type === 'supervisor' && component === actor.supervisor) {
      const was = before(component)
      return cell.failed?.member === actor.index && was.type === 'supervisor' && was.failed !== cell.failed
    }
    return (
      cell.type === 'channel' &&
      actor.inChannels.includes(component) &&
      failedLetters(cell) > failedLetters(before(component))
    )
  })
}

function failedLetters(cell: Cell): number {
  return (cell as ChannelCell).dead?.filter(({ reason }) => reason === 'failed').length ?? 0
}

/** What comes back to its channel after a restart was sent before. */
export function sentOn({ sent }: Transition, channel: number): number {
  return sent.filter((one) => one.channel === channel && one.fate !== 'returned').length
}

export function isLost({ input, sent }: Transition, onEdge: (channel: number) => boolean): boolean {
  if (input.type === 'drop' && onEdge(input.channel)) return true
  return sent.some(({ channel, fate }) => fate === 'dropped-oldest' && onEdge(channel))
}

export function statusBecomes({ transition: { changed }, before }: Step, status: RunCell['status']): boolean {
  return changed.some(
    ([component, cell]) =>
      component === RUN &&
      cell.type === 'run' &&
      cell.status === status &&
      (before(component) as RunCell).status !== status,
  )
}

function actorIn(changed: Transition['changed'], component: number): ActorCell | undefined {
  const cell = changed.find(([at]) => at === component)?.[1]
  return cell?.type === 'actor' ? cell : undefined
}
