import type { Analyses } from '../hazards/analyses.ts'
import { attemptsOf, timeoutOf } from '../hazards/attempts.ts'
import { type Arc, arcAt, type Use, type Vertex, vertexAt } from '../hazards/graph/graph.ts'
import { nameOf } from '../hazards/names.ts'
import type { ControllerSpec } from '../topology/controls.ts'
import { type Failure, mayErr } from './failure.ts'
import { FAILURES } from './works.ts'

/** What a failure does by other ways than messages. */
export interface Sources {
  /** Dashed edges on which nobody answers any more. */
  readonly broken: readonly Use[]
  /** Those that fail and those that cannot work without them, with the ports by which something still leaves. */
  readonly leaving: ReadonlyMap<number, ReadonlySet<string>>
  /** Those that a failure may reach by another way than a message, each with a sentence that says so. */
  readonly hampered: ReadonlyMap<number, string>
  /** Those at which the run itself may fail. */
  readonly raising: readonly number[]
}

/** `closed` are repositories that are not opened any more. */
export function sourcesOf(
  analyses: Analyses,
  failure: Failure,
  closed: ReadonlySet<number> = new Set(),
): Sources {
  const leaving = new Map<number, ReadonlySet<string>>()
  const hampered = new Map<number, string>()
  for (const vertex of failure.vertices) leaving.set(vertex, portsLeft(analyses, failure, vertex))
  const broken = brokenUses(analyses, failure, closed)
  for (const use of broken) {
    if (leaving.has(use.client)) continue
    const name = nameOf(analyses, use.resource)
    if (needs(analyses, use)) leaving.set(use.client, heard(analyses, failure, use) ? FAILURES : new Set())
    else hampered.set(use.client, `It uses ${name}, which does not answer; it may do without.`)
  }
  for (const [vertex, sentence] of [...jamsOf(analyses, failure), ...sharersOf(analyses, failure)])
    if (!leaving.has(vertex) && !hampered.has(vertex)) hampered.set(vertex, sentence)
  const raising = [...leaving.keys(), ...hampered.keys()].filter((vertex) =>
    raises(analyses, vertex, leaving.get(vertex) ?? FAILURES),
  )
  return { broken, leaving, hampered, raising: [...raising, ...overdue(analyses, failure, raising)] }
}

function portsLeft(analyses: Analyses, failure: Failure, index: number): ReadonlySet<string> {
  const vertex = vertexAt(analyses.graph, index)
  if (!mayErr(analyses, vertex)) return new Set()
  if (failure.way === 'fails') return FAILURES
  const ports = new Set(limitOf(analyses, index) ? FAILURES : [])
  const { deadline_ms } = (vertex.config ?? {}) as { readonly deadline_ms?: number }
  // A gate decides by itself when its time is up.
  if (vertex.kind === 'gate' && deadline_ms !== undefined)
    for (const at of vertex.outOf) ports.add(arcAt(analyses.graph, at).fromPort)
  return ports
}

/** Is there anything that ends the wait for it? */
function limitOf(analyses: Analyses, vertex: number): boolean {
  return timeoutOf(analyses, vertex) !== null || deadlinesOver(analyses, vertex).length > 0
}

function deadlinesOver({ graph, reach }: Analyses, vertex: number): readonly Arc[] {
  return graph.arcs.filter((arc) => hasDeadline(arc) && (arc.to === vertex || reach.reaches(arc.to, vertex)))
}

function brokenUses(
  { graph }: Analyses,
  { vertices, uses }: Failure,
  closed: ReadonlySet<number>,
): readonly Use[] {
  return graph.uses.filter((use) => uses.has(use) || vertices.has(use.resource) || closed.has(use.resource))
}

interface Errands {
  readonly needs?: readonly string[]
  readonly decides?: readonly string[]
  readonly reads?: readonly string[]
  readonly updates?: readonly unknown[]
}

/** Whether a worker asks it for something each time. */
function needs({ graph }: Analyses, { client, resource }: Use): boolean {
  const errands = (vertexAt(graph, client).config ?? {}) as Errands
  switch (vertexAt(graph, resource).kind) {
    case 'store':
      return (errands.reads?.length ?? 0) + (errands.updates?.length ?? 0) > 0
    case 'decisions':
      return (errands.needs?.length ?? 0) + (errands.decides?.length ?? 0) > 0
    default:
      return true
  }
}

/** Nothing limits the wait for a resource but its own answer. */
function heard(analyses: Analyses, { way, vertices }: Failure, { resource }: Use): boolean {
  return way === 'fails' && vertices.has(resource) && mayErr(analyses, vertexAt(analyses.graph, resource))
}

