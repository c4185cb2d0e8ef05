import type { Analyses } from '../analyses.ts'
import { failureIsTakenUp } from '../attempts.ts'
import type { Change } from '../edit.ts'
import { type Vertex, vertexAt } from '../graph/graph.ts'
import { lanesOf } from '../lanes.ts'
import { namesOf, upper } from '../names.ts'
import { addController, offer, ownId, together } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

const MANY = 3
const LIMITS = new Set(['breaker', 'bulkhead', 'rate'])

interface Dependency {
  /** As a sentence names it. */
  readonly name: string
  /** Of a model: its name, by which a controller finds its users. */
  readonly model: string | null
  readonly users: readonly Vertex[]
}

export const cascadingFailure: HazardRule = {
  id: 'cascading-failure',
  row: 26,
  title: 'Cascading failure',
  level: 'warning',
  property: null,
  source: 'Nygard, Release It!, 2nd ed., 2018, ch. 4 and 5',
  find: (analyses) => dependenciesIn(analyses).flatMap((one) => findAt(analyses, one)),
}

function findAt(analyses: Analyses, { name, model, users }: Dependency): readonly Finding[] {
  const bare = users.filter(({ index }) => !isGuarded(analyses, index))
  const atOnce = bare.filter((one) => lanesOf(analyses, one.index) > 1 || isParallel(analyses, one, bare))
  const count = atOnce.reduce((sum, { index }) => sum + lanesOf(analyses, index), 0)
  const [first] = atOnce
  if (count < MANY || first === undefined) return []
  const names = namesOf(
    analyses,
    atOnce.map(({ index }) => index),
  )
  const lanes = count > atOnce.length ? `, ${count} of them with the lanes of maps,` : ''
  return [
    {
      elements: atOnce.map(({ element }) => element),
      sentence: `${upper(names)}${lanes} call ${name} at the same time: when it is out, all fail at once and the run with them.`,
      assumption: 'if what they share is out once, or limits its rate',
      remedy:
        'Put a breaker or a bulkhead between them and what they share, or give each a way to go on without it.',
      fixes: offer(`Put a breaker before ${name}`, breakerFor(analyses, model, atOnce)),
    },
  ]
}

/** Beside them, and for the model where all stand in the drawing itself; lanes of a map would each have one of their own. */
function breakerFor(analyses: Analyses, model: string | null, users: readonly Vertex[]): Change | null {
  const [first] = users as [Vertex, ...Vertex[]]
  if (!together(users) || users.some(({ index }) => lanesOf(analyses, index) > 1)) return null
  const whom =
    model !== null && !first.id.includes('/') ? { model } : { nodes: users.map(({ id }) => ownId(id)) }
  return addController(first.id, 'breaker', (id) => ({
    ...{ id, type: 'breaker', ...whom },
    ...{ failures: 2, cooldown_ms: 30_000, probes: 1, open: 'wait' },
  }))
}

function isParallel({ order }: Analyses, one: Vertex, others: readonly Vertex[]): boolean {
  return others.some((other) => other !== one && order.parallel(one.index, other.index))
}

function isGuarded(analyses: Analyses, vertex: number): boolean {
  return (
    failureIsTakenUp(analyses, vertex) ||
    analyses.scopes.controllers(vertex).some(({ type }) => LIMITS.has(type))
  )
}

/** Models and hosts that several use. The stand-in is a script and is never out. */
function dependenciesIn({ graph, kinds, effects }: Analyses): readonly Dependency[] {
  const models = new Map<string, Vertex[]>()
  for (const vertex of graph.vertices) {
    const used = vertex.config === null ? undefined : kinds.get(vertex.kind)?.uses?.(vertex.config)
    for (const model of used?.models ?? []) if (model !== 'standin') push(models, model, vertex)
  }
  const hosts = new Map<string, Vertex[]>()
  for (const { vertex, network } of effects)
    for (const host of network) {
      const user = vertexAt(graph, vertex)
      if (hosts.get(host)?.includes(user) !== true) push(hosts, host, user)
    }
  return [
    ...[...models].map(([model, users]) => ({ name: `the model "${model}"`, model, users })),
    ...[...hosts].map(([host, users]) => ({ name: `the host "${host}"`, model: null, users })),
  ].filter(({ users }) => users.length > 0)
}

function push(map: Map<string, Vertex[]>, key: string, vertex: Vertex): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [vertex])
  else known.push(vertex)
}
