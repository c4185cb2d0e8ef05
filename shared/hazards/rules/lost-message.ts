import type { Analyses } from '../analyses.ts'
import { add, besideOf, type Change, freeId, setEdgePolicy } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { type Vertex, vertexAt } from '../graph/graph.ts'
import { edgeName, nameOf, upper } from '../names.ts'
import { isDrawn, outputNode, ownId } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

export const lostMessage: HazardRule = {
  id: 'lost-message',
  row: 9,
  title: 'Lost message',
  level: 'warning',
  property: null,
  source: 'Saltzer, Reed and Clark, End-to-end arguments in system design, 1984',
  find: (analyses) => [
    ...dropping(analyses),
    ...analyses.graph.vertices
      .filter(({ kind }) => kind === 'router' || kind === 'vote' || kind === 'verifier')
      .flatMap((vertex) => unwired(analyses, vertex)),
  ],
}

/** An edge that gives messages up, where more may come than it holds. */
function dropping(analyses: Analyses): readonly Finding[] {
  return analyses.graph.arcs.flatMap((arc): readonly Finding[] => {
    const { full = 'block', capacity = 64 } = arc.edge.policy ?? {}
    const first = vertexAt(analyses.graph, arc.from).edge?.id !== arc.edge.id
    const { kind } = vertexAt(analyses.graph, arc.from)
    const many = analyses.order.many(arc.from) || (kind === 'timer' && arc.fromPort === 'tick')
    if (full === 'block' || !first || !many || !isDrawn(arc)) return []
    // A worker that ticks past a slow one means the newest tick; what was dropped says nothing more.
    if (full === 'drop-oldest' && kind === 'timer') return []
    const which = full === 'reject' ? 'newest' : 'oldest'
    return [
      {
        elements: [arc.edge.id, ...elementsOf(analyses, [arc.to])],
        sentence: `${upper(edgeName(analyses, arc))} holds ${capacity} and then gives up the ${which}: ${nameOf(analyses, arc.to)} never sees that message, and nobody is told.`,
        assumption: `if ${nameOf(analyses, arc.to)} is slower than what comes to it`,
        remedy: 'Let who sends wait while the edge is full.',
        fixes: [{ label: 'Let the sender wait', apply: setEdgePolicy(arc.edge.id, { full: 'block' }) }],
      },
    ]
  })
}

/** What leaves by a port that no edge leads from is gone; the run ends as done. */
function unwired(analyses: Analyses, vertex: Vertex): readonly Finding[] {
  const kind = analyses.kinds.get(vertex.kind)
  if (kind === undefined || vertex.config === null || vertex.node === null) return []
  const wired = new Set(vertex.outOf.map((at) => analyses.graph.arcs[at]?.fromPort))
  const ports = kind
    .ports(vertex.config)
    .out.filter(({ name, error }) => error !== true && !wired.has(name))
    .map(({ name }) => name)
  if (ports.length === 0 || wired.size === 0) return []
  const name = nameOf(analyses, vertex.index)
  return [
    {
      elements: [vertex.element],
      sentence: `${name} may send a message to "${ports.join('", "')}", where no edge leads on: it ends there, and the run looks done.`,
      assumption: 'with no fault at all',
      remedy: 'Lead it on, be it to an output that says what has become of it.',
      level: 'note',
      fixes: [{ label: `Lead "${ports.join('", "')}" to an output`, apply: toOutput(vertex, ports) }],
    },
  ]
}

function toOutput({ id }: Vertex, ports: readonly string[]): Change {
  return (document) => {
    const output = freeId(document, 'ended')
    const edges = ports.map((port, at) => ({
      id: freeId(document, `${output}-by-${at + 1}`),
      from: `${ownId(id)}.${port}`,
      to: `${output}.in`,
    }))
    const node = outputNode(output, 'Ended here', besideOf(document, id, 1, 1))
    return add(id, { nodes: [node], edges })(document)
  }
}
