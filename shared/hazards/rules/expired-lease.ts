import type { Analyses } from '../analyses.ts'
import { timeoutOf } from '../attempts.ts'
import { all, setConfig, setPolicy } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { vertexAt } from '../graph/graph.ts'
import { nameOf } from '../names.ts'
import type { Finding, HazardRule } from '../rule.ts'
import type { SharedStore } from '../stores.ts'

/** A store refuses a write under an old token. What a worker does elsewhere under its lease nobody refuses. */
export const expiredLease: HazardRule = {
  id: 'expired-lease',
  row: 12,
  title: 'Work under an expired lease',
  level: 'warning',
  property: 'under-lease',
  source: 'Kleppmann, How to do distributed locking, 2016',
  find: (analyses) => analyses.stores.flatMap((store) => findAt(analyses, store)),
}

const MINUTE_MS = 60_000
const WEEK_MS = 604_800_000

function findAt(analyses: Analyses, store: SharedStore): readonly Finding[] {
  const { mode, expiry_ms = 0 } = store.config
  if (mode !== 'lease') return []
  return store.clients.flatMap((client): readonly Finding[] => {
    const acts = analyses.effects.some((site) => site.vertex === client.vertex && site.external)
    const contended = store.clients.some(
      (other) => other !== client && [...other.updates].some((key) => client.updates.has(key)),
    )
    const limit = timeoutOf(analyses, client.vertex)
    if (!acts || !contended || (limit !== null && limit < expiry_ms)) return []
    const [name, at] = [nameOf(analyses, client.vertex), nameOf(analyses, store.vertex.index)]
    const long = limit === null ? 'has no time limit' : `may take ${limit / 1000} s`
    const enough = Math.min((limit ?? 10 * MINUTE_MS) + MINUTE_MS, WEEK_MS)
    return [
      {
        elements: [...elementsOf(analyses, [client.vertex, store.vertex.index]), client.edge],
        sentence: `${name} ${long}, and its lease at ${at} ends after ${expiry_ms / 1000} s: it may still act outside when another holds the lease already, and only its write to ${at} is refused.`,
        assumption: 'if the work takes longer than the lease',
        remedy: 'Give a lease that outlives the time limit of the work.',
        fixes: [
          {
            label: `Let leases of ${at} last ${enough / 1000} s`,
            apply: all(
              setConfig(store.vertex.id, { expiry_ms: enough }),
              setPolicy(vertexAt(analyses.graph, client.vertex).id, {
                timeout_ms: Math.min(limit ?? 10 * MINUTE_MS, enough - 1),
              }),
            ),
          },
        ],
      },
    ]
  })
}
