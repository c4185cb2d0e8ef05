import { addAll, addBit, type Bits, bits, hasBit, keepCommon } from './bits.ts'
import type { Dominators } from './dominators.ts'
import { type Arc, type Graph, returns, type Vertex } from './graph.ts'
import { type Reach, reachOf } from './reach.ts'

/** What comes before what, and what may happen at the same time. */
export interface Order {
  /** Is the one always done before the other begins, as every way leads over it or a join waits for it? */
  precedes(one: number, other: number): boolean
  /** May both be at work at the same time? Loops aside: rounds follow each other. */
  parallel(one: number, other: number): boolean
  /** May a vertex be handed a second message while the first is still on its way, with no loop and no fault? */
  many(vertex: number): boolean
  /** May two arcs each carry a message that comes of one and the same? */
  both(one: Arc, other: Arc): boolean
  /** Vertices in an order in which messages meet them, loops aside. */
  readonly sorted: readonly number[]
  /** The place of a vertex among these. */
  rank(vertex: number): number
}

/** These gather the messages of one activation and send one. */
const GATHERS = new Set(['join', 'vote'])

export function orderOf(graph: Graph, dominators: Dominators): Order {
  const ahead = (arc: Arc): boolean => !arc.back && !returns(graph, arc)
  const reach = reachOf(graph, (arc) => !arc.back)
  const sorted = topological(graph, ahead)
  const before = precedence(graph, ahead, sorted)
  const meets = meetingsOf(graph, dominators, reach)
  const many = manyOf(graph, sorted, ahead, meets)
  const precedes = (one: number, other: number): boolean => {
    const set = before[other]
    return set !== undefined && hasBit(set, one)
  }
  const known = new Map<number, boolean>()
  const parallel = (one: number, other: number): boolean => {
    const [a, b] = one < other ? [one, other] : [other, one]
    const key = a * graph.vertices.length + b
    const found = known.get(key)
    if (found !== undefined) return found
    const result = a !== b && meets(a, b, many, !(precedes(a, b) || precedes(b, a)))
    known.set(key, result)
    return result
  }
  const ranks = new Int32Array(graph.vertices.length).fill(-1)
  sorted.forEach(({ index }, at) => {
    ranks[index] = at
  })
  return {
    precedes,
    parallel,
    both: (one, other) => coexist(graph, one, other, meets, many),
    rank: (vertex) => ranks[vertex] ?? -1,
    many: (vertex) => many[vertex] === true,
    sorted: sorted.map(({ index }) => index),
  }
}

function topological(graph: Graph, ahead: (arc: Arc) => boolean): readonly Vertex[] {
  const left = graph.vertices.map(({ into }) => into.filter((at) => ahead(graph.arcs[at] as Arc)).length)
  const open = graph.vertices.filter(({ index }) => left[index] === 0)
  for (let at = 0; at < open.length; at += 1) {
    for (const out of open[at]?.outOf ?? []) {
      const arc = graph.arcs[out] as Arc
      if (!ahead(arc)) continue
      left[arc.to] = (left[arc.to] as number) - 1
      if (left[arc.to] === 0) open.push(graph.vertices[arc.to] as Vertex)
    }
  }
  return open
}

/** By vertex, all that is done before it begins: what every message to it has passed. */
function precedence(graph: Graph, ahead: (arc: Arc) => boolean, sorted: readonly Vertex[]): readonly Bits[] {
  const size = graph.vertices.length
  const before: Bits[] = graph.vertices.map(() => bits(size))
  for (const vertex of sorted) {
    const own = before[vertex.index] as Bits
    const byPort = Map.groupBy(vertex.into.map((at) => graph.arcs[at] as Arc).filter(ahead), ({ toPort }) =>
      needsAll(vertex) ? toPort : '',
    )
    for (const arcs of byPort.values()) {
      const common = passed(graph, before, arcs[0] as Arc)
      for (const arc of arcs.slice(1)) keepCommon(common, passed(graph, before, arc))
      addAll(own, common)
    }
  }
  return before
}

function needsAll({ kind, config }: Vertex): boolean {
  return kind === 'join' && (config as { wait?: string } | null)?.wait === 'all'
}

