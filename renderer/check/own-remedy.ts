import type { Counterexample } from '../../shared/explore/result.ts'
import { setConfig } from '../../shared/hazards/edit.ts'
import type { Finding, Fix } from '../../shared/hazards/rule.ts'
import type { TopologyDocument } from '../../shared/topology/document.ts'
import { nameOf } from '../canvas/drawing/nodes.ts'

/** What a rule cannot know: the drawing says that a command may be repeated, and a person's property that it must not. */
export function ownRemedy(
  document: TopologyDocument,
  { property, elements, sentence }: Counterexample,
): { readonly finding: Finding; readonly fix: Fix } | null {
  const node = document.nodes.find(({ id }) => elements.includes(id) && property.includes(`${id}.acted`))
  if (node?.kind !== 'command' || node.config?.['class'] === 'once') return null
  const name = nameOf(node)
  const remedy = `As class once, what ${name} has begun is in doubt after a crash: its probe is asked, then a person, and nothing is repeated blindly.`
  const fix = { label: `Let ${name} happen once`, apply: setConfig(node.id, { class: 'once' }) }
  return { finding: { elements: [node.id], sentence, assumption: '', remedy, fixes: [fix] }, fix }
}
