import { PRIVATE, UNTRUSTED } from '../../nodes/brings.ts'
import type { Analyses } from '../analyses.ts'
import type { EffectSite } from '../effects.ts'
import { vertexAt } from '../graph/graph.ts'
import type { Source } from '../graph/labels.ts'
import { nameOf, upper } from '../names.ts'
import { onePerPlace } from '../places.ts'
import { askFirst, offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'

/** Where labelled content came in, as a sentence names it. */
export function sourceName(analyses: Analyses, { vertex, part }: Source): string {
  const name = nameOf(analyses, vertex)
  const { kind } = vertexAt(analyses.graph, vertex)
  if (kind === 'input') return `the field "${part}" of ${name}`
  return part === null ? name : `the tool "${part}" of ${name}`
}

export function siteName(analyses: Analyses, { vertex, tool }: EffectSite): string {
  const name = nameOf(analyses, vertex)
  return tool === null ? name : `the tool "${tool}" of ${name}`
}

export const lethalTrifecta: HazardRule = {
  id: 'lethal-trifecta',
  row: 41,
  title: 'Lethal trifecta',
  level: 'warning',
  property: 'leak',
  source: 'Willison, The lethal trifecta for AI agents, 2025',
  find: (analyses) =>
    onePerPlace(
      'warning',
      analyses.effects.flatMap((site) => findAt(analyses, site)),
    ),
}

/** A way out, in the hands of who has seen what is private and what strangers have written. */
function findAt(analyses: Analyses, site: EffectSite): readonly Finding[] {
  const { graph, labels } = analyses
  const { vertex, network, run, tool } = site
  const at = labels.at(vertex)
  if (network.length === 0 || site.asks || (at & PRIVATE) === 0 || (at & UNTRUSTED) === 0) return []
  const secret = labels.origin(vertex, PRIVATE)
  const stranger = labels.origin(vertex, UNTRUSTED)
  // A program whose own network is all that is untrusted is no agent that could be talked into anything.
  if (secret === null || stranger === null || (tool === null && stranger.vertex === vertex)) return []
  const { kind, element, id } = vertexAt(graph, vertex)
  const open = kind === 'agent' && run.some((word) => word.includes('{{args'))
  const name = siteName(analyses, site)
  return [
    {
      elements: [
        ...new Set([
          element,
          vertexAt(graph, secret.vertex).element,
          vertexAt(graph, stranger.vertex).element,
        ]),
      ],
      level: open && isOwn(analyses, vertex, stranger.vertex) ? 'error' : 'warning',
      sentence: `${upper(name)} reaches ${network.join(', ')}, with private content from ${sourceName(analyses, secret)} and untrusted text from ${sourceName(analyses, stranger)}: an order hidden in that text can send the private content out.`,
      assumption: 'if a text that comes in was written to mislead an agent',
      remedy:
        'Let a person see what is sent, or part the three: who reads strangers’ texts has no private content or no way out.',
      fixes: offer(
        tool === null
          ? `Ask a person before ${nameOf(analyses, vertex)}`
          : `Ask a person before each call of "${tool}"`,
        id.includes('.') ? null : askFirst(analyses, [site]),
      ),
    },
  ]
}

/** All three are in one hand. */
function isOwn({ graph }: Analyses, vertex: number, stranger: number): boolean {
  const reads = vertexAt(graph, vertex).uses.some((at) => {
    const use = graph.uses[at]
    return use?.client === vertex && vertexAt(graph, use.resource).kind === 'repo'
  })
  return stranger === vertex && reads
}
