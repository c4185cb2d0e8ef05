import type { Analyses } from '../analyses.ts'
import { setConfig } from '../edit.ts'
import type { Use, Vertex } from '../graph/graph.ts'
import { vertexAt } from '../graph/graph.ts'
import { nameOf } from '../names.ts'
import { arcsInto, offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

interface Agent {
  readonly prompt: string
  readonly ask_person: boolean
  readonly steer: boolean
}

interface Field {
  readonly name: string
  readonly type: string
}

const PROSE = new Set(['text', 'longtext'])

export const noClarification: HazardRule = {
  id: 'no-clarification',
  row: 47,
  title: 'Nobody to ask',
  level: 'note',
  property: null,
  source: 'Cemri et al., Why do multi-agent LLM systems fail?, 2025 (arXiv 2503.13657), FM-2.2',
  find: (analyses) => analyses.graph.vertices.flatMap((vertex) => findAt(analyses, vertex)),
}

/** An agent that must guess what a task in prose leaves open, before something is done that others see. */
function findAt(analyses: Analyses, vertex: Vertex): readonly Finding[] {
  const { index, kind, config, element, id } = vertex
  if (kind !== 'agent' || config === null) return []
  const { prompt, ask_person, steer } = config as Agent
  const field = proseIn(analyses).find(({ name }) =>
    new RegExp(`\\{\\{[^}]*\\bin(?:\\.${name}\\b|\\s*\\}\\})`).test(prompt),
  )
  if (field === undefined || ask_person || steer || isAnswered(analyses, index)) return []
  const act = actsOn(analyses, index)
  if (act === null) return []
  const name = nameOf(analyses, index)
  return [
    {
      elements: [element],
      sentence: `${name} reads "${field.name}" as prose and has nobody to ask: what it leaves open is guessed before ${act}.`,
      assumption: 'if the task may be read in more than one way',
      remedy: 'Let it ask a person in mid-turn, or put a gate behind it that can send its work back.',
      fixes: offer(`Let ${name} ask a person`, setConfig(id, { ask_person: true })),
    },
  ]
}

function proseIn({ graph }: Analyses): readonly Field[] {
  const config =
    graph.entry === null
      ? null
      : (vertexAt(graph, graph.entry).config as { readonly fields: readonly Field[] } | null)
  return config?.fields.filter(({ type }) => PROSE.has(type)) ?? []
}

/** Has a person spoken before, or may one send the work back? */
function isAnswered(analyses: Analyses, agent: number): boolean {
  const { graph, order, reach } = analyses
  if (arcsInto(analyses, agent).some(({ from }) => vertexAt(graph, from).kind === 'gate')) return true
  return graph.vertices.some(({ kind, index, outOf }) => {
    if (kind !== 'gate') return false
    const returns = outOf.some((at) => graph.arcs[at]?.fromPort === 'revise')
    return order.precedes(index, agent) || (returns && reach.reaches(index, agent))
  })
}

/** What its answer brings about, as a sentence ends with it; null where it is only read. */
function actsOn(analyses: Analyses, agent: number): string | null {
  const { graph, reach, effects } = analyses
  const changes = vertexAt(graph, agent).uses.map((at) => graph.uses[at] as Use)
  const changed = changes.find(({ client, access }) => client === agent && access !== 'read')
  if (changed !== undefined) return `${nameOf(analyses, changed.resource)} is changed`
  const act = effects.find(
    ({ external, vertex }) => external && (vertex === agent || reach.reaches(agent, vertex)),
  )
  return act === undefined ? null : `${nameOf(analyses, act.vertex)} acts`
}
