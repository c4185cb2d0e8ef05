import type { Analyses } from '../analyses.ts'
import { setConfig } from '../edit.ts'
import { type Use, type Vertex, vertexAt } from '../graph/graph.ts'
import { nameOf } from '../names.ts'
import { arcsInto, offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

/**
 * A run never ends while something is at work. What is left: a join that goes on without a branch which has something
 * to do that others see, so that what follows builds on work that is not done.
 */
export const prematureEnd: HazardRule = {
  id: 'premature-end',
  row: 48,
  title: 'Done before all is done',
  level: 'warning',
  property: 'early',
  source: 'Cemri et al., Why do multi-agent LLM systems fail?, 2025 (arXiv 2503.13657), FM-3.1',
  find: (analyses) => {
    const acting = analyses.graph.vertices.filter(({ index }) => acts(analyses, index))
    return analyses.graph.vertices.flatMap((vertex) => findAt(analyses, vertex, acting))
  },
}

function findAt(analyses: Analyses, join: Vertex, acting: readonly Vertex[]): readonly Finding[] {
  const config = join.config as { readonly inputs: readonly string[]; readonly wait: string } | null
  if (join.kind !== 'join' || config === null || config.wait === 'all' || config.inputs.length < 2) return []
  const { reach, order } = analyses
  const feeding = arcsInto(analyses, join.index).map(({ from }) => from)
  const left = acting.find(({ index }) => {
    if (!reach.reaches(index, join.index)) return false
    return feeding.some((other) => order.parallel(other, index))
  })
  if (left === undefined) return []
  const name = nameOf(analyses, join.index)
  return [
    {
      elements: [join.element, left.element],
      sentence: `${name} goes on before all its inputs have come, while ${nameOf(analyses, left.index)} may still be at work: what follows does not wait for what that does.`,
      assumption: 'with no fault at all, when the other branch is faster',
      remedy: 'Wait for all, or keep what others see out of the branches that race.',
      fixes: offer('Wait for all', setConfig(join.id, { wait: 'all' })),
    },
  ]
}

function acts({ graph, effects }: Analyses, vertex: number): boolean {
  const writes = vertexAt(graph, vertex)
    .uses.map((at) => graph.uses[at] as Use)
    .some(({ client, access }) => client === vertex && access !== 'read')
  return writes || effects.some((site) => site.vertex === vertex && site.external)
}
