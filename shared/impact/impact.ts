import type { Analyses } from '../hazards/analyses.ts'
import { type Vertex, vertexAt } from '../hazards/graph/graph.ts'
import type { Confirmed, Shown } from './confirm.ts'
import type { Failing } from './failing-plan.ts'
import { drawnId, type Failure, isDrawnNode, mayErr, togetherWith, type Way } from './failure.ts'
import type { Ending } from './run-search.ts'
import { type Context, degraded, intact, stopped } from './sentences.ts'
import { type Spread, spreading } from './spread.ts'

/** What a failure does to a node: nothing of its work happens; less, later or another way; as before. */
export type Effect = 'stops' | 'degrades' | 'survives'

export interface Suffering {
  /** Its id as it is drawn: a path where it stands inside another. */
  readonly element: string
  readonly name: string
  readonly effect: Effect
  readonly sentence: string
  /** Nodes and edges by which it comes to be so, from what fails on. */
  readonly path: readonly string[]
  /** `possible`: by the analysis alone. `shown`: the explorer agrees, or has had the last word. */
  readonly word: 'possible' | 'shown'
}

/** The blast radius of one failure. */
export interface Impact {
  readonly element: string
  readonly name: string
  readonly way: Way
  readonly ways: readonly Way[]
  /** All that fails together with it, of the same model; null where nothing else is of it. */
  readonly together: { readonly element: string; readonly model: string; readonly count: number } | null
  /** Nodes that fail. */
  readonly failed: readonly string[]
  /** Every other node, in the order of the drawing. */
  readonly nodes: readonly Suffering[]
  /** How runs end in which it is tried; null until the explorer has said. */
  readonly endings: readonly Ending[] | null
}

/** What the graphs of a drawing say, at once. */
export function impactOf(analyses: Analyses, failure: Failure): Impact {
  const { sources, spread } = spreading(analyses, failure)
  const { vertices } = analyses.graph
  const others = vertices.filter((vertex) => isDrawnNode(vertex) && !failure.vertices.has(vertex.index))
  const tried = isTried(analyses, failure, spread)
  const context: Context = { analyses, failure, sources, spread, tried }
  return {
    element: failure.element,
    name: failure.name,
    way: failure.way,
    ways: failure.ways,
    together: togetherWith(analyses, failure),
    failed: [...failure.vertices].map((vertex) => drawnId(vertexAt(analyses.graph, vertex).id)),
    nodes: others.map((vertex) => sufferingOf(context, vertex)),
    endings: null,
  }
}

/** What never gets anything to do cannot fail at it. */
function isTried({ graph }: Analyses, { vertices, arcs, uses }: Failure, spread: Spread): boolean {
  // What no edge leads to is told to begin by something else, or never: a worker that is not wired yet.
  const begins = ({ index, into, kind }: Vertex): boolean =>
    into.length > 0 || index === graph.entry || kind === 'timer' || spread.undoes(index)
  const senders = [...arcs].map(({ from }) => from)
  const clients = graph.uses
    .filter((use) => uses.has(use) || vertices.has(use.resource))
    .map(({ client }) => client)
  const failing = [...vertices].filter((vertex) => begins(vertexAt(graph, vertex)))
  return [...failing, ...senders, ...clients].some((vertex) => spread.met(vertex))
}

function sufferingOf(context: Context, vertex: Vertex): Suffering {
  const { index, element, node } = vertex
  const stop = stopped(context, vertex)
  const less = stop === null ? degraded(context, vertex) : null
  const effect: Effect = stop !== null ? 'stops' : less !== null ? 'degrades' : 'survives'
  const sentence = stop ?? less ?? intact(context, vertex)
  const path = effect === 'survives' ? [] : context.spread.path(index)
  return { element, name: node?.name || element, effect, sentence, path, word: 'possible' }
}

/** The same in the words of a plan, for the explorer. */
export function failingOf(analyses: Analyses, { way, vertices, arcs, uses }: Failure): Failing {
  const failed = [...vertices].map((vertex) => vertexAt(analyses.graph, vertex))
  const edges = [...arcs, ...uses].map(({ edge }) => drawnId(edge.id))
  return {
    way,
    nodes: new Set(failed.map(({ id }) => drawnId(id))),
    erring: new Set(failed.filter((vertex) => mayErr(analyses, vertex)).map(({ id }) => drawnId(id))),
    edges: new Set(edges),
  }
}

const SAID: { readonly [shown in Shown]: string } = {
  never: 'In no run does it get its work done',
  sometimes: 'In some runs it gets its work done, in others not',
  same: 'In every run it does what it did before',
}

/** The explorer's word wins; where it differs, that is what a person reads. */
export function confirmed(impact: Impact, { shown, endings }: Confirmed): Impact {
  const nodes = impact.nodes.map((one): Suffering => {
    const said = shown.get(one.element)
    return said === undefined ? one : judged(one, said)
  })
  return { ...impact, nodes, endings }
}

function judged(one: Suffering, said: Shown): Suffering {
  const effect = effectOf(one.effect, said)
  if (effect === one.effect) return { ...one, word: 'shown' }
  const sentence = `${SAID[said]}. The drawing alone would say that it ${one.effect}: ${one.sentence}`
  return { ...one, effect, sentence, word: 'shown' }
}

/** Whether something comes later, or by another way, the explorer does not say. */
function effectOf(effect: Effect, said: Shown): Effect {
  if (said === 'never') return 'stops'
  if (said === 'sometimes') return 'degrades'
  return effect === 'stops' ? 'survives' : effect
}

const ENDINGS: { readonly [ending in Ending]: string } = {
  done: 'is done',
  failed: 'fails',
  stuck: 'gets stuck',
  cancelled: 'is cancelled',
  running: 'waits for ever for an answer',
  endless: 'goes on for ever',
}

/** One sentence over all of it. */
export function summaryOf({ name, way, failed, nodes, endings }: Impact): string {
  const count = (effect: Effect): number => nodes.filter((one) => one.effect === effect).length
  const how = failed.length === 0 ? 'is cut' : way === 'fails' ? 'fails' : 'is silent'
  const [stop, less, well] = [count('stops'), count('degrades'), count('survives')]
  const counts = `${stop} stop${stop === 1 ? 's' : ''}, ${less} degrade${less === 1 ? 's' : ''}, ${well} survive${well === 1 ? 's' : ''}`
  if (endings === null || endings.length === 0) return `If ${name} ${how}: ${counts}.`
  const ways = endings.map((ending) => ENDINGS[ending]).join(' or ')
  return `If ${name} ${how}: ${counts}; the run ${ways}.`
}
