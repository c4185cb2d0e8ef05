import type { Analyses } from '../analyses.ts'
import { type Change, mapNode, setConfig } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { vertexAt } from '../graph/graph.ts'
import { neededBy } from '../graph/waiting.ts'
import { nameOf, namesOf } from '../names.ts'
import type { Finding, Fix, HazardRule } from '../rule.ts'

export const deadlock: HazardRule = {
  id: 'deadlock',
  row: 1,
  title: 'Deadlock',
  level: 'error',
  property: 'not-stuck',
  source:
    'Dijkstra, Cooperating sequential processes, 1965; Coffman, Elphick and Shoshani, System deadlocks, 1971',
  find: (analyses) => [
    ...analyses.waiting.circles
      .filter((circle) => joinsIn(analyses, circle).length > 0)
      .map((circle) => waitingJoins(analyses, circle)),
    ...analyses.waiting.forlorn.map((one) => undecided(analyses, one)),
  ],
}

/** A topic is given away once and held for ever, so who needs one and decides another holds and waits. */
export const lockOrder: HazardRule = {
  id: 'lock-order',
  row: 2,
  title: 'Each waits for what the other decides',
  level: 'error',
  property: 'not-stuck',
  source: 'Coffman, Elphick and Shoshani, System deadlocks, 1971',
  find: (analyses) =>
    analyses.waiting.circles
      .filter((circle) => joinsIn(analyses, circle).length === 0 && waitsForItself(analyses, circle))
      .map((circle) => waitingTopics(analyses, circle)),
}

/** Does one of them need what another of them decides? A loop behind somebody who waits is no circle of its own. */
function waitsForItself({ graph }: Analyses, circle: readonly number[]): boolean {
  const decided = circle.flatMap((vertex) => {
    const config = graph.vertices[vertex]?.config as { readonly decides?: readonly string[] } | null
    return config?.decides ?? []
  })
  return circle.some((vertex) => neededBy(graph.vertices[vertex]).some((topic) => decided.includes(topic)))
}

function joinsIn({ graph }: Analyses, circle: readonly number[]): readonly number[] {
  return circle.filter((vertex) => graph.vertices[vertex]?.kind === 'join')
}

function waitingJoins(analyses: Analyses, circle: readonly number[]): Finding {
  const joins = joinsIn(analyses, circle)
  const rest = circle.filter((vertex) => !joins.includes(vertex))
  const behind = rest.length === 0 ? 'itself' : namesOf(analyses, rest)
  return {
    elements: elementsOf(analyses, [...joins, ...rest]),
    sentence: `${namesOf(analyses, joins)} waits for what comes of ${behind}, and nothing comes from there before ${namesOf(analyses, joins)} has sent: neither ever begins.`,
    assumption: 'with no fault at all',
    remedy: 'Let the join wait for any of its inputs, or draw the edge that leads back to a node before it.',
    fixes: joins.map((join): Fix => {
      const name = nameOf(analyses, join)
      return {
        label: `Let ${name} wait for any`,
        apply: setConfig(vertexAt(analyses.graph, join).id, { wait: 'any' }),
      }
    }),
  }
}

function waitingTopics(analyses: Analyses, circle: readonly number[]): Finding {
  const waiting = circle.filter((vertex) => neededBy(analyses.graph.vertices[vertex]).length > 0)
  const parts = waiting.map((vertex) => {
    const topics = neededBy(analyses.graph.vertices[vertex])
    return `${nameOf(analyses, vertex)} waits for "${topics.join('", "')}"`
  })
  return {
    elements: elementsOf(analyses, [...waiting, ...circle]),
    sentence: `${parts.join(', ')}, and each of these is decided only behind another that waits: none of them ever begins.`,
    assumption: 'with no fault at all',
    remedy: 'Put the topics in an order: who decides an earlier one must not need a later one.',
    fixes: waiting.map((vertex): Fix => {
      const name = nameOf(analyses, vertex)
      return {
        label: `Let ${name} begin without`,
        apply: withoutTopics(vertexAt(analyses.graph, vertex).id, neededBy(analyses.graph.vertices[vertex])),
      }
    }),
  }
}

function withoutTopics(node: string, topics: readonly string[]): Change {
  return mapNode(node, (one) => {
    const needs = (one.config?.['needs'] ?? []) as readonly string[]
    return { ...one, config: { ...one.config, needs: needs.filter((topic) => !topics.includes(topic)) } }
  })
}

function undecided(
  analyses: Analyses,
  { vertex, topic }: { readonly vertex: number; readonly topic: string },
): Finding {
  const name = nameOf(analyses, vertex)
  return {
    elements: elementsOf(analyses, [vertex]),
    sentence: `${name} waits for the decision of "${topic}", and nobody decides it: it never begins.`,
    assumption: 'with no fault at all',
    remedy: `Let a worker decide "${topic}", or let ${name} begin without it.`,
    fixes: [
      {
        label: `Let ${name} begin without`,
        apply: withoutTopics(vertexAt(analyses.graph, vertex).id, [topic]),
      },
    ],
  }
}
