import type { Analyses } from '../analyses.ts'
import { setConfig } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { nameOf, namesOf } from '../names.ts'
import type { Finding, HazardRule } from '../rule.ts'
import { leaseFor, type SharedStore } from '../stores.ts'

/** Who compares and swaps begins again each time that another was faster; leases are given in the order of asking. */
export const starvation: HazardRule = {
  id: 'starvation',
  row: 24,
  title: 'Starvation',
  level: 'warning',
  property: 'served',
  source: 'Dijkstra, Solution of a problem in concurrent programming control, 1965; Lamport, Bakery, 1974',
  find: (analyses) => analyses.stores.flatMap((store) => findAt(analyses, store)),
}

function findAt(analyses: Analyses, store: SharedStore): readonly Finding[] {
  if (store.config.mode !== 'compare-and-swap') return []
  const again = (vertex: number): boolean =>
    analyses.order.many(vertex) || analyses.graph.loops.some(({ body }) => body.has(vertex))
  return store.config.keys.flatMap(({ name: key }): readonly Finding[] => {
    const writers = store.clients.filter(({ updates }) => updates.has(key))
    const greedy = writers.filter(({ vertex }) => again(vertex))
    const slow = writers.filter((one) =>
      greedy.some((other) => other !== one && analyses.order.parallel(one.vertex, other.vertex)),
    )
    if (slow.length === 0) return []
    const clients = writers.filter((one) => slow.includes(one) || greedy.includes(one))
    const vertices = slow.map(({ vertex }) => vertex)
    const name = nameOf(analyses, store.vertex.index)
    const others = namesOf(
      analyses,
      greedy.map(({ vertex }) => vertex),
    )
    return [
      {
        elements: [
          ...elementsOf(analyses, [store.vertex.index, ...clients.map(({ vertex }) => vertex)]),
          ...clients.map(({ edge }) => edge),
        ],
        sentence: `${namesOf(analyses, vertices, 'or')} may never get to set "${key}" of ${name}: ${others} sets it again and again, and who is slower begins anew each time, until it gives up.`,
        assumption: 'if one of them is always faster',
        remedy: 'Let the store give out leases: they are given in the order in which they are asked for.',
        fixes: [
          {
            label: `Let ${name} give out leases`,
            apply: setConfig(store.vertex.id, { mode: 'lease', expiry_ms: leaseFor(analyses, clients) }),
          },
        ],
      },
    ]
  })
}
