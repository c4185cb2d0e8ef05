import { LIMIT, SILENCE } from '../kernel/attempts.ts'
import type { ActorCell, EffectCell } from '../kernel/cells.ts'
import type { Input } from '../kernel/transition.ts'
import type { Ask } from '../topology/kind.ts'
import type { Outcome, Ref } from '../topology/payload.ts'
import type { Plan } from '../topology/plan.ts'
import { countAtMost } from './history.ts'
import type { Recorded } from './recorded.ts'

/** One attempt at an effect. A 0 in a `Seq` or `At` means "not yet". */
export interface AttemptTrace {
  readonly attempt: number
  readonly askedSeq: number
  readonly askedAt: number
  readonly begunSeq: number
  readonly begunAt: number
  readonly endSeq: number
  readonly endAt: number
  /**
   * `timeout` and `silence` are limits that passed, `takeover` a suspicion that the drawing acts upon. What a pause
   * cut off (`halted`) is tried again under the same number.
   */
  readonly end: 'ok' | 'error' | 'timeout' | 'silence' | 'takeover' | 'halted' | 'lost' | 'withdrawn' | null
}

/** A time in which nobody knew whether it happened; 0 as an end means that nobody has said. */
export interface DoubtTrace {
  readonly seq: number
  readonly at: number
  /** What left it open: a limit, the answer of its executor, or the end of the host that performed it. */
  readonly cause: 'timeout' | 'silence' | 'error' | 'lost'
  /** Nobody wanted it any more by then: the run was stopped, or its group restarted. */
  readonly unwanted: boolean
  readonly endSeq: number
  readonly endAt: number
  readonly answer: 'happened' | 'not-happened' | 'failed' | null
}

/** A time in which a failure detector held an attempt for dead. */
export interface SuspicionTrace {
  readonly seq: number
  readonly at: number
  readonly endSeq: number
  readonly endAt: number
}

export interface EffectTrace {
  readonly id: string
  readonly component: number
  readonly ask: Ask
  readonly attempts: readonly AttemptTrace[]
  readonly doubts: readonly DoubtTrace[]
  readonly suspicions: readonly SuspicionTrace[]
  readonly endSeq: number
  readonly endAt: number
  readonly end: 'settled' | 'failed' | 'withdrawn' | null
  readonly outcome: Outcome | null
  /** Why an attempt failed, as a ref; the newest. */
  readonly error: Ref | null
}

export type EffectStatus = 'asked' | 'begun' | 'waiting' | 'doubt' | 'settled' | 'failed' | 'withdrawn'

type Open<T> = { -readonly [K in keyof T]: T[K] }
type WritableAttempt = Open<AttemptTrace>
type Writable = Omit<Open<EffectTrace>, 'attempts' | 'doubts' | 'suspicions'> & {
  readonly attempts: WritableAttempt[]
  readonly doubts: Open<DoubtTrace>[]
  readonly suspicions: Open<SuspicionTrace>[]
}

/** Follows every effect that the world is asked for, from its ask to its end. */
export class EffectLog {
  private readonly lists: readonly Writable[][]
  private readonly open: readonly Map<string, Writable>[]
  private readonly byId = new Map<string, Writable>()

  constructor(plan: Plan) {
    this.lists = plan.components.map(() => [])
    this.open = plan.components.map(() => new Map())
  }

  get(id: string): EffectTrace | undefined {
    return this.byId.get(id)
  }

  all(): readonly EffectTrace[] {
    return [...this.byId.values()]
  }

  /** Of one actor, in the order in which they were asked. */
  of(component: number): readonly EffectTrace[] {
    return this.lists[component] ?? []
  }

  /** How many of an actor's had been asked for by a position. */
  askedBy(component: number, position: number): number {
    return countAtMost(this.of(component), position, (effect) => effect.attempts[0]?.askedSeq ?? 0)
  }

  /** The newest `count` that were open at a position, newest first; an actor's cell says how many there are. */
  openAt(component: number, position: number, count: number): readonly EffectTrace[] {
    const effects = this.of(component)
    const open: EffectTrace[] = []
    for (let at = this.askedBy(component, position) - 1; at >= 0 && open.length < count; at -= 1) {
      const effect = effects[at] as EffectTrace
      if (effect.end === null || effect.endSeq > position) open.push(effect)
    }
    return open
  }

  add({ transition, identity }: Recorded): void {
    const { input, asked } = transition
    const { component } = input
    const { seq, at } = identity
    const open = this.open[component]
    if (open === undefined) return
    for (const [index, cell] of transition.changed) {
      // A group takes its members' effects back in a step of its own.
      if (cell.type === 'actor')
        this.followCell(index, cell, index === component ? input : null, seq, at, asked)
    }
    asked.forEach(({ ask, attempt, begun }, place) => {
      const known = open.get(ask.tag)
      const effect =
        attempt > 1 && known !== undefined ? known : this.begin(component, ask, identity.asked[place])
      const made = askedAt(attempt, seq, at)
      effect.attempts.push(begun ? { ...made, begunSeq: seq, begunAt: at } : made)
    })
  }

  private begin(component: number, ask: Ask, id = `${component}/${ask.tag}`): Writable {
    const effect: Writable = {
      ...{ id, component, ask, attempts: [], doubts: [], suspicions: [] },
      ...{ endSeq: 0, endAt: 0, end: null, outcome: null, error: null },
    }
    this.byId.set(id, effect)
    this.lists[component]?.push(effect)
    this.open[component]?.set(ask.tag, effect)
    return effect
  }

