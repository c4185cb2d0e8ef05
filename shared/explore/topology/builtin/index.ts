import type { Plan } from '../../../topology/plan.ts'
import type { FaultBudget } from '../../result.ts'
import type { Layout } from '../layout.ts'
import type { Monitor } from '../monitor.ts'
import { approvalMonitors } from './approval.ts'
import { budgetMonitors } from './budgets.ts'
import { dirtyReadMonitors } from './dirty-read.ts'
import { earlyMonitors } from './early.ts'
import { effectPredicates } from './effects.ts'
import { endings } from './ends.ts'
import { flowMonitors } from './flow.ts'
import { growthMonitors } from './grows.ts'
import { halfDoneMonitors } from './half-done.ts'
import { orderMonitors } from './in-order.ts'
import { lastWordMonitors } from './last-word.ts'
import { decisionPredicates, oneDecisionPredicates } from './ledgers.ts'
import { lostWorkMonitors } from './lost-work.ts'
import type { Predicate } from './predicate.ts'
import { queuePredicate } from './queues.ts'
import { readingMonitors } from './readings.ts'
import { servedPredicates } from './served.ts'
import { staleReadMonitors } from './stale-read.ts'
import { stopPredicates } from './stops.ts'
import { storeMonitors } from './stores.ts'
import { stormMonitors } from './storm.ts'
import { underLeaseMonitors } from './under-lease.ts'
import { voteMonitors } from './votes.ts'
import { wrongMonitors } from './wrong.ts'

/** Built-in properties that need a memory of their own. */
export function builtInMonitors(plan: Plan, faults: FaultBudget): readonly Monitor[] {
  return [
    ...approvalMonitors(plan),
    ...(faults.wrong > 0 ? [...wrongMonitors(plan), ...voteMonitors(plan), ...readingMonitors(plan)] : []),
    ...storeMonitors(plan),
    ...staleReadMonitors(plan),
    ...budgetMonitors(plan),
    ...dirtyReadMonitors(plan),
    ...earlyMonitors(plan),
    // A message that the world doubles is nobody's growth.
    ...(faults.duplicate > 0 ? [] : growthMonitors(plan)),
    ...halfDoneMonitors(plan),
    ...lastWordMonitors(plan),
    ...lostWorkMonitors(plan),
    ...orderMonitors(plan),
    ...stormMonitors(plan),
    ...underLeaseMonitors(plan),
    ...flowMonitors(plan),
  ]
}

/** Built-in properties that a state shows by itself. */
export function builtInPredicates(layout: Layout): readonly Predicate[] {
  return [
    ...endings(layout),
    ...effectPredicates(layout),
    ...decisionPredicates(layout),
    ...oneDecisionPredicates(layout),
    ...servedPredicates(layout),
    queuePredicate(layout),
    ...stopPredicates(layout),
  ]
}
