import type { Analyses } from '../analyses.ts'
import { type Change, freeId, within } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { vertexAt } from '../graph/graph.ts'
import { nameOf } from '../names.ts'
import { arcsInto, isDrawn, offer, ownId, together } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'
import type { SharedStore, StoreClient } from '../stores.ts'

export const staleRead: HazardRule = {
  id: 'stale-read',
  row: 6,
  title: 'Stale read',
  level: 'warning',
  property: 'stale-read',
  source: 'Terry et al., Session guarantees for weakly consistent replicated data, PDIS 1994',
  find: (analyses) => analyses.stores.flatMap((store) => findAt(analyses, store)),
}

function findAt(analyses: Analyses, store: SharedStore): readonly Finding[] {
  return store.clients.flatMap((reader) =>
    store.clients.flatMap((writer): readonly Finding[] => {
      // Who sets the key as well is told by the store when it has changed; else it is a lost update.
      const keys = [...reader.reads].filter((key) => writer.updates.has(key) && !reader.updates.has(key))
      if (writer === reader || keys.length === 0) return []
      // Two of which each reads what the other sets are told of together, as a skew.
      if ([...writer.reads].some((key) => reader.updates.has(key) && !writer.updates.has(key))) return []
      if (!analyses.order.parallel(reader.vertex, writer.vertex)) return []
      const [reads, writes] = [nameOf(analyses, reader.vertex), nameOf(analyses, writer.vertex)]
      const name = nameOf(analyses, store.vertex.index)
      return [
        {
          elements: [
            ...elementsOf(analyses, [reader.vertex, writer.vertex, store.vertex.index]),
            reader.edge,
            writer.edge,
          ],
          sentence: `${reads} reads "${keys.join('", "')}" of ${name} while ${writes} may be about to set it: it may go on with a value that is old by the time it is done.`,
          assumption: 'with no fault at all',
          remedy: `Let ${reads} begin when ${writes} has written: join its edge with one from there.`,
          fixes: offer(`Let ${reads} wait for ${writes}`, waitFor(analyses, reader, writer)),
        },
      ]
    }),
  )
}

/** A join before the reader, of what it takes today and what the writer sends; null where that cannot be drawn. */
function waitFor(analyses: Analyses, reader: StoreClient, writer: StoreClient): Change | null {
  const [to, from] = [vertexAt(analyses.graph, reader.vertex), vertexAt(analyses.graph, writer.vertex)]
  const [arc, ...more] = arcsInto(analyses, reader.vertex)
  if (arc === undefined || more.length > 0 || !isDrawn(arc) || !together([to, from])) return null
  if (analyses.reach.reaches(reader.vertex, writer.vertex)) return null
  return (document) => {
    const id = freeId(document, 'written')
    const [first, second] = [freeId(document, `${id}-first`), freeId(document, `${id}-on`)]
    return within(arc.edge.id, (body, edge) => {
      const [x, y] = body.nodes.find((one) => one.id === ownId(to.id))?.at ?? [0, 0]
      const join = {
        id,
        kind: 'join',
        at: [x - 140, y + 96] as [number, number],
        config: { inputs: ['task', 'written'], wait: 'all' },
      }
      return {
        ...body,
        nodes: [...body.nodes, join],
        edges: [
          ...body.edges.map((one) => (one.id === edge ? { ...one, to: `${id}.task` } : one)),
          { id: first, from: `${ownId(from.id)}.out`, to: `${id}.written` },
          { id: second, from: `${id}.out`, to: `${ownId(to.id)}.${arc.toPort}` },
        ],
      }
    })(document)
  }
}
