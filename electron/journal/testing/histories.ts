import fc from 'fast-check'
import type { RecordedTransition } from '../../../shared/api/contract.ts'
import type { Cell, ChannelCell, Message } from '../../../shared/kernel/cells.ts'
import type { Identity } from '../../../shared/kernel/identity.ts'
import type { Asked, Sent } from '../../../shared/kernel/transition.ts'
import type { Ask } from '../../../shared/topology/kind.ts'
import type { RunSnapshot } from '../../drivers/seams.ts'
import { snapshotAt } from './samples.ts'

/** Histories that look like a run's: cells grow and shrink a little at a time, messages and asks are shared. */

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 12 }),
  fc.constantFrom('', '😀', '😁', '\ud83d', '"\\\n', '\u0000', '__proto__', 'b'.repeat(64)),
)
const long = fc
  .tuple(fc.integer({ min: 0, max: 6000 }), fc.constantFrom('x', '😀', '"', 'é'))
  .map(([length, unit]) => unit.repeat(length))

const move = fc.record({
  input: fc.constantFrom('deliver', 'settle', 'fire', 'start', 'serve'),
  touch: fc.array(fc.integer({ min: 0, max: 5 }), { maxLength: 3 }),
  change: fc.constantFrom('push', 'push', 'shift', 'hold', 'local', 'ask'),
  text,
  long: fc.oneof(fc.constant(''), long),
  // Through its own text, which has no -0.
  json: fc.jsonValue({ maxDepth: 2 }).map((value) => JSON.parse(JSON.stringify(value)) as unknown),
  small: fc.integer({ min: 0, max: 5000 }),
  derived: fc.boolean(),
})
type Move = typeof move extends fc.Arbitrary<infer T> ? T : never

/** A whole run, its transitions numbered from 1. */
export function historyArbitrary(maxLength: number): fc.Arbitrary<readonly RecordedTransition[]> {
  return fc.array(move, { minLength: 1, maxLength }).map(play)
}

/** A history as it is appended: cut into batches, some of them with a snapshot. */
export const batchedHistory = fc
  .tuple(
    historyArbitrary(150),
    fc.array(fc.tuple(fc.integer({ min: 1, max: 90 }), fc.integer({ min: 0, max: 9 })), { minLength: 1 }),
  )
  .map(([history, cuts]) => {
    const batches: { transitions: readonly RecordedTransition[]; snapshot?: RunSnapshot }[] = []
    let start = 0
    for (let turn = 0; start < history.length; turn += 1) {
      const [length = 1, dice = 9] = cuts[turn % cuts.length] ?? []
      const transitions = history.slice(start, start + length)
      start += transitions.length
      batches.push({ transitions, ...(dice === 0 ? { snapshot: snapshotAt(start) } : {}) })
    }
    return { history, batches }
  })

function play(moves: readonly Move[]): readonly RecordedTransition[] {
  const cells = new Map<number, Cell>()
  return moves.map((one, index) => {
    const sent: Sent[] = []
    const asked: Asked[] = []
    const changed = [...new Set(one.touch)].map((component): readonly [number, Cell] => {
      const next = changeCell(component, cells.get(component), one, sent, asked)
      cells.set(component, next)
      return [component, next]
    })
    const input = inputOf(one)
    const armed = one.small % 3 === 0 ? [{ tag: one.text, ms: one.small }] : []
    return {
      transition: {
        input,
        changed,
        sent,
        asked,
        withdrawn: one.small % 5 === 0 ? [{ tag: one.text, attempt: 2 }] : [],
        armed,
        disarmed: one.small % 7 === 0 ? [one.text] : [],
      },
      identity: identityOf(index + 1, one, sent, asked, armed.length),
    }
  })
}

function identityOf(
  seq: number,
  one: Move,
  sent: readonly Sent[],
  asked: readonly Asked[],
  armed: number,
): Identity {
  const at = 1_700_000_000_000 + one.small
  return {
    seq,
    at,
    cause: seq - 1,
    ...(one.input === 'deliver' ? { message: `fix:m${seq}` } : {}),
    ...(one.input === 'settle' ? { effect: `fix:${seq}` } : {}),
    sent: sent.map((_, place) => `fix:m${seq}.${place}`),
    asked: asked.map(() => `fix:${seq}`),
    // A clock that was set back, say: not every instant follows from the timer's duration.
    due: armed === 0 ? [] : [one.derived ? at + one.small : at - 1],
  }
}

function inputOf(one: Move): RecordedTransition['transition']['input'] {
  switch (one.input) {
    case 'deliver':
      return { type: 'deliver', component: 1, channel: 3, place: 0 }
    case 'serve':
      return { type: 'serve', component: 1, client: 5 }
    case 'settle':
      return {
        type: 'settle',
        component: 1,
        tag: one.text,
        outcome: { tag: 'ok', control: { said: one.json as string }, refs: { answer: ['b'.repeat(64)] } },
      }
    case 'fire':
      return { type: 'fire', component: 1, tag: one.text }
    default:
      return { type: 'start', component: 1, payload: { in: one.text } }
  }
}

function changeCell(
  component: number,
  before: Cell | undefined,
  one: Move,
  sent: Sent[],
  asked: Asked[],
): Cell {
  if (component === 0) return { type: 'run', status: 'running', paused: one.small % 2 === 0, failure: null }
  if (component <= 2) return changeActor(component, before, one, asked)
  if (component <= 4) return changeChannel(component, before, one, sent)
  const old = before?.type === 'client' ? before : { type: 'client' as const, requests: [], replies: [] }
  return { ...old, replies: [...old.replies.slice(-3), { tag: one.text, outcome: okOutcome(one) }] }
}

function okOutcome(one: Move) {
  return { tag: 'ok', control: {}, refs: { value: `text:${one.long}` } }
}

function changeActor(component: number, before: Cell | undefined, one: Move, asked: Asked[]): Cell {
  const old =
    before?.type === 'actor'
      ? before
      : {
          type: 'actor' as const,
          version: 1,
          local: null,
          status: 'up' as const,
          unfinished: [],
          effects: [],
          timers: [],
        }
  if (one.change !== 'ask') return { ...old, local: { heard: one.json, notes: one.long } }
  const ask: Ask = {
    tag: one.text,
    kind: 'model.generate',
    class: 'idempotent',
    control: { turns: one.small },
    payload: { prompt: 'c'.repeat(64) },
    activation: one.text,
  }
  asked.push({ ask, attempt: 1, begun: one.derived })
  // An ask of the other actor, or one dropped at once, stands in no changed cell of the input's.
  const effects = component === 1 && one.derived ? [...old.effects, effectCell(ask)] : old.effects
  return { ...old, effects }
}

function effectCell(ask: Ask) {
  return { ask, status: 'asked' as const, attempt: 1, withdrawn: false }
}

function changeChannel(component: number, before: Cell | undefined, one: Move, sent: Sent[]): Cell {
  const old: ChannelCell = before?.type === 'channel' ? before : { type: 'channel', queue: [], held: [] }
  const message: Message = { payload: { body: 'd'.repeat(64), note: one.text }, activation: one.text }
  switch (one.change) {
    case 'shift':
      return { ...old, queue: old.queue.slice(1) }
    case 'hold':
      sent.push({ channel: component, message, fate: 'held' })
      return { ...old, held: [...old.held, message] }
    case 'ask':
      sent.push({ channel: component, message, fate: 'rejected' })
      return old
    default:
      sent.push({ channel: component, message, fate: 'queued' })
      return { ...old, queue: [...old.queue, message, { payload: one.long, activation: '' }] }
  }
}
