import type { RecordedTransition } from '../../shared/api/contract.ts'
import type { Cell, Message } from '../../shared/kernel/cells.ts'
import type { Asked, Input, Sent, Transition } from '../../shared/kernel/transition.ts'
import type { Ask } from '../../shared/topology/kind.ts'
import { type CellTexts, type StoredCell, WHOLE_CHARS } from './cell-texts.ts'
import { keptJson, type Redact } from './redact.ts'

/**
 * A transition as it lies in a row. What follows from the rest is left out: the number (from the row), instants of
 * timers (from `at`), empty lists, and messages and asks that stand in a changed cell anyway (their place there is
 * kept), since refs and requests would else be written two or three times.
 */
export interface StoredTransition {
  readonly at: number
  readonly cause: number
  readonly message?: string | undefined
  readonly effect?: string | undefined
  readonly input: Input
  readonly sent?:
    | readonly (readonly [channel: number, fate: Sent['fate'], message: Message | number])[]
    | undefined
  readonly asked?: readonly (readonly [ask: Ask | number, attempt: number, begun: boolean])[] | undefined
  readonly sentIds?: readonly string[] | undefined
  readonly askedIds?: readonly string[] | undefined
  readonly withdrawn?: Transition['withdrawn'] | undefined
  readonly armed?: Transition['armed'] | undefined
  readonly disarmed?: readonly string[] | undefined
  /** Only where it isn't `at` plus the timers' durations. */
  readonly due?: readonly number[] | undefined
  readonly changed: readonly (readonly [component: number, cell: StoredCell])[]
}

/** The body of a row: transitions that follow one another. */
export function encodeTransitions(
  transitions: readonly RecordedTransition[],
  cells: CellTexts,
  redact: Redact | undefined,
): string {
  return `[${transitions.map((one) => encodeTransition(one, cells, redact)).join(',')}]`
}

function encodeTransition(
  { transition, identity }: RecordedTransition,
  cells: CellTexts,
  redact: Redact | undefined,
): string {
  const { input, changed, sent, asked, withdrawn, armed, disarmed } = transition
  const stored: StoredTransition = {
    at: identity.at,
    cause: identity.cause,
    message: identity.message,
    effect: identity.effect,
    input,
    sent: listed(sent)?.map((one) => [one.channel, one.fate, placeOfMessage(one, changed) ?? one.message]),
    asked: listed(asked)?.map((one) => [
      placeOfAsk(one, input.component, changed) ?? one.ask,
      one.attempt,
      one.begun,
    ]),
    sentIds: listed(identity.sent),
    askedIds: listed(identity.asked),
    withdrawn: listed(withdrawn),
    armed: listed(armed),
    disarmed: listed(disarmed),
    due: followsFromTimers(identity.due, identity.at, armed) ? undefined : identity.due,
    changed,
  }
  // Where the whole is small, so is every cell of it, and one pass is enough.
  if (!cells.isLarge(changed)) {
    const text = keptJson(stored, redact)
    if (text.length <= WHOLE_CHARS) return text
  }
  const rest = keptJson({ ...stored, changed: undefined }, redact)
  const cellTexts = changed.map(
    ([component, cell]) => `[${component},${cells.encode(component, identity.seq, cell, redact)}]`,
  )
  return `${rest.slice(0, -1)},"changed":[${cellTexts.join(',')}]}`
}

/** Gives back what was appended; `changed` has been made whole again by the reader. */
export function decodeTransition(
  stored: StoredTransition,
  seq: number,
  changed: Transition['changed'],
): RecordedTransition {
  const { at, cause, message, effect, input, armed = [] } = stored
  return {
    transition: {
      input,
      changed,
      sent: (stored.sent ?? []).map(([channel, fate, at]) => ({
        channel,
        message: typeof at === 'number' ? messageAt(changed, channel, at) : at,
        fate,
      })),
      asked: (stored.asked ?? []).map(([at, attempt, begun]) => ({
        ask: typeof at === 'number' ? askAt(changed, input.component, at) : at,
        attempt,
        begun,
      })),
      withdrawn: stored.withdrawn ?? [],
      armed,
      disarmed: stored.disarmed ?? [],
    },
    identity: {
      seq,
      at,
      cause,
      ...(message === undefined ? {} : { message }),
      ...(effect === undefined ? {} : { effect }),
      sent: stored.sentIds ?? [],
      asked: stored.askedIds ?? [],
      due: stored.due ?? armed.map(({ ms }) => at + ms),
    },
  }
}

function listed<T>(list: readonly T[]): readonly T[] | undefined {
  return list.length === 0 ? undefined : list
}

function followsFromTimers(due: readonly number[], at: number, armed: Transition['armed']): boolean {
  return (
    due.length === armed.length && due.every((instant, index) => instant === at + (armed[index]?.ms ?? 0))
  )
}

type Changed = readonly (readonly [component: number, cell: Cell])[]

function changedCell(changed: Changed, component: number): Cell | undefined {
  return changed.find(([index]) => index === component)?.[1]
}

/** The same object in the channel's new cell: places count through the queue, then what is held. */
function placeOfMessage({ channel, message }: Sent, changed: Changed): number | null {
  const cell = changedCell(changed, channel)
  if (cell?.type !== 'channel') return null
  const held = cell.held.lastIndexOf(message)
  if (held >= 0) return cell.queue.length + held
  const queued = cell.queue.lastIndexOf(message)
  return queued >= 0 ? queued : null
}

function messageAt(changed: Changed, channel: number, place: number): Message {
  const cell = changedCell(changed, channel)
  const message =
    cell?.type === 'channel' ? (cell.queue[place] ?? cell.held[place - cell.queue.length]) : undefined
  if (message === undefined) throw new Error(`channel ${channel} has no message at ${place}`)
  return message
}

function placeOfAsk({ ask }: Asked, component: number, changed: Changed): number | null {
  const cell = changedCell(changed, component)
  if (cell?.type !== 'actor') return null
  const place = cell.effects.findIndex((effect) => effect.ask === ask)
  return place >= 0 ? place : null
}

function askAt(changed: Changed, component: number, place: number): Ask {
  const cell = changedCell(changed, component)
  const ask = cell?.type === 'actor' ? cell.effects[place]?.ask : undefined
  if (ask === undefined) throw new Error(`actor ${component} has no effect at ${place}`)
  return ask
}
