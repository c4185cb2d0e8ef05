import { UNTRUSTED } from '../../nodes/brings.ts'
import type { Analyses } from '../analyses.ts'
import type { EffectSite } from '../effects.ts'
import { vertexAt } from '../graph/graph.ts'
import { type Source, STEERED } from '../graph/labels.ts'
import { nameOf, upper } from '../names.ts'
import { onePerPlace } from '../places.ts'
import { askFirst, offer } from '../remedies.ts'
import type { Finding, HazardRule } from '../rule.ts'
import { siteName, sourceName } from './lethal-trifecta.ts'

export const injectionRelay: HazardRule = {
  id: 'injection-relay',
  row: 42,
  title: 'Orders hidden in a text',
  level: 'warning',
  property: 'steered',
  source:
    'Greshake et al., Not what you’ve signed up for, 2023; Debenedetti et al., Defeating prompt injections by design (CaMeL), 2025',
  find: (analyses) =>
    onePerPlace(
      'warning',
      analyses.effects.flatMap((site) => findAt(analyses, site)),
    ),
}

/** May others see what it did, or does it write where only it may? */
export function isPrivileged({ external, writes, class: effect }: EffectSite): boolean {
  return external || (effect !== 'pure' && writes.length > 0)
}

function findAt(analyses: Analyses, site: EffectSite): readonly Finding[] {
  if (!isPrivileged(site) || site.asks) return []
  const source = strangersText(analyses, site)
  if (source === null) return []
  const { graph } = analyses
  const { vertex, tool } = site
  const agent = vertexAt(graph, vertex).kind === 'agent' ? 'its model' : 'an agent before it'
  return [
    {
      elements: [...new Set([vertexAt(graph, vertex).element, vertexAt(graph, source.vertex).element])],
      level: site.class === 'once' ? 'error' : 'warning',
      sentence: `${upper(siteName(analyses, site))} does what ${agent} says, and that has read untrusted text from ${sourceName(analyses, source)}: an order hidden in the text can set it off.`,
      assumption: 'if a text that comes in was written to mislead an agent',
      remedy:
        'Put a gate or a verifier before it; or let only a form pass that leaves no room for prose, by a contract on the edge.',
      fixes: offer(
        tool === null
          ? `Ask a person before ${nameOf(analyses, vertex)}`
          : `Ask a person before each call of "${tool}"`,
        tool === null && (analyses.labels.read(vertex) & STEERED) !== 0 ? null : askFirst(analyses, [site]),
      ),
    },
  ]
}

/** Text of strangers that steers the process: an agent's own tools choose by it, a command is given what came of it. */
function strangersText({ graph, labels }: Analyses, { vertex, tool }: EffectSite): Source | null {
  const { kind } = vertexAt(graph, vertex)
  if (kind !== 'agent')
    return (labels.handed(vertex) & STEERED) === 0 ? null : labels.origin(vertex, UNTRUSTED)
  // What the tool itself brings back comes after its call.
  const own = labels.sources.find(
    (one) => one.vertex === vertex && one.part !== tool && (one.labels & UNTRUSTED) !== 0,
  )
  if (own !== undefined) return own
  return (labels.handed(vertex) & UNTRUSTED) === 0 ? null : labels.origin(vertex, UNTRUSTED)
}
