import type { JoinConfig } from '../../nodes/join/index.ts'
import type { Analyses } from '../analyses.ts'
import { all, type Change, setConfig } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { type Arrivals, arrivalsAt, inputsIn } from '../graph/arrivals.ts'
import { type Arc, type Vertex, vertexAt } from '../graph/graph.ts'
import { nameOf, namesOf } from '../names.ts'
import { arcsInto, gather, isDrawn, offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

export const unmetJoin: HazardRule = {
  id: 'unmet-join',
  row: 3,
  title: 'Join that is never met',
  level: 'warning',
  property: 'join-fires',
  source: 'Van der Aalst, The application of Petri nets to workflow management, 1998 (soundness)',
  find: (analyses) =>
    analyses.graph.vertices
      .filter(
        ({ kind, config, index }) => kind === 'join' && config !== null && analyses.waiting.fires(index),
      )
      .flatMap((join) => findAt(analyses, join, join.config as JoinConfig)),
}

function neededBy({ wait, inputs, count }: JoinConfig): number {
  return wait === 'all' ? inputs.length : wait === 'any' ? 1 : count
}

function findAt(analyses: Analyses, join: Vertex, config: JoinConfig): readonly Finding[] {
  const fed = config.inputs.filter((port) => join.into.some((at) => analyses.graph.arcs[at]?.toPort === port))
  if (fed.length < neededBy(config)) return [unfed(analyses, join, config, fed)]
  if (neededBy(config) < 2) return []
  const plain = tooFew(analyses, join, config, false)
  const few = plain.length > 0 ? plain : tooFew(analyses, join, config, true)
  return [...few, ...tooMany(analyses, join, config), ...aRoundLater(analyses, join, config)]
}

/** A group that has gone on is forgotten when all have come; what comes then begins another, which nothing fills. */
function tooMany(analyses: Analyses, join: Vertex, { inputs }: JoinConfig): readonly Finding[] {
  const ports = inputs.filter((port) => repeats(analyses, join, port))
  if (ports.length === 0) return []
  const name = nameOf(analyses, join.index)
  const arcs = arcsInto(analyses, join.index).filter(({ toPort, back }) => ports.includes(toPort) && !back)
  return [
    {
      elements: [...elementsOf(analyses, [join.index]), ...arcs.filter(isDrawn).map(({ edge }) => edge.id)],
      sentence: `${name} may get more than one message for "${ports.join('", "')}" where it gets one for the others: what is left over waits for ever, and the run is stuck.`,
      assumption: 'with no fault at all',
      remedy: 'Take one of them alone to each input, by a join of any before it.',
      fixes: offer(
        'Take the first of them',
        arcs.every((arc) => isDrawn(arc) && !floods(analyses, arc)) ? firstOf(analyses, join, ports) : null,
      ),
    },
  ]
}

/** May several messages of one activation come to an input? */
export function repeats(analyses: Analyses, { index }: Vertex, port: string): boolean {
  const { order } = analyses
  const arcs = arcsInto(analyses, index).filter(({ toPort, back }) => toPort === port && !back)
  return (
    arcs.some((arc) => floods(analyses, arc)) ||
    arcs.some((arc, at) => arcs.slice(at + 1).some((other) => order.both(arc, other)))
  )
}

/** May several messages of one activation come along one edge? */
function floods({ graph, order }: Analyses, { from, fromPort }: Arc): boolean {
  return order.many(from) || (fromPort === 'tick' && vertexAt(graph, from).kind === 'timer')
}

/** A join of any before each of these inputs. */
function firstOf(analyses: Analyses, { index, id }: Vertex, ports: readonly string[]): Change {
  const changes = ports.map((port): Change => {
    const arcs = arcsInto(analyses, index).filter(({ toPort, back }) => toPort === port && !back)
    return gather(id, arcs, port, 'any')
  })
  return all(...changes)
}

/** An edge that leads back brings a message of the next round, for which the other inputs get none. */
function aRoundLater(analyses: Analyses, join: Vertex, config: JoinConfig): readonly Finding[] {
  const back = arcsInto(analyses, join.index).filter((arc) => arc.back)
  const ports = new Set(back.map(({ toPort }) => toPort))
  const needed = neededBy(config)
  if (back.length === 0 || ports.size >= needed) return []
  const name = nameOf(analyses, join.index)
  return [
    {
      elements: [join.element, ...back.filter(isDrawn).map(({ edge }) => edge.id)],
      sentence: `What leads back to ${name} comes a round later and fills ${ports.size} of the ${needed} inputs that it waits for: that round waits for ever, and the run is stuck.`,
      assumption: 'with no fault at all',
      remedy: 'Lead back to a node behind the join, or let it wait for any.',
      fixes: [{ label: `Let ${name} wait for any`, apply: setConfig(join.id, { wait: 'any' }) }],
    },
  ]
}

function unfed(analyses: Analyses, join: Vertex, config: JoinConfig, fed: readonly string[]): Finding {
  const name = nameOf(analyses, join.index)
  const missing = config.inputs.filter((port) => !fed.includes(port))
  return {
    elements: [join.element],
    sentence: `${name} waits for ${neededBy(config)} of its inputs, but no edge leads to "${missing.join('", "')}": it waits for ever.`,
    assumption: 'with no fault at all',
    remedy: 'Draw the missing edge, or take the input away.',
    level: 'error',
    fixes:
      fed.length === 0
        ? []
        : [
            {
              label: `Take "${missing.join('", "')}" away`,
              apply: setConfig(join.id, { inputs: fed, count: Math.min(config.count, fed.length) }),
            },
          ],
  }
}

function tooFew(analyses: Analyses, join: Vertex, config: JoinConfig, faults: boolean): readonly Finding[] {
  const needed = neededBy(config)
  const size = (set: bigint): number => inputsIn(set, config.inputs).length
  const arrivals = arrivalsAt(analyses, join.index, config.inputs, faults)
  const [least] = arrivals.sets.filter((set) => size(set) < needed)
  if (least === undefined) return []
  const name = nameOf(analyses, join.index)
  const by = forksBelow(arrivals, (set) => size(set) < needed)
  const who = by.length === 0 ? 'a branch' : namesOf(analyses, by, 'or')
  const come = inputsIn(least, config.inputs)
  const missing = config.inputs.filter((port) => !come.includes(port))
  return [
    {
      elements: elementsOf(analyses, [join.index, ...by]),
      sentence: `${name} waits for ${needed === config.inputs.length ? 'all' : needed} of its inputs, but ${who} may send nothing on to "${missing.join('", "')}": then it waits for ever, and the run is stuck.`,
      assumption: faults ? `if ${who} fails or meets a conflict` : 'with no fault at all',
      remedy: `Let it wait for as many as come in any case, or draw an edge to it from every way that a branch may take.`,
      fixes: [
        {
          label: come.length === 1 ? `Let ${name} wait for any` : `Let ${name} wait for ${come.length}`,
          apply: setConfig(
            join.id,
            come.length === 1 ? { wait: 'any' } : { wait: 'some', count: come.length },
          ),
        },
      ],
    },
  ]
}

/** Those inside a branch, not those that decide over all branches together; the nearest first, and two will do. */
export function forksBelow({ forks }: Arrivals, few: (set: bigint) => boolean): readonly number[] {
  return forks
    .filter(({ sets }) => sets.some(few))
    .slice(0, 2)
    .map(({ vertex }) => vertex)
}
