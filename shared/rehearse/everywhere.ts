import type { FaultPlan } from '../topology/faults.ts'
import type { Plan } from '../topology/plan.ts'
import { drawnId } from './settings.ts'

export const NODE_CHANCES = ['crash', 'hang', 'rate_limit', 'cut', 'malformed', 'wrong', 'error'] as const
export const EDGE_CHANCES = ['drop', 'duplicate', 'reorder'] as const

/** Chances for all nodes and edges alike, and how often the host dies. */
export interface Everywhere {
  readonly node: { readonly [chance in (typeof NODE_CHANCES)[number]]?: number }
  readonly edge: { readonly [chance in (typeof EDGE_CHANCES)[number]]?: number }
  readonly crash_every_ms: number | null
}

/** The same faults for everyone in a drawing, topologies inside included. */
export function faultsEverywhere(plan: Plan, { node, edge, crash_every_ms }: Everywhere): FaultPlan {
  const workers = plan.actors.filter(({ kind }) => kind.internal !== true && kind.look.family !== 'boundary')
  const channels = plan.components.filter(
    ({ type, id }) => type === 'channel' && /^[A-Za-z0-9_/-]+$/.test(id),
  )
  const ids = (all: readonly { readonly id: string }[]): readonly string[] => [
    ...new Set(all.map(({ id }) => drawnId(id))),
  ]
  return {
    nodes: ids(workers).map((id) => ({ node: id, ...node })),
    ...(Object.keys(edge).length === 0 ? {} : { edges: ids(channels).map((id) => ({ edge: id, ...edge })) }),
    ...(crash_every_ms === null ? {} : { host: { crash_every_ms } }),
  }
}
