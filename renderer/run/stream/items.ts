import type { EffectKind } from '../../../shared/topology/kind.ts'
import type { Ref } from '../../../shared/topology/payload.ts'
import type { ActorPlan } from '../../../shared/topology/plan.ts'
import { type EffectStatus, type EffectTrace, effectStatusAt } from '../../../shared/trace/effects.ts'
import type { Trace } from '../../../shared/trace/trace.ts'
import { nameAt, thingOf } from '../../../shared/trace/words.ts'
import type { Segment, Usage } from '../../playback/chunk-log.ts'
import type { Moment } from '../../playback/node-card.ts'

/** One block of a node's stream, from top to bottom. */
export type StreamItem =
  | {
      readonly type: 'turn'
      readonly key: string
      readonly turn: number
      readonly usage: Usage
      readonly note: string
    }
  | { readonly type: 'speech'; readonly key: string; readonly segment: Segment; readonly live: boolean }
  | {
      readonly type: 'work'
      readonly key: string
      readonly effect: EffectTrace
      readonly status: EffectStatus
      readonly title: string
      readonly output: string
      readonly superseded: readonly Segment[]
      readonly ms: number
    }
  /** What a person has told the agent. */
  | { readonly type: 'told'; readonly key: string; readonly message: Ref }
  | { readonly type: 'error'; readonly key: string; readonly text: string; readonly error: Ref | null }

/** Effects whose stream is what a process says, shown as one block each. */
const WORK: readonly EffectKind[] = [
  'process.exec',
  'git.open',
  'git.commit',
  'git.merge',
  'git.move',
  'human.ask',
  'eval',
]

/** Items of effects that have ended and said all: they are the same at every later moment. */
const ended = new WeakMap<EffectTrace, { readonly said: number; readonly items: readonly StreamItem[] }>()

export function streamItems(moment: Moment, actor: ActorPlan): readonly StreamItem[] {
  const { trace, chunks, position, streamed } = moment
  const items: StreamItem[] = []
  const effects = trace.effects.of(actor.index)
  const count = trace.effects.askedBy(actor.index, position)
  for (let at = 0; at < count; at += 1) {
    const effect = effects[at] as EffectTrace
    const said = chunks.count(effect.id, streamed)
    const known = ended.get(effect)
    const over = effect.end !== null && effect.endSeq <= position
    if (over && known?.said === said) {
      items.push(...known.items)
      continue
    }
    const made = itemsOf(moment, actor, effect)
    if (over) ended.set(effect, { said, items: made })
    items.push(...made)
  }
  return items
}

function itemsOf(moment: Moment, actor: ActorPlan, effect: EffectTrace): readonly StreamItem[] {
  const items: StreamItem[] = []
  const status = effectStatusAt(effect, moment.position)
  if (status === null) return items
  if (effect.ask.kind === 'human.steer') return toldItems(effect, status)
  if (WORK.includes(effect.ask.kind)) items.push(workItem(moment, actor, effect, status))
  else addSpeech(moment, effect, status, items)
  addErrors(moment, effect, items)
  return items
}

/** That it may be told something is not shown, only what it was told. */
function toldItems({ id, outcome }: EffectTrace, status: EffectStatus): readonly StreamItem[] {
  const message = status === 'settled' ? outcome?.refs['message'] : undefined
  return typeof message === 'string' ? [{ type: 'told', key: id, message }] : []
}

function addSpeech(moment: Moment, effect: EffectTrace, status: EffectStatus, items: StreamItem[]): void {
  const turn = Number(effect.ask.control['turn'] ?? 1)
  const usage = moment.chunks.usage(effect.id, moment.streamed)
  const segments = moment.chunks.segments(effect.id, moment.streamed)
  const note = segments.length === 0 && status === 'begun' ? 'Waits for the first token' : ''
  items.push({ type: 'turn', key: `${effect.id} turn`, turn, usage, note })
  segments.forEach((segment, at) => {
    const live = status === 'begun' && at === segments.length - 1
    items.push({ type: 'speech', key: segment.key, segment, live })
  })
}

function workItem(moment: Moment, actor: ActorPlan, effect: EffectTrace, status: EffectStatus): StreamItem {
  const segments = moment.chunks.segments(effect.id, moment.streamed)
  const current = segments.filter((segment) => !segment.superseded)
  const begunAt = effect.attempts.find((one) => one.begunAt > 0)?.begunAt ?? 0
  const ended = effect.endAt > 0 && effect.endSeq <= moment.position
  const until = ended ? effect.endAt : moment.instant
  return {
    ...{ type: 'work', key: effect.id, effect, status, title: titleOf(moment.trace, actor, effect) },
    output: current.map((segment) => segment.text).join(''),
    superseded: segments.filter((segment) => segment.superseded),
    ms: begunAt === 0 ? 0 : Math.max(0, until - begunAt),
  }
}

/** A tool by its name, a command by what it runs, a merge by whose change it is. */
function titleOf({ plan }: Trace, actor: ActorPlan, { ask }: EffectTrace): string {
  const { tool, check, node } = ask.control
  const by = typeof node === 'string' ? nameAt(plan, plan.byId.get(node) ?? -1) : ''
  if (ask.kind === 'git.move') return `branch, for ${by}`
  if (ask.kind === 'git.commit' || ask.kind === 'git.merge') return `merge of ${by}`
  if (check === true) return `check of ${by}`
  const own = ask.kind === 'process.exec' && tool === undefined
  return own ? actor.kind.caption(actor.bound.config) : thingOf(ask)
}

function addErrors(moment: Moment, effect: EffectTrace, items: StreamItem[]): void {
  for (const attempt of effect.attempts) {
    if (attempt.end === null || attempt.end === 'ok' || attempt.endSeq > moment.position) continue
    const key = `${effect.id} ${attempt.attempt} end`
    const of = effect.attempts.length > 1 ? `Attempt ${attempt.attempt}` : 'It'
    if (attempt.end === 'timeout')
      items.push({ type: 'error', key, text: `${of} took longer than its limit`, error: null })
    else if (attempt.end === 'error')
      items.push({ type: 'error', key, text: `${of} failed`, error: errorOf(moment, effect, attempt.endSeq) })
  }
}

function errorOf(moment: Moment, effect: EffectTrace, seq: number): Ref | null {
  const input = moment.trace.record(seq)?.transition.input
  const error = input?.type === 'settle' ? input.outcome.refs['error'] : effect.error
  return typeof error === 'string' ? error : null
}
