import type { Analyses } from '../analyses.ts'
import { all, type Change, mapEdge, mapNode, setConfig } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { vertexAt } from '../graph/graph.ts'
import { nameOf } from '../names.ts'
import type { Finding, HazardRule } from '../rule.ts'
import { pairsOf, type SharedStore, type StoreClient } from '../stores.ts'

/** Each write of one transaction goes past what the other has read, and no store can see that they meet. */
export const writeSkew: HazardRule = {
  id: 'write-skew',
  row: 5,
  title: 'Write skew',
  level: 'warning',
  property: 'write-skew',
  source:
    'Berenson et al., A critique of ANSI SQL isolation levels, SIGMOD 1995; Fekete et al., Making snapshot isolation serializable, 2005',
  find: (analyses) =>
    analyses.stores.flatMap((store) =>
      pairsOf(store.clients).flatMap((pair) => findBetween(analyses, store, pair)),
    ),
}

function findBetween(
  analyses: Analyses,
  store: SharedStore,
  [one, other]: readonly [StoreClient, StoreClient],
): readonly Finding[] {
  const left = onlyMine(one, other)
  const right = onlyMine(other, one)
  if (left === null || right === null || !analyses.order.parallel(one.vertex, other.vertex)) return []
  const [a, b] = [nameOf(analyses, one.vertex), nameOf(analyses, other.vertex)]
  const name = nameOf(analyses, store.vertex.index)
  return [
    {
      elements: [
        ...elementsOf(analyses, [store.vertex.index, one.vertex, other.vertex]),
        one.edge,
        other.edge,
      ],
      sentence: `${a} and ${b} may both read "${left}" and "${right}" of ${name} at the same time, then ${a} sets "${left}" and ${b} sets "${right}": each was right by what it saw, and together they may break what must hold of both.`,
      assumption: 'with no fault at all',
      remedy:
        'Let each of them also set the key that it only reads, to the value that it has read, in a store that compares and swaps: then one of them works again.',
      fixes: [
        {
          label: `Let ${a} and ${b} meet in both keys`,
          apply: all(
            setConfig(store.vertex.id, { mode: 'compare-and-swap' }),
            meets(analyses, one, right),
            meets(analyses, other, left),
          ),
        },
      ],
    },
  ]
}

/** A key that one reads and sets, and the other only reads. */
function onlyMine(one: StoreClient, other: StoreClient): string | null {
  const keys = [...one.updates].filter((key) => other.reads.has(key) && !other.updates.has(key))
  return keys[0] ?? null
}

function meets({ graph }: Analyses, client: StoreClient, key: string): Change {
  return all(
    mapNode(vertexAt(graph, client.vertex).id, (node) => {
      const updates = (node.config?.['updates'] ?? []) as readonly object[]
      return { ...node, config: { ...node.config, updates: [...updates, { key, value: `store.${key}` }] } }
    }),
    mapEdge(client.edge, (edge) => ({ ...edge, access: 'read-modify-write' })),
  )
}
