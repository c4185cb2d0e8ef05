import type { DecisionsConfig } from '../../nodes/decisions/index.ts'
import type { Analyses } from '../analyses.ts'
import { all, mapEdge, setConfig } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { type Vertex, vertexAt } from '../graph/graph.ts'
import { nameOf, namesOf } from '../names.ts'
import { offer, ownId, together } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'
import { pairsOf } from '../stores.ts'

/** A ledger lets the first decision stand. Two ledgers let two stand. */
export const splitBrain: HazardRule = {
  id: 'split-brain',
  row: 11,
  title: 'Two who decide the same',
  level: 'warning',
  property: 'one-decision',
  source:
    'Ongaro and Ousterhout, In search of an understandable consensus algorithm (Raft), 2014; Gray and Cheriton, Leases, 1989',
  find: (analyses) => {
    const ledgers = analyses.graph.vertices.filter(
      ({ kind, config }) => kind === 'decisions' && config !== null,
    )
    return pairsOf(ledgers).flatMap(([one, other]) => findBetween(analyses, one, other))
  },
}

function decidersAt({ graph }: Analyses, ledger: Vertex, topic: string): readonly number[] {
  return ledger.uses
    .map((at) => graph.uses[at]?.client ?? -1)
    .filter((client) => {
      const config = graph.vertices[client]?.config as { readonly decides?: readonly string[] } | null
      return config?.decides?.includes(topic) === true
    })
}

function findBetween(analyses: Analyses, one: Vertex, other: Vertex): readonly Finding[] {
  const { topics } = one.config as DecisionsConfig
  const { topics: more } = other.config as DecisionsConfig
  const topic = topics.find(
    (name) => decidersAt(analyses, one, name).length > 0 && decidersAt(analyses, other, name).length > 0,
  )
  if (topic === undefined) return []
  const deciders = [...decidersAt(analyses, one, topic), ...decidersAt(analyses, other, topic)]
  const [first, second] = [nameOf(analyses, one.index), nameOf(analyses, other.index)]
  const edges = other.uses.map((at) => analyses.graph.uses[at]?.edge.id ?? '')
  const here = new Set(one.uses.map((at) => analyses.graph.uses[at]?.client))
  const movable =
    together([one, other]) && !other.uses.some((at) => here.has(analyses.graph.uses[at]?.client))
  return [
    {
      elements: elementsOf(analyses, [one.index, other.index, ...deciders]),
      sentence: `${namesOf(analyses, deciders)} decide "${topic}", some at ${first} and some at ${second}: each ledger lets its first decision stand, and the team builds two things.`,
      assumption: 'with no fault at all',
      remedy: 'Keep each topic in one ledger.',
      fixes: offer(
        `Let all decide at ${first}`,
        movable
          ? all(
              setConfig(vertexAt(analyses.graph, one.index).id, {
                topics: [...new Set([...topics, ...more])],
              }),
              ...edges.map((edge) => mapEdge(edge, (drawn) => ({ ...drawn, to: ownId(one.id) }))),
            )
          : null,
      ),
    },
  ]
}
