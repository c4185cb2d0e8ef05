import type { AttemptTrace, DoubtTrace, EffectTrace } from './effects.ts'
import type { Trace } from './trace.ts'
import { seconds } from './words.ts'

export type LedgerStep =
  | 'asked'
  | 'begun'
  | 'answered'
  | 'ended'
  | 'suspected'
  | 'trusted'
  | 'doubted'
  | 'resolved'
  | 'settled'
  | 'failed'
  | 'withdrawn'

/** One thing that happened to an effect. */
export interface LedgerEntry {
  readonly type: LedgerStep
  readonly seq: number
  readonly at: number
  readonly text: string
}

/** All that is known of an effect up to a position, in the order in which it happened. */
export function ledgerOf(trace: Trace, effect: EffectTrace, position: number): readonly LedgerEntry[] {
  const entries: LedgerEntry[] = []
  const add = (type: LedgerStep, seq: number, at: number, text: string): void => {
    if (seq > 0 && seq <= position) entries.push({ type, seq, at, text })
  }
  effect.attempts.forEach((attempt, place) => {
    const before = effect.attempts[place - 1]
    const ask =
      before === undefined
        ? 'Asked, and kept before anything begins'
        : `Asked again, as attempt ${attempt.attempt}`
    // What a pause cut off says so itself.
    const anew = before?.end === 'halted'
    if (!anew) add('asked', attempt.askedSeq, attempt.askedAt, ask)
    const begun = `Attempt ${attempt.attempt} begun${anew ? ' anew' : ''}`
    add('begun', attempt.begunSeq, attempt.begunAt, begun)
    const text = endText(trace, effect, attempt)
    if (text !== '') add(ENDED[attempt.end ?? 'withdrawn'], attempt.endSeq, attempt.endAt, text)
  })
  for (const { seq, at, endSeq, endAt } of effect.suspicions) {
    add('suspected', seq, at, 'Suspected: its progress stopped for longer than its past explains')
    add('trusted', endSeq, endAt, 'No longer suspected')
  }
  for (const doubt of effect.doubts) {
    add('doubted', doubt.seq, doubt.at, doubtText(doubt))
    add('resolved', doubt.endSeq, doubt.endAt, ANSWERS[doubt.answer ?? 'failed'])
  }
  if (effect.end !== null) add(effect.end, effect.endSeq, effect.endAt, ENDS[effect.end])
  // Of what one step did, the end comes last.
  return entries
    .map((entry, place) => ({ entry, place }))
    .sort(byTime)
    .map(({ entry }) => entry)
}

/** What a pause cuts off is no failure. */
const ENDED: Readonly<Record<NonNullable<AttemptTrace['end']>, LedgerStep>> = {
  ok: 'answered',
  error: 'ended',
  timeout: 'ended',
  silence: 'ended',
  takeover: 'ended',
  halted: 'withdrawn',
  lost: 'ended',
  withdrawn: 'withdrawn',
}

interface Placed {
  readonly entry: LedgerEntry
  readonly place: number
}

function byTime(a: Placed, b: Placed): number {
  return a.entry.seq - b.entry.seq || a.place - b.place
}

function endText({ plan }: Trace, { component, attempts }: EffectTrace, attempt: AttemptTrace): string {
  const actor = plan.components[component]
  const which = attempts.some((one) => one.attempt > 1) ? `Attempt ${attempt.attempt}` : 'It'
  switch (attempt.end) {
    case 'ok':
      return `${which} answered`
    case 'error':
      return `${which} failed`
    case 'timeout': {
      const ms = actor?.type === 'actor' ? (actor.timeoutMs ?? 0) : 0
      return `${which} was cut off: no answer within ${seconds(ms)}`
    }
    case 'silence': {
      const ms = actor?.type === 'actor' ? (actor.chunkMs ?? actor.firstChunkMs ?? 0) : 0
      return `${which} was cut off: it said nothing for ${seconds(ms)}`
    }
    case 'halted':
      return `${which} was cut off by a pause, and begins anew when the run goes on`
    case 'takeover':
      return `${which} was given up: it seemed dead`
    default:
      return ''
  }
}

const CAUSES: Readonly<Record<DoubtTrace['cause'], string>> = {
  timeout: 'its time limit cut it off after it had begun',
  silence: 'it was cut off after it had begun, since it said nothing',
  error: 'it was cut off before it could say how it ended',
  lost: 'the process that performed it ended in the middle',
}

/** Why nobody knows whether it happened. */
export function causeText({ cause, unwanted }: DoubtTrace): string {
  return `${CAUSES[cause]}${unwanted ? ', when it was no longer wanted' : ''}`
}

function doubtText(doubt: DoubtTrace): string {
  return `In doubt: ${causeText(doubt)}. It is not repeated until it is known that it did not happen`
}

const ANSWERS: Readonly<Record<NonNullable<DoubtTrace['answer']>, string>> = {
  happened: 'It happened: nothing is repeated',
  'not-happened': 'It did not happen: it may run',
  failed: 'Given up as failed: nothing is repeated',
}

const ENDS: Readonly<Record<NonNullable<EffectTrace['end']>, string>> = {
  settled: 'Settled',
  failed: 'Failed for good',
  withdrawn: 'Taken back',
}