  private followCell(
    component: number,
    cell: ActorCell,
    input: Input | null,
    seq: number,
    at: number,
    asked: Recorded['transition']['asked'],
  ): void {
    const open = this.open[component]
    if (open === undefined || (open.size === 0 && cell.effects.length === 0)) return
    const about = input === null ? null : tagOf(input)
    const effect = about === null ? undefined : open.get(about)
    const attempt = effect?.attempts.at(-1)
    const after = cell.effects.find((entry) => entry.ask.tag === about)
    if (input !== null && effect !== undefined && attempt !== undefined)
      followAttempt(effect, attempt, input, after, seq, at)
    for (const [tag, one] of open) {
      const kept = cell.effects.find((entry) => entry.ask.tag === tag)
      const replaced = input !== null && asked.some((entry) => entry.ask.tag === tag && entry.attempt === 1)
      followSuspicion(one, kept, seq, at)
      if (kept !== undefined && !replaced) {
        if (kept.status === 'doubt') followDoubt(one, kept, seq, at)
        continue
      }
      open.delete(tag)
      one.endSeq = seq
      one.endAt = at
      one.end = input !== null && tag === about ? endOf(input) : 'withdrawn'
      const last = one.attempts.at(-1)
      if (last !== undefined && last.end === null) endAttempt(last, 'withdrawn', seq, at)
    }
  }
}

function followDoubt(effect: Writable, { withdrawn }: EffectCell, seq: number, at: number): void {
  const last = effect.doubts.at(-1)
  if (last !== undefined && last.endSeq === 0) return
  const end = effect.attempts.at(-1)?.end
  const cause = end === 'timeout' || end === 'silence' || end === 'lost' ? end : 'error'
  effect.doubts.push({ seq, at, cause, unwanted: withdrawn, endSeq: 0, endAt: 0, answer: null })
}

function followSuspicion(effect: Writable, after: EffectCell | undefined, seq: number, at: number): void {
  const last = effect.suspicions.at(-1)
  const open = last !== undefined && last.endSeq === 0
  if (after?.suspected === true && !open) effect.suspicions.push({ seq, at, endSeq: 0, endAt: 0 })
  if (after?.suspected !== true && open) {
    last.endSeq = seq
    last.endAt = at
  }
}

function followAttempt(
  effect: Writable,
  attempt: WritableAttempt,
  input: Input,
  after: EffectCell | undefined,
  seq: number,
  at: number,
): void {
  switch (input.type) {
    case 'begin':
      // What its controllers will never admit has not begun.
      if (after === undefined) endAttempt(attempt, 'error', seq, at)
      else {
        attempt.begunSeq = seq
        attempt.begunAt = at
      }
      return
    case 'settle':
      effect.outcome = input.outcome
      if (input.outcome.tag === 'error') effect.error = errorRef(input.outcome)
      endAttempt(attempt, input.outcome.tag === 'error' ? 'error' : 'ok', seq, at)
      return
    case 'fire':
      if (input.tag.startsWith(LIMIT)) endAttempt(attempt, 'timeout', seq, at)
      if (input.tag.startsWith(SILENCE)) endAttempt(attempt, 'silence', seq, at)
      return
    case 'suspect':
      if (after?.suspected !== true) endAttempt(attempt, 'takeover', seq, at)
      return
    case 'halt':
      endAttempt(attempt, 'halted', seq, at)
      effect.attempts.push(askedAt(attempt.attempt, seq, at))
      return
    case 'doubt':
      endAttempt(attempt, 'lost', seq, at)
      return
    case 'resolve': {
      const doubt = effect.doubts.at(-1)
      if (doubt !== undefined) {
        doubt.endSeq = seq
        doubt.endAt = at
        doubt.answer = input.answer.type
      }
      if (input.answer.type === 'happened') effect.outcome = input.answer.outcome
      return
    }
    default:
  }
}

function askedAt(attempt: number, seq: number, at: number): WritableAttempt {
  return { attempt, askedSeq: seq, askedAt: at, begunSeq: 0, begunAt: 0, endSeq: 0, endAt: 0, end: null }
}

function endAttempt(attempt: WritableAttempt, end: AttemptTrace['end'], seq: number, at: number): void {
  attempt.end = end
  attempt.endSeq = seq
  attempt.endAt = at
}

/** The effect that an input is about, the wrapper's own timers included. */
function tagOf(input: Input): string | null {
  if (input.type === 'fire') return input.tag.slice(input.tag.indexOf(':') + 1)
  return 'tag' in input ? input.tag : null
}

function endOf(input: Input): 'settled' | 'failed' {
  if (input.type === 'settle') return input.outcome.tag === 'error' ? 'failed' : 'settled'
  return input.type === 'resolve' && input.answer.type === 'happened' ? 'settled' : 'failed'
}

function errorRef(outcome: Outcome): Ref | null {
  const error = outcome.refs['error']
  return typeof error === 'string' ? error : null
}

/** How an effect stood at a position; null when it had not been asked for. */
export function effectStatusAt(effect: EffectTrace, position: number): EffectStatus | null {
  const first = effect.attempts[0]
  if (first === undefined || first.askedSeq > position) return null
  if (effect.end !== null && effect.endSeq <= position) return effect.end
  const doubt = effect.doubts.findLast((one) => one.seq <= position)
  if (doubt !== undefined && (doubt.endSeq === 0 || doubt.endSeq > position)) return 'doubt'
  const attempt = effect.attempts.findLast((one) => one.askedSeq <= position) ?? first
  if (attempt.endSeq > 0 && attempt.endSeq <= position) return 'waiting'
  return attempt.begunSeq > 0 && attempt.begunSeq <= position ? 'begun' : 'asked'
}

/** Attempts that had been asked for by a position. */
export function attemptsAt(effect: EffectTrace, position: number): number {
  return effect.attempts.filter((one) => one.askedSeq <= position).length
}
