import type { Analyses } from '../analyses.ts'
import { setConfig } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { nameOf, namesOf } from '../names.ts'
import type { Finding, Fix, HazardRule } from '../rule.ts'
import { leaseFor, pairsOf, type SharedStore, type StoreClient } from '../stores.ts'

export const lostUpdate: HazardRule = {
  id: 'lost-update',
  row: 4,
  title: 'Lost update',
  level: 'warning',
  property: 'lost-update',
  source:
    'Berenson et al., A critique of ANSI SQL isolation levels, SIGMOD 1995; Adya, Weak consistency, 1999',
  find: (analyses) => analyses.stores.flatMap((store) => findAt(analyses, store)),
}

function findAt(analyses: Analyses, store: SharedStore): readonly Finding[] {
  return store.config.keys.flatMap(({ name: key }): readonly Finding[] => {
    const writers = store.clients.filter(({ updates }) => updates.has(key))
    const pairs = pairsOf(writers).filter(
      (pair) => loses(store, key, pair) && analyses.order.parallel(pair[0].vertex, pair[1].vertex),
    )
    const clients = writers.filter((writer) => pairs.some((pair) => pair.includes(writer)))
    if (clients.length === 0) return []
    const vertices = clients.map(({ vertex }) => vertex)
    const name = nameOf(analyses, store.vertex.index)
    return [
      {
        elements: [
          ...elementsOf(analyses, [store.vertex.index, ...vertices]),
          ...clients.map(({ edge }) => edge),
        ],
        sentence: `${namesOf(analyses, vertices)} may work on key "${key}" of ${name} at the same time: the later write replaces one that it has not seen, and that update is lost.`,
        assumption: 'with no fault at all',
        remedy:
          'Let the store compare and swap, so that who has not seen the newest value works again, or give out leases, so that one works after the other.',
        fixes: fixesFor(analyses, store, clients),
      },
    ]
  })
}

/**
 * Two who read, think and write at the same time, where nothing tells the second that the first has written. A store
 * that compares refuses who has not seen the newest; who declares no reading cannot have gone by an old value.
 */
function loses({ config }: SharedStore, key: string, pair: readonly [StoreClient, StoreClient]): boolean {
  return config.mode === 'last-write-wins' && pair.some(({ reads }) => reads.has(key))
}

function fixesFor(analyses: Analyses, store: SharedStore, clients: readonly StoreClient[]): readonly Fix[] {
  const { id, index } = store.vertex
  const name = nameOf(analyses, index)
  return [
    { label: `Let ${name} compare and swap`, apply: setConfig(id, { mode: 'compare-and-swap' }) },
    {
      label: `Let ${name} give out leases`,
      apply: setConfig(id, { mode: 'lease', expiry_ms: leaseFor(analyses, clients) }),
    },
  ]
}
