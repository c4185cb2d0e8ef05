import type { Analyses } from '../analyses.ts'
import { all, setEdgePolicy } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { vertexAt } from '../graph/graph.ts'
import { nameOf, namesOf } from '../names.ts'
import { isDrawn } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

/** These put an end to a dispute. */
const ARBITERS = new Set(['gate', 'vote', 'verifier'])

export const pingPong: HazardRule = {
  id: 'ping-pong',
  row: 23,
  title: 'Two that undo each other',
  level: 'warning',
  property: 'last-word',
  source: 'Alpern and Schneider, Defining liveness, 1985; Cemri et al., MAST, 2025, mode 1.3',
  find: (analyses) =>
    analyses.graph.loops.flatMap(({ body, back }) => {
      const inside = [...body].sort((a, b) => a - b)
      if (inside.some((one) => ARBITERS.has(vertexAt(analyses.graph, one).kind))) return []
      const [shared] = sharedBy(analyses, body)
      return shared === undefined ? [] : [undoing(analyses, shared, back.filter(isDrawn))]
    }),
}

interface Shared {
  readonly resource: number
  readonly key: string | null
  readonly writers: readonly number[]
}

/** What two of a loop may both change: a key of a store, or a repository. */
function sharedBy({ graph, stores }: Analyses, body: ReadonlySet<number>): readonly Shared[] {
  const keys = stores.flatMap(({ vertex, config, clients }) =>
    config.keys.map(({ name }): Shared => {
      const writers = clients.filter((one) => body.has(one.vertex) && one.updates.has(name))
      return { resource: vertex.index, key: name, writers: writers.map((one) => one.vertex) }
    }),
  )
  const repositories = graph.vertices
    .filter(({ kind }) => kind === 'repo')
    .map(({ index }): Shared => {
      const uses = graph.uses.filter(({ resource, client, access }) => {
        return resource === index && access !== 'read' && body.has(client)
      })
      return { resource: index, key: null, writers: uses.map(({ client }) => client) }
    })
  return [...keys, ...repositories].filter(({ writers }) => writers.length > 1)
}

function undoing(
  analyses: Analyses,
  { resource, key, writers }: Shared,
  back: Analyses['graph']['arcs'],
): Finding {
  const what = key === null ? nameOf(analyses, resource) : `"${key}" of ${nameOf(analyses, resource)}`
  const edges = [...new Set(back.map(({ edge }) => edge.id))]
  return {
    elements: [...elementsOf(analyses, [...writers, resource]), ...edges],
    sentence: `${namesOf(analyses, writers)} change ${what} in turns, each after the other, and nobody has the last word: they may undo each other's work until the rounds are used up.`,
    assumption: 'if the two read the task differently',
    remedy: 'Let one of them own it, or let a person or a verifier decide before another round.',
    fixes:
      edges.length === 0
        ? []
        : [
            {
              label: 'Ask before another round',
              apply: all(
                ...edges.map((edge) =>
                  setEdgePolicy(edge, { guard: { ask: 'Shall they go another round?' } }),
                ),
              ),
            },
          ],
  }
}
