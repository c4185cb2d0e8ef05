import type { Analyses } from '../hazards/analyses.ts'
import { type Arc, arcAt, vertexAt } from '../hazards/graph/graph.ts'
import { type Comes, firing } from '../hazards/graph/waiting.ts'
import { neededOf, type VoteConfig, votesCast } from '../nodes/vote/config.ts'
import type { Failure } from './failure.ts'
import { type Sources, sourcesOf, undoersOf } from './sources.ts'
import { FAILURES } from './works.ts'

/** Until what it closes closes no more. */
export function spreading(
  analyses: Analyses,
  failure: Failure,
): { readonly sources: Sources; readonly spread: Spread } {
  const closed = new Set<number>()
  for (;;) {
    const sources = sourcesOf(analyses, failure, closed)
    const spread = spreadOf(analyses, failure, sources)
    const more = analyses.graph.vertices.filter(
      ({ index, kind }) =>
        kind === 'repo' && !closed.has(index) && spread.before(index) && !spread.after(index),
    )
    if (more.length === 0) return { sources, spread }
    for (const { index } of more) closed.add(index)
  }
}

/** Where a failure comes to: along what it spreads, and what still may be at work. */
export interface Spread {
  /** May it be at work while all is well, and with the failure? */
  before(vertex: number): boolean
  after(vertex: number): boolean
  /** It is at work only when something fails: an agent may run out of turns with no fault at all. */
  errs(vertex: number): boolean
  /** It takes back what others have done, or comes after what does. */
  undoes(vertex: number): boolean
  /** Does anything come to it, even where it waits for more? */
  met(vertex: number): boolean
  meets(vertex: number): boolean
  /** Does a message still come this way? */
  comes(arc: Arc): boolean
  /** Did one come this way while all was well? */
  came(arc: Arc): boolean
  /** Ballots that still come to a vote. */
  ballots(vertex: number): readonly string[]
  /** Elements from what fails to this vertex; empty where nothing leads there. */
  path(vertex: number): readonly string[]
  /** It is done before any of those begins at which the run may fail. */
  precedes(vertex: number): boolean
}

/** Nobody works on a repository before it is opened. */
function isReady({ graph }: Analyses, vertex: number, fired: ReadonlySet<number>): boolean {
  return vertexAt(graph, vertex).uses.every((at) => {
    const use = graph.uses[at]
    const repo = use?.client === vertex && vertexAt(graph, use.resource).kind === 'repo'
    return !repo || fired.has(use.resource)
  })
}

function comingWell(analyses: Analyses, undoers: ReadonlySet<number>): Comes {
  return {
    along: ({ from, fromPort }, fired) =>
      fired.has(from) && !FAILURES.has(fromPort) && !undoers.has(from) && isReady(analyses, from, fired),
    decides: (vertex, fired) => fired.has(vertex),
  }
}

function spreadOf(analyses: Analyses, failure: Failure, sources: Sources): Spread {
  const { graph } = analyses
  const undoers = new Set(undoersOf(analyses).values())
  const well = comingWell(analyses, undoers)
  const comes = comingWith(analyses, failure, sources)
  const [before, after] = [firing(analyses, well), firing(analyses, comes)]
  const ever = firing(analyses)
  const reached = reachedFrom(analyses, failure, sources)
  const into = (vertex: number): readonly Arc[] => vertexAt(graph, vertex).into.map((at) => arcAt(graph, at))
  const path = (vertex: number): readonly string[] => {
    const found: string[] = []
    for (let at: number | null = vertex; at !== null; ) {
      const step: Step | undefined = reached.get(at)
      if (step === undefined) break
      found.unshift(...(step.by === null ? [] : [step.by]), vertexAt(graph, at).element)
      at = step.from
    }
    return found
  }
  return {
    before: (vertex) => before.has(vertex) && !undoers.has(vertex),
    after: (vertex) => after.has(vertex),
    errs: (vertex) => ever.has(vertex) && !before.has(vertex),
    undoes: (vertex) => undoers.has(vertex) || into(vertex).some(({ from }) => undoers.has(from)),
    met: (vertex) => before.has(vertex) || into(vertex).some((arc) => well.along(arc, before)),
    meets: (vertex) => after.has(vertex) || into(vertex).some((arc) => comes.along(arc, after)),
    comes: (arc) => comes.along(arc, after),
    came: (arc) => well.along(arc, before),
    ballots: (vertex) => ballotsAt(analyses, vertex, (arc) => comes.along(arc, after)),
    path,
    precedes: (vertex) => sources.raising.every((one) => analyses.order.precedes(vertex, one)),
  }
}

