import type { ActorPlan } from '../../shared/topology/plan.ts'
import { mergeView } from '../../shared/trace/merge-view.ts'
import { listText, nameAt } from '../../shared/trace/words.ts'
import { mergeCaption } from '../playback/merge-card.ts'
import type { Moment } from '../playback/node-card.ts'

/** Of a repository: whose change is at hand, and who comes next. */
export function MergeNote({ moment, actor }: { readonly moment: Moment; readonly actor: ActorPlan }) {
  const { trace, position } = moment
  const { plan } = trace
  const view = mergeView(trace, actor, position)
  const caption = view === null ? null : mergeCaption(plan, view)
  if (view === null || caption === null) return null
  const next = view.queue.map((id) => nameAt(plan, plan.byId.get(id) ?? -1))
  return (
    <div className="run-note run-note-plain">
      <span>{next.length === 0 ? caption : `${caption}, then ${listText(next)}`}</span>
    </div>
  )
}
