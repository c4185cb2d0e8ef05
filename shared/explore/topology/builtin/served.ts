import type { ActorCell } from '../../../kernel/cells.ts'
import type { Session } from '../../../nodes/session.ts'
import type { StoreConfig } from '../../../nodes/store/config.ts'
import type { ActorPlan } from '../../../topology/plan.ts'
import type { Layout } from '../layout.ts'
import { cellIsBad, type Predicate } from './predicate.ts'
import { habitsAt } from './stores.ts'

/**
 * Of those who compare and swap, each may be faster once. Who has lost two times more than there are others has lost
 * to the same one again: nothing promises that it is ever served (Lamport 1974).
 */
export function servedPredicates(layout: Layout): readonly Predicate[] {
  return layout.plan.actors.flatMap((store) => {
    if (store.kind.kind !== 'store') return []
    const { mode } = store.bound.config as StoreConfig
    const writers = habitsAt(layout.plan, store).filter(({ updates }) => updates.length > 0)
    if (mode !== 'compare-and-swap' || writers.length < 2) return []
    return [
      served(
        layout,
        store,
        writers.map(({ actor }) => actor),
      ),
    ]
  })
}

function served(layout: Layout, store: ActorPlan, writers: readonly ActorPlan[]): Predicate {
  const most = writers.length
  const checks = writers.map(({ index }) =>
    cellIsBad<ActorCell>(layout, index, ({ local }) => lossesIn(local) > most),
  )
  return {
    id: `served ${store.id}`,
    title: `Nobody is kept from setting ${store.name} by the same one again and again`,
    // Not the writers: who is alike may then be taken for one another.
    elements: [store.id],
    reads: writers.map(({ index }) => index),
    bad: (state) => checks.some((isBad) => isBad(state)),
    sentence: (state) => {
      const starved = writers.filter((_, at) => checks[at]?.(state) === true).map(({ name }) => name)
      return `${starved.join(' and ')} has tried ${most + 1} times to set ${store.name}, and each time another was faster`
    },
  }
}

/** How often in a row its update was refused because another had written meanwhile. */
function lossesIn(local: unknown): number {
  return (local as { readonly session?: Session }).session?.fetched?.moved ?? 0
}