function comingWith(analyses: Analyses, { arcs }: Failure, { leaving, hampered }: Sources): Comes {
  // Votes that wait for each other decide nothing.
  const counting = new Set<number>()
  const along: Comes['along'] = (arc, fired) => {
    const { from, fromPort } = arc
    if (arcs.has(arc) || !fired.has(from)) return false
    const ports = leaving.get(from)
    if (ports !== undefined) return ports.has(fromPort)
    if (FAILURES.has(fromPort)) return hampered.has(from)
    if (!isReady(analyses, from, fired)) return false
    return fromPort !== 'decided' || decides(from, fired)
  }
  const decides = (vertex: number, fired: ReadonlySet<number>): boolean => {
    const { kind, config } = vertexAt(analyses.graph, vertex)
    if (kind !== 'vote' || config === null) return true
    if (counting.has(vertex)) return false
    counting.add(vertex)
    const vote = config as VoteConfig
    const ballots = ballotsAt(analyses, vertex, (arc) => along(arc, fired))
    counting.delete(vertex)
    return votesCast(vote, ballots) >= neededOf(vote)
  }
  return { along, decides: (vertex, fired) => fired.has(vertex) && !leaving.has(vertex) }
}

function ballotsAt({ graph }: Analyses, vertex: number, comes: (arc: Arc) => boolean): readonly string[] {
  const { into, config } = vertexAt(graph, vertex)
  const ports = new Set(
    into
      .map((at) => arcAt(graph, at))
      .filter(comes)
      .map(({ toPort }) => toPort),
  )
  return ((config as VoteConfig | null)?.inputs ?? []).filter((port) => ports.has(port))
}

/** How a failure has come to a vertex: the edge, and the vertex before; nulls where it began. */
interface Step {
  readonly by: string | null
  readonly from: number | null
}

/** Breadth first along messages, and through what is shared: what is written, and what is decided. */
function reachedFrom(
  analyses: Analyses,
  { arcs, vertices }: Failure,
  { broken, leaving, hampered }: Sources,
): ReadonlyMap<number, Step> {
  const { graph } = analyses
  const undoers = undoersOf(analyses)
  const found = new Map<number, Step>()
  for (const vertex of vertices) found.set(vertex, { by: null, from: null })
  for (const { to, edge } of arcs) found.set(to, { by: edge.id, from: null })
  for (const vertex of [...leaving.keys(), ...hampered.keys()]) {
    const use = broken.find(({ client }) => client === vertex)
    const from = use !== undefined && found.has(use.resource) ? use.resource : null
    if (!found.has(vertex)) found.set(vertex, { by: use?.edge.id ?? null, from })
  }
  const open = [...found.keys()]
  const add = (vertex: number, step: Step): void => {
    if (found.has(vertex)) return
    found.set(vertex, step)
    open.push(vertex)
  }
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    const undoer = undoers.get(at)
    if (undoer !== undefined) add(undoer, { by: null, from: at })
    for (const place of vertexAt(graph, at).outOf) {
      const { to, edge } = arcAt(graph, place)
      add(to, { by: edge.id, from: at })
    }
    for (const place of vertexAt(graph, at).uses) {
      const use = graph.uses[place]
      // Whoever works on a repository has a tree of its own.
      if (use === undefined || vertexAt(graph, use.resource).kind === 'repo') continue
      const step: Step = { by: use.edge.id, from: at }
      if (use.client === at && use.access !== 'read') add(use.resource, step)
      if (use.resource === at && use.access !== 'write' && !vertices.has(at)) add(use.client, step)
    }
  }
  return found
}
