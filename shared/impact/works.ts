import type { Monitor, MonitorEvent } from '../explore/topology/monitor.ts'
import type { ActorCell, Cell, ChannelCell } from '../kernel/cells.ts'
import type { Transition } from '../kernel/transition.ts'
import { type ActorPlan, actorAt, channelAt, clientAt, type Plan } from '../topology/plan.ts'

/** Ports by which a message leaves when something has failed. */
export const FAILURES: ReadonlySet<string> = new Set(['error', 'fallback'])

const WORK: ReadonlySet<string> = new Set(['deliver', 'settle', 'reply', 'fire', 'resolve', 'serve'])

/** One bit: has one of these done what it is for, once at least? All lanes of a map are one node. */
export function workMonitor(plan: Plan, actors: ReadonlySet<number>): Monitor {
  return bit('works', (event) => {
    if (event.type !== 'kernel' || !actors.has(event.transition.input.component)) return false
    const { transition, before } = event
    return works(plan, actorAt(plan, transition.input.component), transition, before) !== 'no'
  })
}

/** Those whose failure it is. */
export interface Tried {
  /** By index. A message is sent to one of these, or asked of it. */
  readonly actors: ReadonlySet<number>
  readonly channels: ReadonlySet<number>
  readonly clients: ReadonlySet<number>
}

/** One bit: has what fails been tried? What a branch never led to is not to be held against it. */
export function triedMonitor(plan: Plan, { actors, channels, clients }: Tried): Monitor {
  const ids = new Set([...actors].map((index) => actorAt(plan, index).id))
  const asks = [...clients].map((index) => clientAt(plan, index))
  return bit('tried', (event) => {
    if (event.type !== 'kernel') return false
    const { input, sent, asked } = event.transition
    return (
      sent.some(({ channel }) => channels.has(channel) || actors.has(channelAt(plan, channel).to)) ||
      asked.some(({ ask: { to = '' } }) => {
        const use = asks.some((one) => one.client === input.component && plan.byId.get(to) === one.resource)
        return use || ids.has(to)
      })
    )
  })
}

/**
 * The same bit in a world in which nothing fails. A worker may fail by itself, without a fault: there it must have done
 * its work.
 */
export function succeededMonitor(plan: Plan, tried: Tried): Monitor {
  const workers = new Set([...tried.actors].filter((index) => actorAt(plan, index).kind.client === true))
  const actors = new Set([...tried.actors].filter((index) => !workers.has(index)))
  const others = triedMonitor(plan, { ...tried, actors })
  return bit('succeeded', (event) => {
    if (others.interest(event)) return true
    if (event.type !== 'kernel' || !workers.has(event.transition.input.component)) return false
    const { transition, before } = event
    return works(plan, actorAt(plan, transition.input.component), transition, before) === 'well'
  })
}

/** It is set once, and says nothing by itself. */
function bit(id: string, interest: (event: MonitorEvent) => boolean): Monitor {
  return {
    id,
    title: id,
    elements: [],
    initial: 0,
    interest,
    step: (value, event) => (value === 0 && interest(event) ? 1 : value),
    bad: () => false,
    sentence: () => id,
  }
}

/**
 * It sends something on, answers a client, or is done with what came. That the world's answer to it was bad is its own
 * affair; where others keep it from its work, that comes as a reply, a refusal or the end of its time.
 */
function works(
  plan: Plan,
  actor: ActorPlan,
  { input, changed, sent }: Transition,
  before: (component: number) => Cell,
): 'well' | 'badly' | 'no' {
  if (!WORK.has(input.type)) return 'no'
  if (input.type === 'serve') return 'well'
  const badly = input.type === 'settle' ? 'badly' : 'no'
  if (changed.some(([index, cell]) => isFailure(index, cell, before))) return badly
  const ports = sent
    .map(({ channel }) => channelAt(plan, channel))
    .filter(({ from }) => from === actor.index)
    .map(({ fromPort }) => fromPort)
  if (ports.some((port) => FAILURES.has(port))) return badly
  const after = changed.find(([index]) => index === actor.index)?.[1] as ActorCell | undefined
  // An answer to what was taken back finishes nothing.
  const came = input.type === 'deliver' || (before(actor.index) as ActorCell).unfinished.length > 0
  const done = came && after?.unfinished.length === 0 && actor.kind.rest(actor.bound, after.local)
  return ports.length > 0 || done ? 'well' : 'no'
}

/** The run fails, a group has a failed member, or a message is given up. */
function isFailure(index: number, cell: Cell, before: (component: number) => Cell): boolean {
  switch (cell.type) {
    case 'run':
      return cell.status === 'failing'
    case 'supervisor':
      return cell.failed !== null
    case 'channel':
      return failedLetters(cell) > failedLetters(before(index) as ChannelCell)
    default:
      return false
  }
}

function failedLetters({ dead = [] }: ChannelCell): number {
  return dead.filter(({ reason }) => reason === 'failed').length
}
