import { clientAt, type Plan } from '../topology/plan.ts'
import type { ClientCell } from './cells.ts'
import { kept } from './lists.ts'

/** A resource knows its clients by the ids of their nodes; a worker uses one resource, so that is enough. */
export function clientName(plan: Plan, client: number): string {
  return plan.components[clientAt(plan, client).client]?.id ?? ''
}

/** Without what is recalled of this name: its resource has been told, or has answered before it was. */
export function withoutRecall(cell: ClientCell, tag: string): ClientCell {
  const { recalled = [], ...rest } = cell
  const left = kept(recalled, (one) => one !== tag)
  return left.length === 0 ? rest : { ...rest, recalled: left }
}
