import { channelAt } from '../../shared/topology/plan.ts'
import type { BreakerView } from '../../shared/trace/control-view.ts'
import { type EdgeFailure, type EdgeParts, edgeView } from '../../shared/trace/edge-view.ts'
import { nodeView } from '../../shared/trace/node-view.ts'
import type { EdgeView } from '../canvas/view-model.ts'
import type { Moment } from './node-card.ts'
import { leftText } from './texts.ts'
import { lettersText } from './trouble-card.ts'

/** After this long without a message an edge is at rest again. */
export const ACTIVE_MS = 700

/** `still`: nothing may move, so that a number says what beads would have shown. */
export function edgeCard(
  moment: Moment,
  parts: EdgeParts,
  seen: ReadonlySet<string>,
  still: boolean,
): EdgeView {
  const { trace, position } = moment
  const view = edgeView(trace, parts, position)
  const unseen = view.failures.filter((failure) => !seen.has(failure.key))
  const dropped = unseen.filter((failure) => failure.type !== 'breach').length
  const breach = unseen.some((failure) => failure.type === 'breach')
  const letters = view.letters.failed
  const base = {
    waiting: view.queued + view.held,
    ...(dropped > 0 ? { dropped } : {}),
    ...(letters > 0 ? { letters } : {}),
  }
  if (letters > 0) return { ...base, state: moment.over ? 'failed' : 'letters', label: lettersText(letters) }
  if (breach) return { ...base, state: 'failed', label: 'contract not met' }
  if (dropped > 0) return { ...base, state: 'failed', label: lostText(unseen) }
  if (view.breaker !== null) return { ...base, ...switchOf(moment, view.breaker) }
  if (view.held > 0) {
    const label = `${view.queued} of ${view.capacity} · ${view.held} held`
    return { ...base, state: 'full', label }
  }
  const target = targetNote(moment, parts)
  if (target !== null) return { ...base, ...target }
  if (view.suspected) return { ...base, state: 'suspected', label: null }
  const active = view.queued > 0 || movedLately(moment, parts)
  return { ...base, state: active ? 'active' : 'idle', label: active && still ? `${view.sent} sent` : null }
}

const LOST = { dropped: 'dropped', rejected: 'rejected', abandoned: 'given up' } as const

/** "rejected 2", "dropped 3, rejected 1" */
function lostText(failures: readonly EdgeFailure[]): string {
  const counts = Object.entries(LOST).map(
    ([type, word]) => [word, failures.filter((failure) => failure.type === type).length] as const,
  )
  return counts
    .filter(([, count]) => count > 0)
    .map(([word, count]) => `${word} ${count}`)
    .join(', ')
}

/** "open · tries in 12 s": the line is broken by a switch, as in a circuit diagram. */
function switchOf({ instant }: Moment, { word, dueAt }: BreakerView): Pick<EdgeView, 'state' | 'label'> {
  if (word === 'half-open') return { state: 'half-open', label: 'half open · tries one' }
  const tries = dueAt === null ? '' : ` · tries in ${leftText(dueAt - instant)}`
  return { state: 'open', label: `open${tries}` }
}

/** What its receiver does with the message that came last on this edge. */
function targetNote(moment: Moment, parts: EdgeParts): Pick<EdgeView, 'state' | 'label'> | null {
  const last = parts.rest.at(-1) ?? parts.first
  if (last.type !== 'channel') return null
  const { trace, position, over } = moment
  const target = trace.plan.components[last.to]
  if (target?.type !== 'actor') return null
  const view = nodeView(trace, target, position, over)
  if (view.word !== 'retrying' || lastDelivery(moment, target.inChannels) !== last.index) return null
  return { state: 'retrying', label: `↻ ${view.attempt + 1} of ${view.attempts}` }
}

function lastDelivery({ trace, position }: Moment, channels: readonly number[]): number | null {
  let newest = 0
  let found: number | null = null
  for (const index of channels) {
    const count = trace.messages.deliveredBy(index, position)
    const at = trace.messages.deliveryOf(index, count)
    if (at > newest) {
      newest = at
      found = channelAt(trace.plan, index).index
    }
  }
  return found
}

/** True for a moment after each send, and while something stands between send and delivery. */
export function movedLately({ trace, position, instant }: Moment, parts: EdgeParts): boolean {
  const last = trace.messages.lastSentBy(parts.first.index, position)
  return last !== undefined && instant - last.sentAt < ACTIVE_MS
}
