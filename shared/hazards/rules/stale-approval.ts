import type { Analyses } from '../analyses.ts'
import { elementsOf } from '../elements.ts'
import { type Vertex, vertexAt } from '../graph/graph.ts'
import { reachedFrom } from '../graph/search.ts'
import { nameOf, namesOf } from '../names.ts'
import { arcsInto, canGuard, guardInto, offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

/** An approval is bound to the digest of what was shown. What is made of it afterwards nobody has seen. */
export const staleApproval: HazardRule = {
  id: 'stale-approval',
  row: 19,
  title: 'Something else than what was approved',
  level: 'warning',
  property: 'approved',
  source: 'Bishop and Dilger, Checking for race conditions in file accesses, 1996',
  find: (analyses) => {
    const { graph, effects } = analyses
    if (graph.entry === null || !graph.vertices.some(({ kind }) => kind === 'gate')) return []
    const unasked = reachedFrom(graph, [graph.entry], ({ from, fromPort }) => {
      return fromPort !== 'approved' || vertexAt(graph, from).kind !== 'gate'
    })
    return effects
      .filter((site) => site.external && site.tool === null && !unasked.has(site.vertex))
      .flatMap(({ vertex }) => changedSince(analyses, vertex))
  },
}

function changedSince(analyses: Analyses, vertex: number): readonly Finding[] {
  const { gates, between } = backToGates(analyses, vertex)
  const name = nameOf(analyses, vertex)
  const asked = namesOf(analyses, gates, 'or')
  const working = between.filter((one) => changes(analyses, vertexAt(analyses.graph, one)))
  const findings: Finding[] = []
  if (working.length > 0)
    findings.push({
      elements: elementsOf(analyses, [vertex, ...working, ...gates]),
      sentence: `${name} acts on what ${namesOf(analyses, working)} makes after ${asked} has approved: nobody has seen what is done.`,
      assumption: 'with no fault at all',
      remedy: `Ask right before ${name}, when all work is done.`,
      fixes: offer(
        `Ask again before ${name}`,
        canGuard(analyses, vertex) ? guardInto(analyses, vertex) : null,
      ),
    })
  const writers = writersMeanwhile(analyses, vertex, gates)
  if (writers.length > 0)
    findings.push({
      elements: elementsOf(analyses, [vertex, ...writers, ...gates]),
      sentence: `${name} reads what ${namesOf(analyses, writers, 'or')} may still set after ${asked} has approved: it may act on a value that nobody has seen.`,
      assumption: 'with no fault at all',
      remedy: `Let the value come with the message that is approved, or let the writers be done before ${asked}.`,
      fixes: [],
    })
  return findings
}

/** The gates that the last approvals come from, and all that stands between them and a vertex. */
function backToGates(
  analyses: Analyses,
  vertex: number,
): { readonly gates: readonly number[]; readonly between: readonly number[] } {
  const gates = new Set<number>()
  const between = new Set<number>()
  const open = [...arcsInto(analyses, vertex)]
  for (let arc = open.pop(); arc !== undefined; arc = open.pop()) {
    const { from, fromPort } = arc
    if (vertexAt(analyses.graph, from).kind === 'gate' && fromPort === 'approved') gates.add(from)
    else if (!between.has(from) && from !== vertex) {
      between.add(from)
      open.push(...arcsInto(analyses, from))
    }
  }
  return { gates: [...gates], between: [...between] }
}

/** An agent makes something new; who may change a repository changes what a later effect works on. */
function changes({ graph }: Analyses, { kind, uses, index }: Vertex): boolean {
  if (kind === 'agent') return true
  return uses.some((at) => {
    const use = graph.uses[at]
    if (use?.client !== index || use.access === 'read') return false
    return vertexAt(graph, use.resource).kind === 'repo'
  })
}

function writersMeanwhile(analyses: Analyses, vertex: number, gates: readonly number[]): readonly number[] {
  const { order, stores } = analyses
  const found = new Set<number>()
  for (const { clients } of stores) {
    const own = clients.find((client) => client.vertex === vertex)
    for (const other of clients) {
      if (own === undefined || other === own || ![...own.reads].some((key) => other.updates.has(key)))
        continue
      const before = gates.length > 0 && gates.every((gate) => order.precedes(other.vertex, gate))
      if (!before && !order.precedes(vertex, other.vertex)) found.add(other.vertex)
    }
  }
  return [...found]
}
