import type { Analyses } from '../analyses.ts'
import { all, setEdgePolicy } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { arcAt } from '../graph/graph.ts'
import { reachedFrom } from '../graph/search.ts'
import { nameOf, namesOf } from '../names.ts'
import { arcsInto, isDrawn } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

export const gateBypass: HazardRule = {
  id: 'gate-bypass',
  row: 18,
  title: 'Way around a gate',
  level: 'error',
  property: 'approved',
  source: 'Lengauer and Tarjan, A fast algorithm for finding dominators in a flowgraph, 1979',
  find(analyses) {
    const { graph, effects } = analyses
    const gates = graph.vertices.filter(({ kind }) => kind === 'gate').map(({ index }) => index)
    if (gates.length === 0 || graph.entry === null) return []
    const isGate = new Set(gates)
    const around = reachedFrom(graph, [graph.entry], ({ to }) => !isGate.has(to))
    const acting = [
      ...new Set(effects.filter((site) => site.external && !site.asks).map((one) => one.vertex)),
    ]
    return acting
      .filter((vertex) => around.has(vertex))
      .flatMap((vertex) => {
        const passed = gates.filter((gate) => approves(analyses, gate, vertex))
        return passed.length === 0 ? [] : [bypassed(analyses, vertex, passed, around)]
      })
  },
}

/** Does what was approved lead there, with no round of a loop between? */
function approves({ graph }: Analyses, gate: number, vertex: number): boolean {
  const targets = graph.vertices[gate]?.outOf
    .map((at) => arcAt(graph, at))
    .filter(({ fromPort, back }) => fromPort === 'approved' && !back)
    .map(({ to }) => to)
  return reachedFrom(graph, targets ?? [], ({ back }) => !back).has(vertex)
}

function bypassed(
  analyses: Analyses,
  vertex: number,
  gates: readonly number[],
  around: ReadonlySet<number>,
): Finding {
  const name = nameOf(analyses, vertex)
  const ways = arcsInto(analyses, vertex).filter(({ from }) => around.has(from))
  const from = namesOf(analyses, [...new Set(ways.map((arc) => arc.from))], 'or')
  const drawn = ways.filter(isDrawn)
  return {
    elements: [...elementsOf(analyses, [vertex, ...gates]), ...drawn.map(({ edge }) => edge.id)],
    sentence: `${name} acts behind ${namesOf(analyses, gates, 'or')}, but a message may come to it from ${from} with nobody asked.`,
    assumption: 'with no fault at all',
    remedy: `Lead every way to ${name} through the gate, or ask on the edge that goes around it.`,
    fixes:
      drawn.length < ways.length
        ? []
        : [
            {
              label: `Ask before ${name} on the way around`,
              apply: all(
                ...drawn.map(({ edge }) =>
                  setEdgePolicy(edge.id, { guard: { ask: `Let ${name} do this?` } }),
                ),
              ),
            },
          ],
  }
}
