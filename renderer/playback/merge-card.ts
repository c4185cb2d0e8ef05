import type { Plan } from '../../shared/topology/plan.ts'
import type { MergeView } from '../../shared/trace/merge-view.ts'
import { nameAt } from '../../shared/trace/words.ts'
import type { NodeView } from '../canvas/view-model.ts'

const STAGES = { merge: 'Merges', check: 'Checks', move: 'Takes in' } as const

/** What is being merged, else what came of the last change. */
export function mergeCaption(plan: Plan, { now, last }: MergeView): string | null {
  const name = (id: string): string => nameAt(plan, plan.byId.get(id) ?? -1)
  if (now !== null) return `${STAGES[now.stage]} ${name(now.by)}`
  if (last === null) return null
  const by = name(last.by)
  switch (last.end) {
    case 'merged':
      return `Last in: ${by}`
    case 'unchanged':
      return `${by} changed nothing`
    case 'conflict':
      return `${by}: ${last.files.join(', ')}`
    case 'semantic-conflict':
      return `${by}: the check failed`
    case 'failed':
      return `${by}: not merged`
  }
}

/** A repository's card: whose change is at hand, how many wait, and a conflict until a change goes in again. */
export function mergeCard(plan: Plan, merges: MergeView, card: NodeView): NodeView {
  const { now, last, queue } = merges
  const conflict = now === null && (last?.end === 'conflict' || last?.end === 'semantic-conflict')
  const calm = card.state === 'idle' || card.state === 'done'
  const waiting = queue.length === 0 ? null : `${queue.length} queued`
  const spoken = [card.spoken ?? '', waiting ?? ''].filter((part) => part !== '').join(', ')
  return {
    ...card,
    ...(conflict && calm ? { state: 'failed', chip: 'Conflict' } : {}),
    caption: card.caption ?? mergeCaption(plan, merges),
    meter: waiting === null ? (card.meter ?? null) : { text: waiting, part: null },
    spoken,
  }
}
