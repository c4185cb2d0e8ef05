import type { Analyses } from '../analyses.ts'
import { all, setEdgePolicy, setPolicy } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { type Vertex, vertexAt } from '../graph/graph.ts'
import { reachedFrom } from '../graph/search.ts'
import { nameOf, namesOf } from '../names.ts'
import { arcsOutOf, isDrawn } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

/** Nobody can tell a slow one from a dead one: who is replaced may still be at work. */
export const falseSuspicion: HazardRule = {
  id: 'false-suspicion',
  row: 13,
  title: 'Taken for dead',
  level: 'warning',
  property: null,
  source: 'Chandra and Toueg, Unreliable failure detectors for reliable distributed systems, 1996',
  find: (analyses) => [
    ...takenOver(analyses),
    ...analyses.graph.vertices.filter(({ kind }) => kind === 'timer').flatMap((one) => gaveUp(analyses, one)),
  ],
}

function takenOver(analyses: Analyses): readonly Finding[] {
  const acting = analyses.effects.filter((site) => site.external && site.class !== 'once')
  return [...new Set(acting.map(({ vertex }) => vertex))].flatMap((vertex): readonly Finding[] => {
    const { node, id } = vertexAt(analyses.graph, vertex)
    if (node?.policy?.takeover !== true) return []
    const name = nameOf(analyses, vertex)
    return [
      {
        elements: elementsOf(analyses, [vertex]),
        sentence: `${name} reaches the network, and an attempt that has been silent for long is given up for a new one: the old one may still be at work there, and both act.`,
        assumption: 'if an attempt is slow and taken for dead',
        remedy: 'Let an attempt run until its time limit, or let it happen only once.',
        fixes: [{ label: `Do not take ${name} over`, apply: setPolicy(id, { takeover: false }) }],
      },
    ]
  })
}

/** A watchdog whose silence sends somebody else to do what the one that was watched may still do. */
function gaveUp(analyses: Analyses, timer: Vertex): readonly Finding[] {
  const { graph, effects } = analyses
  const arcs = arcsOutOf(analyses, timer.index)
  const behind = (port: string): readonly number[] => {
    const targets = arcs.filter(({ fromPort }) => fromPort === port).map(({ to }) => to)
    const open = targets.filter((one) => vertexAt(graph, one).kind !== 'gate')
    const reached = reachedFrom(graph, open, ({ to }) => vertexAt(graph, to).kind !== 'gate')
    const acting = effects.filter((site) => site.external && !site.asks && reached.has(site.vertex))
    return [...new Set(acting.map(({ vertex }) => vertex))]
  }
  const [instead, regular] = [behind('quiet'), behind('out')]
  if (instead.length === 0 || regular.length === 0) return []
  const edges = arcs.filter((arc) => arc.fromPort === 'quiet' && isDrawn(arc)).map(({ edge }) => edge.id)
  return [
    {
      elements: [...elementsOf(analyses, [timer.index, ...instead, ...regular]), ...edges],
      sentence: `${nameOf(analyses, timer.index)} takes silence for death and lets ${namesOf(analyses, instead)} act, while ${namesOf(analyses, regular)} may only be late and acts too.`,
      assumption: 'if what is watched is slow and taken for dead',
      remedy: 'Let a person say whether it is dead before another acts.',
      fixes: [
        {
          label: 'Ask before another acts',
          apply: all(
            ...edges.map((edge) =>
              setEdgePolicy(edge, { guard: { ask: 'Is it dead, and may another act?' } }),
            ),
          ),
        },
      ],
    },
  ]
}