function passed(graph: Graph, before: readonly Bits[], { from, fromPort }: Arc): Bits {
  const set = Int32Array.from(before[from] as Bits)
  addBit(set, from)
  const source = graph.vertices[from] as Vertex
  // A map goes on when its lanes are done.
  if (source.kind === 'map' && !fromPort.startsWith('lane'))
    for (const { id, index } of graph.vertices) if (id.startsWith(`${source.id}/`)) addBit(set, index)
  return set
}

/** Arcs of one vertex on which messages may leave for one that came: of one port all, of several ports one. */
function forksOf(graph: Graph): ReadonlyMap<number, readonly (readonly Arc[])[]> {
  const forks = new Map<number, readonly (readonly Arc[])[]>()
  for (const { index, kind, outOf, config } of graph.vertices) {
    if (outOf.length < 2) continue
    const both = kind === 'timer' && (config as { mode?: string } | null)?.mode !== 'delay'
    const arcs = outOf.map((at) => graph.arcs[at] as Arc).filter(({ back }) => !back)
    const groups = [...Map.groupBy(arcs, ({ fromPort }) => (both ? '' : fromPort)).values()]
    const together = groups.filter((group) => group.length > 1)
    if (together.length > 0) forks.set(index, together)
  }
  return forks
}

/** A place that a message may come to: a vertex, or an arc that it may be on. */
type Place = number | Arc

type Meets = (one: Place, other: Place, many: readonly boolean[], unordered: boolean) => boolean

/**
 * May two places be come to for one message each at the same time? All that comes to both has passed their nearest
 * common dominator; so either that one sends several messages on, or a fork at or behind it leads to both.
 */
function meetingsOf(graph: Graph, dominators: Dominators, reach: Reach): Meets {
  const forks = [...forksOf(graph)]
  const leads = (arc: Arc, place: Place): boolean => {
    const vertex = vertexOf(place)
    return arc === place || arc.to === vertex || reach.reaches(arc.to, vertex)
  }
  return (one, other, many, unordered) => {
    const over = commonDominator(dominators, vertexOf(one), vertexOf(other))
    if (over === null) return false
    if (many[over] === true) return true
    return (
      unordered &&
      forks.some(([fork, groups]) => {
        if (!dominators.dominates(over, fork)) return false
        return groups.some((arcs) => {
          const first = arcs.filter((arc) => leads(arc, one))
          const second = arcs.filter((arc) => leads(arc, other))
          return first.some((arc) => second.some((another) => another !== arc))
        })
      })
    )
  }
}

function vertexOf(place: Place): number {
  return typeof place === 'number' ? place : place.from
}

function commonDominator({ immediate, dominates }: Dominators, one: number, other: number): number | null {
  for (let at: number | null = one; at !== null; at = immediate[at] ?? null)
    if (dominates(at, other)) return at
  return null
}

function manyOf(
  graph: Graph,
  sorted: readonly Vertex[],
  ahead: (arc: Arc) => boolean,
  meets: Meets,
): readonly boolean[] {
  const many = graph.vertices.map(() => false)
  for (const { index, kind, into } of sorted) {
    if (GATHERS.has(kind)) continue
    const arcs = into.map((at) => graph.arcs[at] as Arc).filter(ahead)
    many[index] =
      arcs.some(({ from, fromPort }) => many[from] === true || ticks(graph, from, fromPort)) ||
      arcs.some((arc, at) => arcs.slice(at + 1).some((other) => coexist(graph, arc, other, meets, many)))
  }
  return many
}

function ticks(graph: Graph, vertex: number, port: string): boolean {
  return graph.vertices[vertex]?.kind === 'timer' && port === 'tick'
}

/** May both of these arcs carry a message that comes of one and the same? */
function coexist(graph: Graph, one: Arc, other: Arc, meets: Meets, many: readonly boolean[]): boolean {
  if (one.from === other.from) {
    const timer = graph.vertices[one.from]?.kind === 'timer'
    return one.fromPort === other.fromPort || timer
  }
  return meets(one, other, many, true)
}
