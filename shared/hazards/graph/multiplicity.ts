import { type Arc, type Graph, returns, type Vertex } from './graph.ts'

/** How many messages one run may bring to a place; `Infinity` where it has no end. */
export interface Multiplicity {
  /** At most so many messages come to a vertex in a run, its loops not counted. */
  at(vertex: number): number
  /** How many messages one message at `from` may become on the arcs of `ends`, along arcs that do not lead back. */
  copies(from: number, ends: ReadonlySet<number>): number
}

/** Of these, one message leaves by one port alone; of the others (a timer, an input) by all. */
const ONE_WAY = new Set(['agent', 'command', 'verifier', 'router', 'gate', 'vote', 'repo', 'map'])

export function multiplicityOf(graph: Graph): Multiplicity {
  const copies = (from: number, ends: ReadonlySet<number>): number => {
    const body = graph.loops.find(({ header }) => header === from)?.body
    // What comes back to the head of a loop has not left it.
    const inside = [...ends].every((at) => body?.has((graph.arcs[at] as Arc).from) === true)
    return copiesOn(graph, from, ends, inside ? body : undefined)
  }
  const at = (vertex: number): number => {
    if (graph.entry === null) return 0
    if (vertex === graph.entry) return 1
    const into = (graph.vertices[vertex] as Vertex).into.filter((one) => graph.arcs[one]?.back === false)
    return copiesOn(graph, graph.entry, new Set(into))
  }
  return { at, copies }
}

/** Each vertex is asked once, after all that it leads to; iterative, so that a long chain does not exhaust the stack. */
function copiesOn(
  graph: Graph,
  from: number,
  ends: ReadonlySet<number>,
  within?: ReadonlySet<number>,
): number {
  const known = new Map<number, number>()
  const stack = [from]
  while (stack.length > 0) {
    const index = stack.at(-1) as number
    const arcs = (graph.vertices[index] as Vertex).outOf.map((at) => graph.arcs[at] as Arc)
    const unknown = arcs.filter(
      (arc) => leadsOn(graph, arc) && !known.has(arc.to) && within?.has(arc.to) !== false,
    )
    if (known.has(index) || unknown.length === 0) {
      if (!known.has(index))
        known.set(index, ofOne(graph, graph.vertices[index] as Vertex, arcs, ends, known))
      stack.pop()
    } else stack.push(...unknown.map(({ to }) => to))
  }
  return known.get(from) ?? 0
}

function ofOne(
  graph: Graph,
  { kind, config }: Vertex,
  arcs: readonly Arc[],
  ends: ReadonlySet<number>,
  known: ReadonlyMap<number, number>,
): number {
  const ports = [...Map.groupBy(arcs, (arc) => arc.fromPort)].map(([port, leaving]) => {
    const sum = leaving.reduce((all, arc) => all + onArc(graph, arc, ends, known), 0)
    return sum === 0 ? 0 : sum * perMessage(kind, config, port)
  })
  if (ports.length === 0) return 0
  return ONE_WAY.has(kind) ? Math.max(...ports) : ports.reduce((all, one) => all + one, 0)
}

function onArc(
  graph: Graph,
  arc: Arc,
  ends: ReadonlySet<number>,
  known: ReadonlyMap<number, number>,
): number {
  const here = ends.has(arc.index) ? 1 : 0
  if (!leadsOn(graph, arc)) return here
  const behind = known.get(arc.to) ?? 0
  return here + (behind === 0 ? 0 : behind * partOf(graph.vertices[arc.to] as Vertex))
}

function leadsOn(graph: Graph, arc: Arc): boolean {
  return !arc.back && !returns(graph, arc)
}

/** Several messages become one at a join or a vote: each counts as its part. */
function partOf({ kind, config }: Vertex): number {
  if (kind !== 'join' && kind !== 'vote') return 1
  const inputs = (config as { readonly inputs: readonly string[] } | null)?.inputs.length ?? 1
  return 1 / inputs
}

function perMessage(kind: string, config: unknown, port: string): number {
  if (kind !== 'timer' || port !== 'tick') return 1
  const count = (config as { readonly count: number } | null)?.count ?? 1
  return count === 0 ? Number.POSITIVE_INFINITY : count
}
