import type { Analyses } from '../analyses.ts'
import { attemptsOf } from '../attempts.ts'
import { setPolicy } from '../edit.ts'
import { arcAt, type Vertex, vertexAt } from '../graph/graph.ts'
import { listed, nameOf } from '../names.ts'
import { addController, arcsOutOf, offer, ownId } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

/** So many attempts at something that is down are more than it can bear when it comes up again. */
const MANY = 9
const DEFAULT_ROUNDS = 3

interface Layer {
  readonly words: string
  readonly times: number
}

const CALLS = new Set(['agent', 'command', 'verifier'])

export const retryStorm: HazardRule = {
  id: 'retry-storm',
  row: 25,
  title: 'Retry storm',
  level: 'warning',
  property: 'storm',
  source: 'Bronson et al., Metastable failures in distributed systems, HotOS 2021; Google SRE book, ch. 22',
  find: (analyses) =>
    analyses.graph.vertices
      .filter(({ kind }) => CALLS.has(kind))
      .flatMap((vertex) => findAt(analyses, vertex)),
}

function findAt(analyses: Analyses, { index, id, element }: Vertex): readonly Finding[] {
  const layers = layersOf(analyses, index).filter(({ times }) => times > 1)
  const total = layers.reduce((product, { times }) => product * times, 1)
  if (layers.length < 2 || total < MANY || isGuarded(analyses, index)) return []
  const name = nameOf(analyses, index)
  const alone = layers.length === 2 && attemptsOf(analyses, index) > 1
  return [
    {
      elements: [element],
      sentence: `${name} ${listed(layers.map(({ words }) => words))}: ${total} attempts in all at something that may be down already.`,
      assumption: 'if what it calls stays down for a while',
      remedy: 'Try again in one layer only, or put a breaker before it.',
      fixes: [
        ...offer(
          `Put a breaker before ${name}`,
          addController(id, 'breaker', (made) => ({
            ...{ id: made, type: 'breaker', nodes: [ownId(id)], failures: 3, cooldown_ms: 30_000 },
            ...{ probes: 1, open: 'refuse' },
          })),
        ),
        ...offer(`Let ${name} try once`, alone ? setPolicy(id, { attempts: 1 }) : null),
      ],
    },
  ]
}

function isGuarded({ scopes }: Analyses, vertex: number): boolean {
  return scopes
    .controllers(vertex)
    .some(
      (one) => one.type === 'breaker' || (one.type === 'budget' && (one.retries ?? one.steps) !== undefined),
    )
}

/** Who begins again what has failed, from the inside out. */
function layersOf(analyses: Analyses, vertex: number): readonly Layer[] {
  const attempts = attemptsOf(analyses, vertex)
  const restarts = analyses.scopes.groups(vertex).flatMap(({ id, name, restart }): readonly Layer[] => {
    if (restart === undefined) return []
    return [
      {
        words: `is started again ${restart.most} times by its group "${name ?? id}"`,
        times: restart.most + 1,
      },
    ]
  })
  const rounds = roundsAfterFailure(analyses, vertex)
  return [
    { words: `is tried ${attempts} times`, times: attempts },
    ...restarts,
    { words: `is sent its failed message again ${rounds} times`, times: rounds + 1 },
  ]
}

/** How often a loop brings a message back that left by `error` or `fallback`; a person in the loop ends it. */
function roundsAfterFailure(analyses: Analyses, vertex: number): number {
  const { graph, reach } = analyses
  const failing = arcsOutOf(analyses, vertex).filter(
    ({ fromPort }) => fromPort === 'error' || fromPort === 'fallback',
  )
  const open = [...failing]
  const seen = new Set<number>()
  let rounds = 0
  for (let arc = open.pop(); arc !== undefined; arc = open.pop()) {
    if (seen.has(arc.index)) continue
    seen.add(arc.index)
    const back = arc.to === vertex || reach.reaches(arc.to, vertex)
    if (!back) continue
    if (arc.back) rounds = Math.max(rounds, arc.edge.policy?.rounds ?? DEFAULT_ROUNDS)
    if (arc.to === vertex || vertexAt(graph, arc.to).kind === 'gate') continue
    open.push(...vertexAt(graph, arc.to).outOf.map((at) => arcAt(graph, at)))
  }
  return rounds
}
