import type { Analyses } from '../analyses.ts'
import { setConfig } from '../edit.ts'
import type { Use, Vertex } from '../graph/graph.ts'
import { nameOf, namesOf } from '../names.ts'
import { offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

const DAY_MS = 86_400_000

/**
 * A coordinator that is a node is durable: a host that dies goes on with it. What is left is a person as coordinator,
 * whom everybody waits for, prepared, for as long as it takes.
 */
export const commitBlocking: HazardRule = {
  id: 'commit-blocking',
  row: 33,
  title: 'Prepared, and nobody decides',
  level: 'note',
  property: null,
  source: 'Gray and Lamport, Consensus on transaction commit, 2006',
  find: (analyses) => {
    const acting = [
      ...new Set(analyses.effects.filter(({ external }) => external).map(({ vertex }) => vertex)),
    ]
    const together = meeting(analyses, acting)
    if (together.length < 2) return []
    const writers = writersIn(analyses, acting)
    const met = new Set(
      meeting(
        analyses,
        writers.map(({ index }) => index),
      ),
    )
    const prepared = writers.filter(({ index }) => met.has(index))
    return analyses.graph.vertices
      .filter(({ kind, config, node }) => kind === 'gate' && node !== null && !hasDeadline(config))
      .flatMap((gate) => findAt(analyses, gate, together, prepared))
  },
}

/** Those that may be at work at the same time as another of them. */
function meeting({ order }: Analyses, vertices: readonly number[]): readonly number[] {
  return vertices.filter((one) => vertices.some((other) => order.parallel(one, other)))
}

function hasDeadline(config: unknown): boolean {
  return (config as { deadline_ms?: number } | null)?.deadline_ms !== undefined
}

/** Those who have done something by the time that they are done. */
function writersIn({ graph }: Analyses, acting: readonly number[]): readonly Vertex[] {
  const known = new Set(acting)
  return graph.vertices.filter(({ index, uses }) => {
    const writes = uses.some(
      (at) => (graph.uses[at] as Use).client === index && graph.uses[at]?.access !== 'read',
    )
    return writes || known.has(index)
  })
}

function findAt(
  analyses: Analyses,
  gate: Vertex,
  acting: readonly number[],
  writers: readonly Vertex[],
): readonly Finding[] {
  const { order } = analyses
  const waiting = acting.filter((one) => order.precedes(gate.index, one))
  const committing = waiting.filter((one) => waiting.some((other) => order.parallel(one, other)))
  if (committing.length < 2) return []
  const before = writers.filter(({ index }) => order.precedes(index, gate.index))
  const prepared = before.filter((one) => before.some((other) => order.parallel(one.index, other.index)))
  if (prepared.length < 2) return []
  const name = nameOf(analyses, gate.index)
  return [
    {
      elements: [gate.element, ...prepared.map(({ element }) => element)],
      sentence: `${namesOf(
        analyses,
        prepared.map(({ index }) => index),
      )} have prepared, and ${namesOf(analyses, committing)} wait for ${name} alone: while nobody answers, nothing is settled.`,
      assumption: 'if the one who decides does not answer',
      remedy: 'Give the decision a deadline, after which all is given up.',
      fixes: offer('Give up after a day', setConfig(gate.id, { deadline_ms: DAY_MS, default: 'reject' })),
    },
  ]
}
