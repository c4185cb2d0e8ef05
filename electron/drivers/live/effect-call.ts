import type { EffectCell } from '../../../shared/kernel/cells.ts'
import { actorAt } from '../../../shared/topology/plan.ts'
import type { EffectCall, RunFolders, RunRecord } from '../seams.ts'
import type { RunCore } from './run-core.ts'

/** An effect as its executor gets it. */
export function effectCall(
  { run, settings }: RunRecord,
  core: RunCore,
  folders: RunFolders,
  { component, effect, id }: { readonly component: number; readonly effect: EffectCell; readonly id: string },
): EffectCall {
  const actor = actorAt(core.plan, component)
  const { tag, kind, class: effectClass, control, payload } = effect.ask
  return {
    run,
    effect: id,
    execution: Math.max(1, core.ledger.executions(id)),
    node: actor.id,
    nodeName: actor.name,
    tag,
    kind,
    class: effectClass,
    control,
    payload,
    bound: actor.bound,
    settings,
    folders,
  }
}
