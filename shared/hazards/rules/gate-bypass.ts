import type { GateConfig } from '../../nodes/gate/config.ts'
import type { Analyses } from '../analyses.ts'
import { all, setConfig, setEdgePolicy } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { type Arc, arcAt, vertexAt } from '../graph/graph.ts'
import { reachedFrom } from '../graph/search.ts'
import { nameOf, namesOf } from '../names.ts'
import { arcsInto, isDrawn } from '../remedies.ts'
import type { Finding, Fix, HazardRule } from '../rule.ts'

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
    const refused = reachedFrom(graph, [graph.entry], (arc) => !isApproval(analyses, arc))
    const acting = new Set(effects.filter((site) => site.external && !site.asks).map((one) => one.vertex))
    const ways = [...acting].flatMap((vertex) => {
      const passed = around.has(vertex) ? gates.filter((gate) => approves(analyses, gate, vertex)) : []
      if (passed.length > 0) return [bypassed(analyses, vertex, passed, around)]
      const behind = gates.filter((gate) => analyses.reach.reaches(gate, vertex))
      if (behind.length === 0 || !refused.has(vertex)) return []
      return [actsAnyway(analyses, vertex, behind, refused)]
    })
    return [...ways, ...gates.flatMap((gate) => approvesItself(analyses, gate))]
  },
}

/** Whoever is not there has then agreed. */
function approvesItself(analyses: Analyses, gate: number): readonly Finding[] {
  const { element, id, config, outOf } = vertexAt(analyses.graph, gate)
  const { deadline_ms, default: answer } = (config ?? {}) as Partial<GateConfig>
  const leads = outOf.some((at) => arcAt(analyses.graph, at).fromPort === 'approved')
  if (deadline_ms === undefined || answer !== 'approve' || !leads) return []
  const name = nameOf(analyses, gate)
  return [
    {
      elements: [element],
      sentence: `${name} approves by itself when nobody has answered in time: what nobody has looked at passes.`,
      assumption: 'if no person answers in time',
      remedy: 'Let silence be a rejection.',
      level: 'warning',
      fixes: [{ label: 'Let silence be a rejection', apply: setConfig(id, { default: 'reject' }) }],
    },
  ]
}

/** It may be meant so: to tell people that something was rejected. */
function actsAnyway(
  analyses: Analyses,
  vertex: number,
  gates: readonly number[],
  refused: ReadonlySet<number>,
): Finding {
  const name = nameOf(analyses, vertex)
  const ways = arcsInto(analyses, vertex).filter((arc) => refused.has(arc.from) && !isApproval(analyses, arc))
  const drawn = ways.filter(isDrawn)
  return {
    elements: [...elementsOf(analyses, [vertex, ...gates]), ...drawn.map(({ edge }) => edge.id)],
    sentence: `${name} acts behind ${namesOf(analyses, gates, 'or')}, also on what nobody has approved there.`,
    assumption: 'with no fault at all, when a person does not approve',
    remedy: `Leave it where ${name} is meant for that; else ask on the edge by which it comes.`,
    level: 'note',
    fixes: drawn.length < ways.length || drawn.length === 0 ? [] : [askOn(drawn, name)],
  }
}

function isApproval({ graph }: Analyses, { from, fromPort }: Arc): boolean {
  return fromPort === 'approved' && graph.vertices[from]?.kind === 'gate'
}

function askOn(arcs: readonly Arc[], name: string): Fix {
  const guard = { ask: `Let ${name} do this?` }
  return {
    label: `Ask before ${name} on the way around`,
    apply: all(...arcs.map(({ edge }) => setEdgePolicy(edge.id, { guard }))),
  }
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
    fixes: drawn.length < ways.length ? [] : [askOn(drawn, name)],
  }
}
