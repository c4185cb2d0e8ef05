import { channelAt } from '../../shared/topology/plan.ts'
import { type EdgeParts, edgeView } from '../../shared/trace/edge-view.ts'
import { nodeView } from '../../shared/trace/node-view.ts'
import type { EdgeView } from '../canvas/view-model.ts'
import type { Moment } from './node-card.ts'

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
  const base = { waiting: view.queued + view.held, ...(dropped > 0 ? { dropped } : {}) }
  if (breach) return { ...base, state: 'failed', label: 'contract not met' }
  if (dropped > 0) return { ...base, state: 'failed', label: `dropped ${dropped}` }
  if (view.held > 0)
    return { ...base, state: 'full', label: `${view.queued} of ${view.capacity} · sender waits` }
  const target = targetNote(moment, parts)
  if (target !== null) return { ...base, ...target }
  const active = view.queued > 0 || movedLately(moment, parts)
  return { ...base, state: active ? 'active' : 'idle', label: active && still ? `${view.sent} sent` : null }
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
