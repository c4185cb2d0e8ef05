import type { Bound, Reaction } from '../../topology/kind.ts'
import { fieldsOf, type Outcome, type Payload } from '../../topology/payload.ts'
import { carry, failSession, finishSession, type Session } from '../session.ts'
import { lanePort, type MapConfig } from './config.ts'

export type MapLocal =
  | { readonly phase: 'idle' }
  | { readonly phase: 'splitting'; readonly session: Session }
  | {
      readonly phase: 'working'
      readonly session: Session
      readonly items: readonly Payload[]
      /** The next item that has no lane yet. */
      readonly next: number
      /** Which item each lane works on. */
      readonly lanes: readonly (number | null)[]
      readonly results: readonly (Payload | null)[]
    }

export type Working = Extract<MapLocal, { phase: 'working' }>

export const IDLE: MapLocal = { phase: 'idle' }
/** What an item is called inside its lane. */
const ITEM = 'item'

/** The items that a list was split into; an abstract one has a single ref for all of them. */
export function itemsOf({ control, refs }: Outcome): readonly Payload[] {
  const items = refs['items'] ?? []
  if (Array.isArray(items)) return items as readonly Payload[]
  return Array.from({ length: Number(control['count'] ?? 0) }, () => items as Payload)
}

export function begin(
  bound: Bound<MapConfig>,
  session: Session,
  items: readonly Payload[],
): Reaction<MapLocal> {
  const lanes = Array.from({ length: bound.config.concurrency }, () => null)
  const results = items.map(() => null)
  return go(bound, { phase: 'working', session, items, next: 0, lanes, results })
}

/** Gives every free lane an item; ends the message when all are done. */
export function go(bound: Bound<MapConfig>, before: Working): Reaction<MapLocal> {
  const { session, items, results } = before
  if (results.every((result) => result !== null)) {
    const all = results.filter((result) => result !== null)
    return finishSession(IDLE, session, 'out', carry(session, bound.config.as, all, undefined))
  }
  let { next } = before
  const send: { port: string; payload: Payload; activation: string }[] = []
  const lanes = before.lanes.map((busy, lane) => {
    const item = items[next]
    if (busy !== null || item === undefined) return busy
    const payload = { ...fieldsOf(session.input), [ITEM]: item }
    send.push({ port: lanePort(lane), payload, activation: enter(bound, session.activation, next) })
    next += 1
    return next - 1
  })
  return { local: { ...before, next, lanes }, send }
}

/** An item has come back from its lane, whole or failed. */
export function back(
  bound: Bound<MapConfig>,
  local: MapLocal,
  {
    slot,
    activation,
    payload,
    failed,
  }: { slot: number; activation: string; payload: Payload; failed: boolean },
): Reaction<MapLocal> {
  const item = itemAt(bound, activation)
  const lane = local.phase === 'working' ? local.lanes.indexOf(item) : -1
  // Of a message that has ended already, or an item that has been answered: late, and dropped visibly.
  if (local.phase !== 'working' || lane < 0) return { local, finished: [slot] }
  if (failed && bound.config.failed === 'fail') {
    const reaction = failSession(IDLE, local.session, fieldsOf(payload)['error'] ?? payload)
    return { ...reaction, finished: [...(reaction.finished ?? []), slot] }
  }
  const results = local.results.with(item, news(local.session.input, payload))
  const reaction = go(bound, { ...local, results, lanes: local.lanes.with(lane, null) })
  return { ...reaction, finished: [...(reaction.finished ?? []), slot] }
}

/** What an item's message has that the map's own did not. */
function news(before: Payload, after: Payload): Payload {
  const known = fieldsOf(before)
  return Object.fromEntries(Object.entries(fieldsOf(after)).filter(([field, part]) => known[field] !== part))
}

function scopeOf(bound: Bound<MapConfig>): string {
  return bound.config.scope ?? 'map'
}

function enter(bound: Bound<MapConfig>, activation: string, item: number): string {
  const own = `${scopeOf(bound)}#${item + 1}`
  return activation === '' ? own : `${activation}/${own}`
}

/** Which item a message belongs to; -1 for none. */
function itemAt(bound: Bound<MapConfig>, activation: string): number {
  const start = `${scopeOf(bound)}#`
  const own = activation.split('/').find((part) => part.startsWith(start))
  return own === undefined ? -1 : Number(own.slice(start.length)) - 1
}