/** As many messages wait on an edge that says nothing else. */
const CAPACITY = 64

/** Who waits before an edge that is full, as its end takes nothing; and who waits for those. */
function jamsOf(analyses: Analyses, failure: Failure): ReadonlyMap<number, string> {
  const { graph, multiplicity } = analyses
  const found = new Map<number, string>()
  const open = [...failure.vertices].filter((vertex) => portsLeft(analyses, failure, vertex).size === 0)
  const many = (vertex: number): number =>
    graph.loops.some(({ body }) => body.has(vertex)) ? Number.POSITIVE_INFINITY : multiplicity.at(vertex)
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    for (const place of vertexAt(graph, at).into) {
      const { from, edge } = arcAt(graph, place)
      const { full = 'block', capacity = CAPACITY } = edge.policy ?? {}
      if (full !== 'block' || many(at) <= capacity || found.has(from) || failure.vertices.has(from)) continue
      found.set(
        from,
        `Its messages pile up before ${nameOf(analyses, at)}; when they fill the edge, it waits.`,
      )
      open.push(from)
    }
  }
  return found
}

/** Those under the same controllers, and in the same groups. */
function sharersOf(analyses: Analyses, failure: Failure): ReadonlyMap<number, string> {
  const { graph, scopes } = analyses
  const found = new Map<number, string>()
  const failed = [...failure.vertices]
  const controllers = new Set(
    failed.flatMap((vertex) =>
      scopes.controllers(vertex).filter((one) => usesMore(one, failure, attemptsOf(analyses, vertex))),
    ),
  )
  const groups = new Set(failed.flatMap((vertex) => scopes.groups(vertex)))
  for (const vertex of graph.vertices) {
    const { index } = vertex
    if (failure.vertices.has(index)) continue
    const shared = mayErr(analyses, vertex)
      ? scopes.controllers(index).find((one) => controllers.has(one))
      : undefined
    const group = scopes.groups(index).find((one) => groups.has(one))
    if (shared !== undefined)
      found.set(index, `It shares the ${shared.type} "${shared.id}" with ${failure.name}, which uses it up.`)
    else if (group?.saga !== undefined)
      found.set(index, `What it has done is taken back when ${failure.name} fails: they are one group.`)
    else if (group?.restart !== undefined && group.restart.strategy !== 'one-for-one')
      found.set(index, `It is started again with ${failure.name}: they are one group.`)
  }
  return found
}

/** Does it take more of what others share than it does while all is well? */
function usesMore(spec: ControllerSpec, { way }: Failure, attempts: number): boolean {
  switch (spec.type) {
    case 'breaker':
      return true
    case 'bulkhead':
      return way === 'silent'
    case 'rate':
      return attempts > 1
    case 'budget':
      return attempts > 1 || (way === 'silent' && spec.wall_ms !== undefined)
  }
}

/** What takes back the work of a member of a group, by that member. */
export function undoersOf({ graph }: Analyses): ReadonlyMap<number, number> {
  return new Map(
    graph.groups.flatMap(({ saga }) =>
      Object.entries(saga?.undo ?? {}).flatMap(([member, undo]): [number, number][] => {
        const [from, to] = [graph.byId.get(member), graph.byId.get(undo)]
        return from === undefined || to === undefined ? [] : [[from, to]]
      }),
    ),
  )
}

/** Does a failure here end the run? What a group starts again fails again, until the group gives up. */
function raises(analyses: Analyses, index: number, ports: ReadonlySet<string>): boolean {
  const vertex: Vertex = vertexAt(analyses.graph, index)
  if (!ports.has('error') || !mayErr(analyses, vertex) || vertex.node?.policy?.dead_letter === true)
    return false
  return !vertex.outOf.some((at) => FAILURES.has(arcAt(analyses.graph, at).fromPort))
}

/** What waits behind a deadline fails where it is; while one is silent the time of all others goes by. */
function overdue(analyses: Analyses, failure: Failure, raising: readonly number[]): readonly number[] {
  const { vertices, arcs, way } = failure
  const ends = [...vertices, ...[...arcs].map(({ to }) => to)]
  const late = way === 'silent' ? analyses.graph.arcs.filter(hasDeadline).map(({ to }) => to) : []
  const behind = ends.filter((vertex) => deadlinesOver(analyses, vertex).length > 0)
  return [...new Set([...behind, ...late])].filter((vertex) => !raising.includes(vertex))
}

function hasDeadline({ edge }: Arc): boolean {
  return edge.policy?.deadline_ms !== undefined
}
