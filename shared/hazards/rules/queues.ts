import type { Analyses } from '../analyses.ts'
import { attemptsOf, timeoutOf } from '../attempts.ts'
import { all, setEdgePolicy } from '../edit.ts'
import { hasBit } from '../graph/bits.ts'
import { type Arc, arcAt, type Vertex, vertexAt } from '../graph/graph.ts'
import { edgeName, nameOf, upper } from '../names.ts'
import { arcsOutOf, isDrawn, offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

const DEFAULT_CAPACITY = 64
/** Beyond this a queue hides that somebody is too slow, and what comes out of it is old. */
const VAST = 10_000

export function capacityOf({ edge }: Pick<Arc, 'edge'>): number {
  return edge.policy?.capacity ?? DEFAULT_CAPACITY
}

export function blocks({ edge }: Pick<Arc, 'edge'>): boolean {
  return (edge.policy?.full ?? 'block') === 'block'
}

export const unboundedQueue: HazardRule = {
  id: 'unbounded-queue',
  row: 27,
  title: 'Queue without a bound',
  level: 'warning',
  property: 'queues',
  source: 'Welsh, Culler and Brewer, SEDA, SOSP 2001; Little, A proof for the queuing formula L = λW, 1961',
  find: (analyses) => [
    ...analyses.graph.vertices
      .filter(({ kind }) => kind === 'timer')
      .flatMap((one) => tooFast(analyses, one)),
    ...analyses.graph.arcs
      .filter((arc) => isDrawn(arc) && isFirstPiece(analyses, arc))
      .flatMap((arc) => tooLarge(analyses, arc)),
  ],
}

interface Timer {
  readonly mode: string
  readonly wait_ms: number
  readonly count: number
}

/** A tick comes whether or not there is room: what does not fit is held by the timer, without a bound. */
function tooFast(analyses: Analyses, { index, config }: Vertex): readonly Finding[] {
  const timer = config as Timer | null
  if (timer?.mode !== 'interval') return []
  const ticks = timer.count === 0 ? Number.POSITIVE_INFINITY : timer.count
  return arcsOutOf(analyses, index).flatMap((arc): readonly Finding[] => {
    if (arc.fromPort !== 'tick' || !blocks(arc) || ticks <= capacityOf(arc)) return []
    if (slowestBehind(analyses, arc.to) <= timer.wait_ms) return []
    const [name, next] = [nameOf(analyses, index), nameOf(analyses, arc.to)]
    const many = timer.count === 0 ? 'without end' : `up to ${timer.count}`
    return [
      {
        elements: [arc.edge.id, vertexAt(analyses.graph, index).element],
        sentence: `${name} ticks on while ${next} is still at work: ticks pile up before it, ${many}.`,
        assumption: 'if the work takes longer than the time between two ticks',
        remedy: 'Let the edge drop the oldest tick when it is full.',
        fixes: offer(
          'Drop the oldest tick',
          isDrawn(arc) ? setEdgePolicy(arc.edge.id, { full: 'drop-oldest' }) : null,
        ),
      },
    ]
  })
}

/** How long the slowest worker that a message may come to can take, in ms. */
function slowestBehind(analyses: Analyses, from: number): number {
  const behind = analyses.reach.from(from)
  let slowest = 0
  for (const { index, kind, config } of analyses.graph.vertices) {
    if (index !== from && !hasBit(behind, index)) continue
    slowest = Math.max(slowest, longest(analyses, index, kind, config))
  }
  return slowest
}

function longest(analyses: Analyses, vertex: number, kind: string, config: unknown): number {
  const once = (timeoutOf(analyses, vertex) ?? Number.POSITIVE_INFINITY) * attemptsOf(analyses, vertex)
  switch (kind) {
    case 'gate':
      return (config as { deadline_ms?: number } | null)?.deadline_ms ?? Number.POSITIVE_INFINITY
    case 'agent':
      return once * 2 * ((config as { turns?: number } | null)?.turns ?? 1)
    case 'command':
    case 'verifier':
      return once
    default:
      return 0
  }
}

function isFirstPiece({ graph }: Analyses, { from }: Arc): boolean {
  return vertexAt(graph, from).node !== null
}

function tooLarge(analyses: Analyses, arc: Arc): readonly Finding[] {
  if (capacityOf(arc) < VAST) return []
  return [
    {
      elements: [arc.edge.id],
      level: 'note',
      sentence: `${upper(edgeName(analyses, arc))} holds ${capacityOf(arc).toLocaleString('en')} messages, which is as good as no bound.`,
      assumption: 'if the receiver is slower than the sender',
      remedy: 'Bound the queue, so that the sender waits or the oldest is dropped.',
      fixes: offer(
        `Hold ${DEFAULT_CAPACITY} messages`,
        setEdgePolicy(arc.edge.id, { capacity: DEFAULT_CAPACITY }),
      ),
    },
  ]
}

export const boundedQueueDeadlock: HazardRule = {
  id: 'bounded-queue-deadlock',
  row: 28,
  title: 'Deadlock of full queues',
  level: 'warning',
  property: 'not-stuck',
  source: 'Parks, Bounded scheduling of process networks, 1995; Kahn, 1974',
  find: (analyses) =>
    analyses.graph.arcs.filter(({ back }) => back).flatMap((arc) => fullLoop(analyses, arc)),
}

/** Around a loop in which every edge blocks: nobody can send, so nobody takes, so nobody can send. */
function fullLoop(analyses: Analyses, back: Arc): readonly Finding[] {
  const loop = smallestLoop(analyses, back)
  if (loop === null) return []
  const room = loop.reduce((sum, arc) => sum + capacityOf(arc), 0)
  const count = analyses.order.many(back.to) ? analyses.multiplicity.at(back.to) : 1
  if (count <= room) return []
  const edges = [...new Set(loop.map(({ edge }) => edge.id))]
  const drawn = loop.every(isDrawn)
  const many = Number.isFinite(count) ? `${Math.ceil(count)} messages` : 'messages without end'
  const enough =
    Number.isFinite(count) && count <= 100_000
      ? all(...edges.map((id) => setEdgePolicy(id, { capacity: Math.ceil(count) })))
      : null
  return [
    {
      elements: edges,
      sentence: `${upper(edgeName(analyses, back))} closes a loop that holds ${room} messages, and ${many} may come into it: once all its edges are full, everybody in it waits for everybody else.`,
      assumption: 'with no fault at all, when enough messages are on their way at once',
      remedy: 'Let the loop hold all that may come, or let one of its edges refuse what does not fit.',
      fixes: [
        ...offer('Let the loop hold them all', drawn ? enough : null),
        ...offer(
          'Refuse what does not fit',
          isDrawn(back) ? setEdgePolicy(back.edge.id, { full: 'reject' }) : null,
        ),
      ],
    },
  ]
}

/** The arcs of the loop that an arc closes which hold least, all of them blocking; null where there is none. */
function smallestLoop({ graph }: Analyses, back: Arc): readonly Arc[] | null {
  const body = graph.loops.find(({ header }) => header === back.to)?.body
  if (!blocks(back) || body === undefined) return null
  const best = new Map<number, { readonly room: number; readonly way: readonly Arc[] }>([
    [back.to, { room: 0, way: [] }],
  ])
  const open = [back.to]
  for (let at = open.shift(); at !== undefined; at = open.shift()) {
    const here = best.get(at)
    if (here === undefined) continue
    for (const one of vertexAt(graph, at).outOf) {
      const arc = arcAt(graph, one)
      const room = here.room + capacityOf(arc)
      if (
        arc.back ||
        !body.has(arc.to) ||
        !blocks(arc) ||
        room >= (best.get(arc.to)?.room ?? Number.POSITIVE_INFINITY)
      )
        continue
      best.set(arc.to, { room, way: [...here.way, arc] })
      open.push(arc.to)
    }
  }
  const found = best.get(back.from)
  return found === undefined ? null : [...found.way, back]
}
