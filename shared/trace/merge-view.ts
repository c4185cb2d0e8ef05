import type { ActorCell } from '../kernel/cells.ts'
import type { RepoLocal } from '../nodes/repo/state.ts'
import type { ActorPlan } from '../topology/plan.ts'
import { type EffectTrace, effectStatusAt } from './effects.ts'
import type { Trace } from './trace.ts'

/** How a change ended that a worker gave to a repository. */
export type MergeEnd = 'merged' | 'unchanged' | 'conflict' | 'semantic-conflict' | 'failed'

export interface MergeView {
  /** Whose change is being merged, and how far it is; null while none is. */
  readonly now: { readonly by: string; readonly stage: 'merge' | 'check' | 'move' } | null
  /** Whose changes wait for their turn, in the order of it. */
  readonly queue: readonly string[]
  readonly last: {
    readonly by: string
    readonly end: MergeEnd
    /** Of a textual conflict, the first of them. */
    readonly files: readonly string[]
    readonly seq: number
  } | null
}

/** A repository's merge queue at a position; null for a node of another kind. `by` is a node's id. */
export function mergeView(trace: Trace, actor: ActorPlan, position: number): MergeView | null {
  if (actor.kind.kind !== 'repo') return null
  const { local, effects } = trace.cell(actor.index, position) as ActorCell
  const repo = local as RepoLocal
  const merging = repo.phase === 'committing'
  const open = effects.find(({ ask }) => ask.kind !== 'git.open')?.ask.kind
  const stage = open === 'process.exec' ? 'check' : open === 'git.move' ? 'move' : 'merge'
  return {
    now: merging ? { by: repo.pending.client, stage } : null,
    queue: merging ? (repo.queue ?? []).map(({ client }) => client) : [],
    last: lastMerge(trace, actor, position),
  }
}

function lastMerge(trace: Trace, actor: ActorPlan, position: number): MergeView['last'] {
  const effects = trace.effects.of(actor.index)
  for (let at = trace.effects.askedBy(actor.index, position) - 1; at >= 0; at -= 1) {
    const effect = effects[at] as EffectTrace
    const end = endOf(effect, position)
    if (end === null) continue
    const files = effect.outcome?.control['files']
    return {
      by: String(effect.ask.control['node'] ?? ''),
      end,
      files: Array.isArray(files) ? files.map(String) : [],
      seq: effect.endSeq,
    }
  }
  return null
}

/** Null for an effect that a change goes on from, or that is no part of merging. */
function endOf(effect: EffectTrace, position: number): MergeEnd | null {
  const { kind } = effect.ask
  if (kind === 'git.open') return null
  const status = effectStatusAt(effect, position)
  if (status === 'failed') return 'failed'
  if (status !== 'settled') return null
  switch (effect.outcome?.tag) {
    case 'ok':
      return kind === 'git.commit' || kind === 'git.move' ? 'merged' : null
    case 'exit':
      return 'semantic-conflict'
    case 'conflict':
    case 'unchanged':
      return effect.outcome.tag
    default:
      return null
  }
}
