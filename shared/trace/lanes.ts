import { LIMIT, SILENCE } from '../kernel/attempts.ts'
import type { ActorPlan, Plan } from '../topology/plan.ts'
import type { AttemptTrace, EffectTrace } from './effects.ts'
import type { Recorded } from './recorded.ts'

export type BarType = 'live' | 'done' | 'failed' | 'waiting' | 'doubt' | 'backoff' | 'held' | 'suspected'

/** A stretch of a lane. 0 as an end means that it still goes on. */
export interface Bar {
  readonly type: BarType
  readonly startSeq: number
  readonly startAt: number
  readonly endSeq: number
  readonly endAt: number
  readonly effect: string
  /** What it becomes once it has ended; until then it is `live`. */
  readonly after: BarType
}

export type MarkType = 'start' | 'message' | 'failure' | 'done' | 'decision'

export interface Mark {
  readonly type: MarkType
  readonly seq: number
  readonly at: number
}

/** Drawn nodes have a lane each, in the order of the drawing; the actors of contracts have none. */
export function laneActors(plan: Plan): readonly ActorPlan[] {
  return plan.actors.filter((actor) => actor.kind.internal !== true)
}

const FAILED: ReadonlySet<AttemptTrace['end']> = new Set(['error', 'timeout', 'silence', 'takeover', 'lost'])

/** Bars of one effect: an attempt each, the waits before and between them, its time in doubt, and suspicions. */
export function barsOf(effect: EffectTrace): readonly Bar[] {
  const bars: Bar[] = []
  // That it may be told something is no work.
  if (effect.ask.kind === 'human.steer') return bars
  const person = effect.ask.kind === 'human.ask'
  effect.attempts.forEach((attempt, place) => {
    const next = effect.attempts[place + 1]
    const failed = FAILED.has(attempt.end) || (next === undefined && saidNo(effect))
    if (attempt.begunSeq === 0 || attempt.begunAt - attempt.askedAt > AT_ONCE_MS)
      bars.push(heldBar(effect, attempt))
    if (attempt.begunSeq === 0) return
    bars.push({
      type: person ? 'waiting' : 'live',
      startSeq: attempt.begunSeq,
      startAt: attempt.begunAt,
      endSeq: attempt.endSeq,
      endAt: attempt.endAt,
      effect: effect.id,
      after: failed ? 'failed' : attempt.end === 'withdrawn' || attempt.end === 'halted' ? 'backoff' : 'done',
    })
    if (attempt.endSeq === 0) return
    const doubt = effect.doubts.find(
      (one) => one.seq >= attempt.endSeq && one.seq <= (next?.askedSeq ?? Infinity),
    )
    const overSeq = next?.askedSeq ?? effect.endSeq
    if (overSeq === attempt.endSeq) return
    const type = doubt === undefined ? 'backoff' : 'doubt'
    const overAt = next?.askedAt ?? effect.endAt
    const span = { startSeq: attempt.endSeq, startAt: attempt.endAt, endSeq: overSeq, endAt: overAt }
    bars.push({ type, ...span, effect: effect.id, after: type })
  })
  // Over the attempt that they are about.
  for (const { seq, at, endSeq, endAt } of effect.suspicions) {
    const span = { startSeq: seq, startAt: at, endSeq, endAt }
    bars.push({ type: 'suspected', ...span, effect: effect.id, after: 'suspected' })
  }
  return bars
}

/** What begins this soon after it was asked for was not held. */
const AT_ONCE_MS = 20

/** Asked for, and not let in yet: by its controllers, or because the run stands still. */
function heldBar(effect: EffectTrace, attempt: AttemptTrace): Bar {
  const [endSeq, endAt] =
    attempt.begunSeq > 0 ? [attempt.begunSeq, attempt.begunAt] : [attempt.endSeq, attempt.endAt]
  const { askedSeq: startSeq, askedAt: startAt } = attempt
  return { type: 'held', startSeq, startAt, endSeq, endAt, effect: effect.id, after: 'held' }
}

/** It ran, and its answer is that something is wrong. */
const NO = ['exit', 'breach', 'conflict']

/** A tool that ends with another code than 0 tells its agent something; a command or a check that does has failed. */
function saidNo(effect: EffectTrace): boolean {
  return (
    effect.outcome !== null && NO.includes(effect.outcome.tag) && effect.ask.control['tool'] === undefined
  )
}

/** What a transition puts on the lane of its own component. */
export function marksOf(record: Recorded): readonly MarkType[] {
  const { input, sent, asked, changed } = record.transition
  const marks: MarkType[] = []
  if (input.type === 'start' || input.type === 'deliver')
    marks.push(
      changed.some(([, cell]) => cell.type === 'actor' && cell.effects.length > 0) ? 'start' : 'message',
    )
  if (input.type === 'serve') marks.push('message')
  if (isFailure(record)) marks.push('failure')
  else if (sent.length > 0) marks.push(input.type === 'settle' && isPerson(record) ? 'decision' : 'done')
  else if (input.type === 'deliver' && asked.length === 0 && changed.every(([, cell]) => rests(cell)))
    marks.push('done')
  return marks
}

function rests(cell: Recorded['transition']['changed'][number][1]): boolean {
  return cell.type !== 'actor' || (cell.effects.length === 0 && cell.unfinished.length === 0)
}

function isPerson(record: Recorded): boolean {
  const { input } = record.transition
  return input.type === 'settle' && ['approve', 'reject'].includes(input.outcome.tag)
}

/** What its controllers will never admit ends at its beginning. */
function isRefused({ input, changed }: Recorded['transition']): boolean {
  if (input.type !== 'begin') return false
  const cell = changed.find(([index]) => index === input.component)?.[1]
  return cell?.type === 'actor' && !cell.effects.some(({ ask }) => ask.tag === input.tag)
}

export function isFailure({ transition }: Recorded): boolean {
  const { input, changed, asked } = transition
  if (input.type === 'settle' && input.outcome.tag === 'error') return true
  // An agent goes on after a tool that said no; nothing goes on after a command or a check that did.
  if (input.type === 'settle' && NO.includes(input.outcome.tag) && asked.length === 0) return true
  if (input.type === 'doubt' || isRefused(transition)) return true
  if (input.type === 'fire' && (input.tag.startsWith(LIMIT) || input.tag.startsWith(SILENCE))) return true
  return changed.some(([, cell]) => cell.type === 'run' && cell.status === 'failing')
}
