import { clientAt, type Plan } from '../topology/plan.ts'

/** A resource knows its clients by the ids of their nodes; a worker uses one resource, so that is enough. */
export function clientName(plan: Plan, client: number): string {
  return plan.components[clientAt(plan, client).client]?.id ?? ''
}
