import type { Analyses } from '../analyses.ts'
import { all, type Change, mapEdge } from '../edit.ts'
import { type Arc, arcAt, vertexAt } from '../graph/graph.ts'
import { edgeName, nameOf, namesOf, upper } from '../names.ts'
import { isDrawn, offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'
import { blocks, capacityOf } from './queues.ts'

/** The journal of a run is one step for all that a port sends, so what is left are edges that throw messages away. */
function losesMessages(analyses: Analyses, arc: Arc): boolean {
  if (blocks(arc)) return false
  const { reach, multiplicity } = analyses
  const round = reach.reaches(arc.to, arc.from)
  return round || multiplicity.at(arc.from) * copiesBy(analyses, arc) > capacityOf(arc)
}

function copiesBy({ multiplicity }: Analyses, arc: Arc): number {
  return multiplicity.copies(arc.from, new Set([arc.index]))
}

function losingArcs(analyses: Analyses): readonly Arc[] {
  return analyses.graph.arcs.filter((arc) => isDrawn(arc) && losesMessages(analyses, arc))
}

function block(arcs: readonly Arc[]): Change {
  return all(
    ...[...new Set(arcs.map(({ edge }) => edge.id))].map((id) =>
      mapEdge(id, ({ policy: { full: _lossy, ...policy } = {}, ...edge }) => ({ ...edge, policy })),
    ),
  )
}

function leads({ reach }: Analyses, { to }: Arc, vertex: number): boolean {
  return to === vertex || reach.reaches(to, vertex)
}

export const twoGenerals: HazardRule = {
  id: 'two-generals',
  row: 39,
  title: 'Two who must act together',
  level: 'warning',
  property: null,
  source: 'Gray, Notes on data base operating systems, 1978',
  find: (analyses) => {
    const acting = [
      ...new Set(analyses.effects.filter(({ external }) => external).map(({ vertex }) => vertex)),
    ]
    if (acting.length < 2) return []
    return losingArcs(analyses).flatMap((arc) => oneSided(analyses, arc, acting))
  },
}

/** Behind the edge one acts, on another way the other does; and nobody looks at both afterwards. */
function oneSided(analyses: Analyses, arc: Arc, acting: readonly number[]): readonly Finding[] {
  const { graph, order } = analyses
  const told = acting.filter((one) => leads(analyses, arc, one))
  const first = told.find((one) => partnersOf(analyses, arc, one, acting).length > 0)
  if (first === undefined) return []
  const alone = partnersOf(analyses, arc, first, acting)
  const met = graph.vertices.some(
    ({ index, kind }) => kind === 'join' && [first, ...alone].every((one) => order.precedes(one, index)),
  )
  if (met) return []
  return [
    {
      elements: [
        arc.edge.id,
        vertexAt(graph, first).element,
        ...alone.map((one) => vertexAt(graph, one).element),
      ],
      sentence: `${upper(edgeName(analyses, arc))} may throw away what tells ${nameOf(analyses, first)} to act, and ${namesOf(analyses, alone)} acts all the same: one of them alone.`,
      assumption: 'with no fault at all, when more comes than the edge holds',
      remedy:
        'Let the edge block; or let one decide alone and reconcile afterwards, since no number of messages makes both sure.',
      fixes: offer('Let the edge wait in place of losing', block([arc])),
    },
  ]
}

function partnersOf(analyses: Analyses, arc: Arc, one: number, acting: readonly number[]): readonly number[] {
  return acting.filter(
    (other) => other !== one && analyses.order.parallel(one, other) && !leads(analyses, arc, other),
  )
}

export const unreliableBroadcast: HazardRule = {
  id: 'unreliable-broadcast',
  row: 40,
  title: 'Some are told and some are not',
  level: 'warning',
  property: null,
  source:
    'Hadzilacos and Toueg, Fault-tolerant broadcasts and related problems, 1993; ACP_NB_WRONG in the TLA+ Examples',
  find: (analyses) => {
    const reported = new Set(twoGenerals.find(analyses).map(({ elements }) => elements[0]))
    const lossy = losingArcs(analyses).filter(({ edge }) => !reported.has(edge.id))
    const byPort = Map.groupBy(lossy, ({ from, fromPort }) => `${from} ${fromPort}`)
    return [...byPort.values()].flatMap((arcs) => someTold(analyses, arcs))
  },
}

function someTold(analyses: Analyses, lossy: readonly Arc[]): readonly Finding[] {
  const [arc] = lossy as [Arc, ...Arc[]]
  const { graph } = analyses
  const all = vertexAt(graph, arc.from)
    .outOf.map((at) => arcAt(graph, at))
    .filter(({ fromPort, to }) => fromPort === arc.fromPort && vertexAt(graph, to).kind !== 'output')
  if (all.length < 2) return []
  const receivers = all.map(({ to }) => to)
  return [
    {
      elements: [...lossy.map(({ edge }) => edge.id), vertexAt(graph, arc.from).element],
      sentence: `${nameOf(analyses, arc.from)} tells ${namesOf(analyses, receivers)} the same, but ${edgeName(analyses, arc)} throws away what does not fit: some of them are told and some are not.`,
      assumption: 'with no fault at all, when more comes than the edge holds',
      remedy: 'Let all edges of the port block, so that all are told or the sender waits.',
      fixes: offer('Let the edges wait in place of losing', block(lossy)),
    },
  ]
}
