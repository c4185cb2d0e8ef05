import type { Analyses } from '../analyses.ts'
import { type Arc, arcAt, type Vertex, vertexAt } from '../graph/graph.ts'
import { lanesOf } from '../lanes.ts'
import { nameOf } from '../names.ts'
import { addController, offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

/** So many agents at once are more than a provider or a machine lets work. */
const MANY_AGENTS = 64
const DEFAULT_ROUNDS = 3

export const fanOutExplosion: HazardRule = {
  id: 'fan-out-explosion',
  row: 29,
  title: 'Fan-out explosion',
  level: 'warning',
  property: 'grows',
  source: 'Cemri et al., Why do multi-agent LLM systems fail?, 2025 (arXiv 2503.13657), FM-1.3 and FM-1.5',
  find: (analyses) => [...growingLoops(analyses), ...manyLanes(analyses)],
}

/** A loop in which one message becomes several that all go round again. */
function growingLoops(analyses: Analyses): readonly Finding[] {
  const { graph, multiplicity } = analyses
  const byHeader = Map.groupBy(
    graph.arcs.filter(({ back }) => back),
    ({ to }) => to,
  )
  return [...byHeader].flatMap(([header, back]): readonly Finding[] => {
    const copies = multiplicity.copies(header, new Set(back.map(({ index }) => index)))
    if (copies <= 1 || !Number.isFinite(copies) || isLimited(analyses, header)) return []
    const rounds = Math.max(...back.map(({ edge }) => edge.policy?.rounds ?? DEFAULT_ROUNDS))
    const forks = graph.vertices.filter((vertex) => isForkIn(analyses, vertex, header))
    const fork = forks[0]?.index ?? header
    return [
      {
        elements: [vertexAt(graph, fork).element, ...new Set(back.map(({ edge }) => edge.id))],
        sentence: `${nameOf(analyses, fork)} sends one message on as ${Math.ceil(copies)}, and all of them come back to ${nameOf(analyses, header)}: after ${rounds} rounds there are up to ${Math.ceil(copies ** rounds).toLocaleString('en')}.`,
        assumption: 'with no fault at all',
        remedy: 'Join what belongs together before it goes round again, or give the run a budget.',
        fixes: offer('Give the run a budget of 1,000 steps', addBudget),
      },
    ]
  })
}

const addBudget = addController('', 'budget', (id) => ({ id, type: 'budget', steps: 1000 }))

function isForkIn({ graph, reach }: Analyses, { index, outOf }: Vertex, header: number): boolean {
  if (index !== header && !(reach.reaches(header, index) && reach.reaches(index, header))) return false
  const inside = outOf
    .map((at): Arc => arcAt(graph, at))
    .filter(({ to }) => to === header || reach.reaches(to, header))
  return inside.length > new Set(inside.map(({ fromPort }) => fromPort)).size
}

function isLimited({ scopes }: Analyses, vertex: number): boolean {
  // What stands inside a map is there once for each lane, and limits none of the others.
  return scopes
    .controllers(vertex)
    .some(({ id, type }) => !id.includes('/') && (type === 'budget' || type === 'bulkhead'))
}

function manyLanes(analyses: Analyses): readonly Finding[] {
  return analyses.graph.vertices.flatMap(({ index, kind, id }): readonly Finding[] => {
    const lanes = kind === 'agent' ? lanesOf(analyses, index) : 1
    if (lanes <= MANY_AGENTS || isLimited(analyses, index)) return []
    const map = id.split('/')[0] ?? id
    return [
      {
        elements: [map],
        sentence: `${nameOf(analyses, index)} is there ${lanes} times at once, as its maps stand in one another.`,
        assumption: 'with no fault at all, when the lists are long',
        remedy: 'Give the maps fewer lanes, or the run a budget.',
        fixes: offer('Give the run a budget of 1,000 steps', addBudget),
      },
    ]
  })
}
