import type { Analyses } from '../analyses.ts'
import { type Change, freeId, insertOn, middleOf } from '../edit.ts'
import { elementsOf } from '../elements.ts'
import { vertexAt } from '../graph/graph.ts'
import { agentsBefore } from '../models.ts'
import { nameOf, namesOf } from '../names.ts'
import { arcsInto, askBefore, canGuard, guardInto, isDrawn, offer, ownId } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

export const unverifiedEffect: HazardRule = {
  id: 'unverified-effect',
  row: 21,
  title: 'Nothing checks before it acts',
  level: 'warning',
  property: 'right',
  source: 'Cemri et al., Why do multi-agent LLM systems fail? (MAST), 2025, category 3',
  find: (analyses) => [...commands(analyses), ...tools(analyses)],
}

function commands(analyses: Analyses): readonly Finding[] {
  return analyses.effects
    .filter((site) => site.external && site.tool === null)
    .flatMap(({ vertex }): readonly Finding[] => {
      const agents = agentsBefore(analyses, vertex)
      if (agents.length === 0) return []
      const [name, makers] = [nameOf(analyses, vertex), namesOf(analyses, agents, 'or')]
      return [
        {
          elements: elementsOf(analyses, [vertex, ...agents]),
          sentence: `${name} acts outside on what ${makers} says, and nothing between them checks it: if the task is misread, it acts on something wrong.`,
          assumption: 'if an agent misreads its task once',
          remedy: `Put a verifier before ${name}, or ask a person.`,
          fixes: [
            ...offer(`Put a verifier before ${name}`, verifierBefore(analyses, vertex)),
            ...offer(`Ask before ${name}`, canGuard(analyses, vertex) ? guardInto(analyses, vertex) : null),
          ],
        },
      ]
    })
}

/** An agent that acts by its own tool has nobody behind it who could stop it. */
function tools(analyses: Analyses): readonly Finding[] {
  const own = analyses.effects.filter((site) => site.external && site.tool !== null && !site.asks)
  return [...Map.groupBy(own, ({ vertex }) => vertex)].map(([vertex, sites]): Finding => {
    const name = nameOf(analyses, vertex)
    const named = sites.map(({ tool }) => `"${tool}"`).join(', ')
    return {
      elements: elementsOf(analyses, [vertex]),
      sentence: `${name} acts outside by its own tool ${named}, and nothing checks what it is about to do.`,
      assumption: 'if an agent misreads its task once',
      remedy:
        'Let a person see each call of the tool before it runs, or let a command do it behind a verifier.',
      fixes: [
        {
          label: `Ask before ${named}`,
          apply: askBefore(vertexAt(analyses.graph, vertex).id, new Set(sites.map(({ tool }) => tool ?? ''))),
        },
      ],
    }
  })
}

/** A verifier on every edge by which unchecked work comes. What it runs is for the person to say. */
export function verifierBefore(analyses: Analyses, vertex: number): Change | null {
  const arcs = arcsInto(analyses, vertex)
  if (arcs.length === 0 || !arcs.every((arc) => isDrawn(arc) && !arc.back)) return null
  const edges = [...new Set(arcs.map(({ edge }) => edge.id))]
  return (document) => edges.reduce((changed, edge) => verifierOn(edge)(changed), document)
}

export function verifierOn(edge: string): Change {
  return (document) => {
    const id = freeId(document, 'verify')
    const onward = freeId(document, `${id}-on`)
    const node = {
      id,
      kind: 'verifier',
      at: middleOf(document, edge),
      name: 'Verify',
      config: { run: ['npm', 'test'] },
    }
    return insertOn(edge, node, 'in', 'pass', ownId(onward))(document)
  }
}
